"""Promises from a file: every owner is asked, every bad row is named, and nothing is asked twice."""

import pytest
import sqlalchemy as sa

from bot.commitments import imports
from bot.commitments.imports import CannotImport, Imported
from bot.commitments.models import Commitment
from bot.commitments.queries import Which
from bot.slack import people
from bot.slack.people import Member
from tests.commitments.office import JONAS, PRIYA, Office, buttons, day
from tests.factories import MAYA

GOOD = """promise,owner,date,how
Search under 200 ms,Priya Raman,2026-03-27,p95 in the dashboard
"Quieter nights,
all of them",@Jonas Keller,,fewer than 5 pages a week
"""


def runs(office: Office, text: str | bytes, *, dry_run: bool = False) -> Imported:
    content = text.encode() if isinstance(text, str) else text
    return imports.import_(office.session, content, by=MAYA, settings=office.settings, now=office.now, dry_run=dry_run)


def refused(office: Office, text: str | bytes) -> list[str]:
    with pytest.raises(CannotImport) as error:
        runs(office, text, dry_run=True)
    return [str(row) for row in error.value.bad]


def test_every_owner_is_asked_in_the_ctos_name(office: Office) -> None:
    assert runs(office, GOOD) == Imported(2, 0)

    (asked,) = office.messages(PRIYA)
    assert asked["text"].startswith("Maya Okafor asks whether you promise this, by 27 Mar.")
    assert buttons(asked)[:3] == ["Accept", "Propose another date", "Decline"]
    assert "Quieter nights, all of them" in office.messages(JONAS)[0]["text"]
    assert office.lists(Which.EVERYBODY) == []


def test_whoever_runs_the_file_signs_nobody_up_not_even_the_cto(office: Office) -> None:
    runs(office, "promise,owner,date\nEverything,Maya Okafor,2026-03-27\n")

    (asked,) = office.messages(MAYA)
    assert asked["text"].startswith("A file that was imported says that you promise this, by 27 Mar.")
    assert buttons(asked)[:3] == ["Accept", "Propose another date", "Decline"]
    assert office.lists(Which.EVERYBODY) == []

    everything = imported(office)
    office.accepts(everything, by=MAYA)
    assert office.lists(Which.EVERYBODY) == ["Everything"]
    assert len(office.messages(MAYA)) == 1
    assert "Maya Okafor accepted: it is promised for 27 Mar." in office.messages(MAYA)[0]["text"]


def test_a_day_that_the_cto_names_in_place_of_the_files_waits_for_nobody_else(office: Office) -> None:
    runs(office, "promise,owner,date\nEverything,Maya Okafor,2026-03-27\n")
    everything = imported(office)
    office.counters(everything, "24 Apr", by=MAYA)

    assert (everything.first, everything.moves) == (day("24 Apr"), 0)
    assert len(office.messages(MAYA)) == 1


def imported(office: Office) -> Commitment:
    return office.session.scalars(sa.select(Commitment)).one()


def test_a_line_break_between_quotes_is_part_of_a_cell_and_rows_are_counted_as_an_editor_does(office: Office) -> None:
    runs(office, 'promise,owner,how\n"Quieter\nnights",Jonas Keller,"by day\nand ""by night"""\n')

    assert "Quieter nights" in office.messages(JONAS)[0]["text"]
    said = [
        str(block["elements"][0].get("text")) for block in office.messages(JONAS)[0]["blocks"] if "elements" in block
    ]
    assert any('by day\nand "by night"' in text for text in said)
    assert refused(office, 'promise,owner\n"A\nB",Jonas Keller\n,Jonas Keller\n')[0].startswith("line 4:")


def test_a_dry_run_asks_nobody(office: Office) -> None:
    assert runs(office, GOOD, dry_run=True) == Imported(2, 0)

    assert office.rows() == []


def test_what_was_imported_before_asks_nobody_again(office: Office) -> None:
    runs(office, GOOD)
    assert runs(office, GOOD + "New one,Jonas Keller,,\n") == Imported(1, 2)

    assert len(office.messages(PRIYA)) == 1


def test_every_bad_row_is_named_and_then_none_is_imported(office: Office) -> None:
    people.remember(office.session, [Member("U0TWIN", "Priya Raman", "UTC", False, False, False)], office.now)
    text = (
        "promise,owner,date,audience,measure\n"
        '"A\nB",Jonas Keller,2026-03-27,,\n'
        ",Jonas Keller,,,\n"
        "Past,Jonas Keller,2026-02-01,,\n"
        "Odd,Nobody Known,27.03.2026,friends,fast\n"
        "Twins,Priya Raman,,,\n"
        "Guest,Gil Guest,,,\n"
        "Unowned,,,,\n"
    )

    assert refused(office, text) == [
        "line 4: Say in a few words what is promised.",
        "line 5: This day has passed where the owner lives. Choose today or a later day.",
        "line 6: Nobody here is called “Nobody Known”. Write the full name, or the member id. "
        "“27.03.2026” is not a date. Write it as 2026-03-27. “friends” is no audience. It is organisation, leaders or "
        "private. Write it as start and target in one unit, such as: 640 ms to 200 ms.",
        "line 7: “Priya Raman” is the name of 2 people. Write the member id.",
        "line 8: Only people of this organisation can own a promise, not guests.",
        "line 9: Nobody is named as its owner.",
    ]
    assert office.rows() == []


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_in_whatever_encoding_a_spreadsheet_writes(office: Office, encoding: str) -> None:
    runs(office, "Promise;Owner\r\nGrößere Suche;Priya Raman\r\n".encode(encoding))

    assert "Größere Suche" in office.messages(PRIYA)[0]["text"]


def test_a_file_without_the_needed_columns_says_which(office: Office) -> None:
    assert refused(office, "what,owner\nx,y\n") == [
        "line 1: There is no column “promise”.",
        "line 1: “what” is not a column. There can be: promise, owner, date, how, why, audience, promised at, links, "
        "measure.",
    ]
    assert refused(office, "") == ["line 1: There is no column “promise”.", "line 1: There is no column “owner”."]


def test_short_rows_and_empty_lines_are_no_trouble(office: Office) -> None:
    assert runs(office, "promise,owner,date\n\nSearch,Priya Raman\n,,\n") == Imported(1, 0)


def test_a_row_that_ends_before_its_promise_is_named(office: Office) -> None:
    assert refused(office, "owner,promise\nPriya Raman\n") == ["line 2: Say in a few words what is promised."]


def test_a_row_with_more_cells_than_columns_is_named_with_all_else_that_is_wrong(office: Office) -> None:
    text = "promise,owner,how\nSearch,Priya Raman,by day, and by night\nIndex,Jonas Keller,,\n,Priya Raman,\n"

    assert refused(office, text) == [
        "line 2: It has more cells than there are columns. Put a text with the separator in it between quotes.",
        "line 4: Say in a few words what is promised.",
    ]


def test_a_cell_too_large_to_read_is_named(office: Office) -> None:
    large = "x" * 131_073

    assert refused(office, f"promise,owner\nSearch,Priya Raman\n{large},Priya Raman\n") == [
        "line 3: It cannot be read: a cell is too long, or a quote before it was not closed."
    ]
    others = f'promise,owner\n,Priya Raman\n{large},Priya Raman\nSearch,Nobody\n"{large},x\nIndex,\n'
    assert [line.partition(":")[0] for line in refused(office, others)] == [f"line {number}" for number in range(2, 7)]
    assert refused(office, f"{large},owner\n")[0].startswith("line 1: It cannot be read")


def test_a_column_that_stands_twice_is_refused(office: Office) -> None:
    assert refused(office, "promise,owner,Owner\nSearch,Priya Raman,Jonas Keller\n") == [
        "line 1: The column “owner” stands there twice."
    ]


@pytest.mark.parametrize("dry_run", [True, False])
def test_the_same_row_twice_in_one_file_is_one_promise(office: Office, dry_run: bool) -> None:
    row = "Search under 200 ms,Priya Raman,2026-03-27\n"

    assert runs(office, f"promise,owner,date\n{row}{row}", dry_run=dry_run) == Imported(1, 0)
    assert len(office.rows()) == (0 if dry_run else 1)
