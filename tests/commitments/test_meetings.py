"""The all-hands: drafted, worded, frozen, posted; moved or cancelled; once, whatever happens."""

import csv
import io
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from bot.access import Person
from bot.commitments import (
    digest_post,
    digest_text,
    exports,
    hand_overs,
    meeting_days,
    meeting_words,
    meetings,
    reminders,
)
from bot.commitments.checks import Audience
from bot.commitments.counting import Change
from bot.commitments.digest import Digest
from bot.commitments.digest_views import Edit
from bot.commitments.jobs import jobs
from bot.commitments.meeting_models import Held
from bot.commitments.meeting_words import ChangedSince
from bot.commitments.meetings import AlreadyPosted, Cancelled
from bot.commitments.outcomes import Outcome
from bot.commitments.states import State
from bot.config import validated
from bot.elsewhere import Elsewhere, Moment
from bot.errors import FieldErrors
from bot.schedule import run_if_due
from bot.settings import load, save
from bot.slack.outbox import Delivery
from tests.commitments.office import JONAS, PRIYA, PROMPTS, WORDS, Office, buttons
from tests.factories import ANA, CTO_CHANNEL, MAYA, TOM, settings

THURSDAY = date(2026, 3, 5)
JOBS = jobs(Elsewhere())


def begins(office: Office, local: str) -> Office:
    """All-hands on the first Thursday of the month at 16:00; from now on the jobs are known."""
    document = settings().model_dump(mode="json", exclude_defaults=True)
    office.settings = validated({**document, "all_hands": {"on": "first thursday"}})
    office.at(local)
    save(office.session, office.settings, by="test", now=office.now)
    runs(office, local)
    return office


@pytest.fixture
def office(office: Office) -> Office:
    return begins(office, "27 Feb 10:00")


def moment(office: Office, elsewhere: Elsewhere | None = None) -> Moment:
    return Moment(load(office.session), WORDS, office.now, elsewhere or Elsewhere())


def runs(office: Office, local: str) -> None:
    """The heartbeat at this time."""
    office.at(local)
    for job in JOBS:
        run_if_due(office.session, job, PROMPTS, office.now)
    office.session.flush()


def is_held(office: Office, day: str) -> None:
    """Its draft comes, and then its hour."""
    for hour in ("09:00", "16:00"):
        runs(office, f"{day} {hour}")


def holds_february(office: Office) -> None:
    office.at("5 Feb 16:00")
    meetings.post(office.session, date(2026, 2, 5), by=MAYA, moment=moment(office))


def posts(office: Office) -> list[Delivery]:
    return list(office.rows(Delivery.channel == CTO_CHANNEL))


def promises_in(rows: list[Delivery]) -> list[str]:
    """The first cells of all tables."""
    tables = [block for row in rows for block in row.payload["blocks"] if block["type"] == "table"]
    return [str(row[0]["text"]) for table in tables for row in table["rows"][1:]]


def posted(office: Office, day: date = THURSDAY) -> Digest:
    meeting = meetings.newest(office.session, day)
    assert meeting
    return meetings.frozen_digest(meeting)


def says(office: Office, *, revision: int = 0, by: str = MAYA, opening: str | None = None, **sentences: str) -> None:
    said = {number.removeprefix("line"): sentence for number, sentence in sentences.items()}
    meeting_words.save(office.session, Edit(THURSDAY, revision, opening, said), by=by, moment=moment(office))


# --- drafting


def test_two_working_days_before_the_cto_gets_the_draft(office: Office) -> None:
    office.promises(for_="27 Mar")
    runs(office, "3 Mar 09:00")

    (draft,) = office.messages(MAYA)
    assert draft["text"].startswith("Draft of the all-hands digest. It goes out <!date^1772722800^")
    assert buttons(draft) == ["Add my words", "Post now", "Move it", "Cancel it"]
    assert posts(office) == []


def test_the_owners_of_what_is_silent_are_asked_once_more(office: Office) -> None:
    silent = office.promises("Silent", by=JONAS, for_="30 Jun", rhythm_days=2)
    office.promises("Secret", by=JONAS, for_="30 Jun", rhythm_days=2, audience=Audience.PRIVATE)
    silent.asked = 3
    runs(office, "3 Mar 09:00")

    assert "1 promise was silent; the owners are asked once more." in str(office.messages(MAYA)[0]["blocks"])
    assert "Silent" in office.messages(JONAS)[-1]["text"]
    assert "Secret" not in str(office.messages(MAYA))


def test_the_draft_says_of_whom_nobody_is_asked_since_they_want_quiet_or_took_over_lately(office: Office) -> None:
    office.at("27 Feb 10:00")
    office.promises("Search", by=JONAS, for_="30 Jun", rhythm_days=2)
    office.promises("Index", by=PRIYA, for_="30 Jun", rhythm_days=2)
    taken = office.promises("Login", by=PRIYA, for_="30 Jun", rhythm_days=2)
    office.at("2 Mar 10:00")
    office.offers(taken, ANA)
    office.takes(taken, by=ANA)
    reminders.snooze(office.session, JONAS, 7, settings=office.settings, words=WORDS, now=office.now)
    runs(office, "3 Mar 09:00")

    assert (
        "3 promises were silent: of 1 the owner is asked once more, of 1 the owner wants no reminder before that day, "
        "of 1 a new owner took it over lately and is asked later."
    ) in str(office.messages(MAYA)[0]["blocks"])
    assert "Search" not in str(office.messages(JONAS))
    assert "Index" in office.messages(PRIYA)[-1]["text"]
    assert "wants a word" not in str(office.messages(ANA))


def test_while_the_cto_is_away_it_is_held_all_the_same_and_the_draft_says_so(office: Office) -> None:
    document = office.settings.model_dump(mode="json", exclude_defaults=True)
    document["calendar"]["absences"] = ["2026-03-05..2026-03-06"]
    office.settings = validated(document)
    save(office.session, office.settings, by="test", now=office.now)
    runs(office, "3 Mar 09:00")
    assert "By the calendar the CTO is away on that day" in office.messages(MAYA)[0]["text"]

    runs(office, "5 Mar 16:00")
    assert posted(office, THURSDAY).day == THURSDAY


def test_the_cto_adds_an_opening_and_sentences_and_nothing_else(office: Office) -> None:
    search = office.promises(for_="27 Mar")
    runs(office, "3 Mar 09:00")
    says(office, opening="Spring.", **{f"line{search.id}": "This one keeps me awake."})
    runs(office, "5 Mar 16:00")

    assert (posted(office).opening, posted(office).lines[0].sentence) == ("Spring.", "This one keeps me awake.")
    assert "Spring." in str(posts(office)[0].payload["blocks"])
    assert len(office.messages(MAYA)) == 2
    assert buttons(office.messages(MAYA)[0]) == []


def test_of_two_who_write_the_second_sees_the_first(office: Office) -> None:
    runs(office, "3 Mar 09:00")
    says(office, opening="Maya's.")
    with pytest.raises(ChangedSince, match="Maya Okafor saved other words") as changed:
        says(office, opening="Tom's.", by=TOM)
    says(office, opening="Tom's.", by=TOM, revision=changed.value.revision)
    runs(office, "5 Mar 16:00")

    assert posted(office).opening == "Tom's."


def test_a_sentence_that_is_too_long_is_told_beside_its_field(office: Office) -> None:
    search = office.promises(for_="27 Mar")
    with pytest.raises(FieldErrors) as refused:
        says(office, **{f"line{search.id}": "x" * 301})
    assert set(refused.value.errors) == {f"line-{search.id}"}


# --- the hour


def test_at_the_hour_it_is_posted_once_with_its_thread_and_frozen(office: Office) -> None:
    office.promises(for_="27 Mar")
    for local in ("3 Mar 09:00", "5 Mar 15:59"):
        runs(office, local)
        assert posts(office) == []
    for local in ("5 Mar 16:00", "5 Mar 16:00", "5 Mar 16:05"):
        runs(office, local)

    assert [row.key for row in posts(office)] == ["all-hands:2026-03-05:post", "all-hands:2026-03-05:post:0"]
    assert posts(office)[1].about == posts(office)[0].key
    told = office.messages(MAYA)[-1]["text"]
    assert "goes out to <#" in told
    assert "frozen as it is read out" in told


def test_by_the_button_it_is_posted_now_and_not_again_at_the_hour(office: Office) -> None:
    runs(office, "3 Mar 09:00")
    meetings.post(office.session, THURSDAY, by=MAYA, moment=moment(office))
    runs(office, "5 Mar 16:00")

    assert len(posts(office)) == 2
    with pytest.raises(AlreadyPosted):
        meetings.post(office.session, THURSDAY, by=TOM, moment=moment(office))
    with pytest.raises(AlreadyPosted):
        says(office, opening="Too late.")


def test_a_snapshot_stays_byte_for_byte_whatever_happens_after(office: Office) -> None:
    search = office.promises(for_="27 Mar")
    is_held(office, "5 Mar")
    meeting = meetings.newest(office.session)
    assert meeting
    before = str(meeting.snapshot)

    office.says(search, State.KEPT, "Done.")
    office.says(search, State.MISSED, "No.", corrects=True)
    office.offers(office.promises("Another"), JONAS)
    office.at("2 Apr 16:00")
    meetings.post(office.session, date(2026, 4, 2), by=MAYA, moment=moment(office))

    assert str(meetings.newest(office.session, THURSDAY).snapshot) == before
    assert digest_post.post(posted(office)).text == posts(office)[0].payload["text"]


def test_long_after_the_hour_it_is_not_posted_by_itself_but_by_a_button(office: Office) -> None:
    runs(office, "3 Mar 09:00")
    runs(office, "5 Mar 20:00")

    assert posts(office) == []
    assert "did not go out" in office.messages(MAYA)[-1]["text"]
    meetings.post(office.session, THURSDAY, by=MAYA, moment=moment(office))
    assert len(posts(office)) == 2


def test_a_digest_without_promises_is_posted_too(office: Office) -> None:
    is_held(office, "5 Mar")

    assert "Nothing is promised yet." in posts(office)[0].payload["text"]


def test_three_hundred_are_paged_into_the_thread(office: Office) -> None:
    for number in range(300):  # as many as a company may have
        office.promises(f"Number {number}", for_="30 Jun")
    is_held(office, "5 Mar")

    keys = [row.key.removeprefix("all-hands:2026-03-05:") for row in posts(office)]
    assert keys == ["post", *(f"post:{number}" for number in range(8))]
    rows = [
        len(block["rows"]) - 1 for row in posts(office) for block in row.payload["blocks"] if block["type"] == "table"
    ]
    assert rows == [40, 40, 40, 40, 40, 40, 40, 20]
    assert sorted(promises_in(posts(office))) == sorted(f"Number {number}" for number in range(300))
    assert "and 288 more, in the table and its pages in the thread" in str(posts(office)[0].payload["blocks"])


# --- another day, or none


def test_moved_by_a_day_after_the_draft_it_takes_the_words_along(office: Office) -> None:
    runs(office, "3 Mar 09:00")
    says(office, opening="Spring.")
    meeting_days.move(office.session, THURSDAY, date(2026, 3, 6), by=MAYA, moment=moment(office))
    runs(office, "5 Mar 16:00")
    assert posts(office) == []
    runs(office, "6 Mar 16:00")

    assert [row.key for row in posts(office)] == ["all-hands:2026-03-05:post", "all-hands:2026-03-05:post:0"]
    assert posted(office).opening == "Spring."
    assert posts(office)[0].payload["text"].startswith("All-hands, 6 Mar: what we promised")
    is_held(office, "2 Apr")
    assert len(posts(office)) == 4
    assert posted(office, date(2026, 4, 2)).since == date(2026, 3, 6)


@pytest.mark.parametrize(
    ("to", "says"), [(None, "Choose the day"), ("2026-03-02", "has passed"), ("2026-04-02", "already")]
)
def test_it_moves_to_a_day_that_is_ahead_and_free(office: Office, to: str | None, says: str) -> None:
    runs(office, "3 Mar 09:00")
    day = date.fromisoformat(to) if to else None
    with pytest.raises(FieldErrors, match=says):
        meeting_days.move(office.session, THURSDAY, day, by=MAYA, moment=moment(office))


def test_cancelled_it_is_not_posted_and_the_series_goes_on(office: Office) -> None:
    runs(office, "3 Mar 09:00")
    meeting_days.cancel(office.session, THURSDAY, by=MAYA, moment=moment(office))
    runs(office, "5 Mar 16:00")

    assert posts(office) == []
    assert "Maya Okafor cancelled the all-hands of 5 March." in office.messages(MAYA)[-1]["text"]
    with pytest.raises(Cancelled):
        meetings.post(office.session, THURSDAY, by=MAYA, moment=moment(office))
    is_held(office, "2 Apr")
    assert meetings.find(office.session, date(2026, 4, 2), office.now).standing == Held.POSTED


def test_on_a_holiday_it_is_held_on_the_next_working_day(office: Office) -> None:
    document = office.settings.model_dump(mode="json", exclude_defaults=True)
    office.at("10 Mar 10:00")
    save(office.session, validated({**document, "all_hands": {"on": "first friday"}}), by="test", now=office.now)
    runs(office, "10 Mar 10:00")
    runs(office, "3 Apr 16:00")  # Good Friday
    runs(office, "6 Apr 16:00")  # Easter Monday
    assert posts(office) == []
    runs(office, "7 Apr 16:00")
    assert len(posts(office)) == 2


# --- what is told, and what is not


def test_private_and_leaders_promises_are_in_no_count_line_sentence_or_byte(office: Office) -> None:
    office.promises("Public", for_="27 Mar")
    for audience in (Audience.PRIVATE, Audience.LEADERS):
        hidden = office.promises("Hidden thing", for_="3 Mar", audience=audience)
        office.moves(hidden, "4 Mar", "Hidden reason")
        office.says(hidden, State.KEPT, "Hidden words")
    says(office, **{"line2": "A sentence beside what is hidden."})
    is_held(office, "5 Mar")

    meeting = meetings.newest(office.session)
    assert meeting
    assert "idden" not in str(meeting.snapshot) + str([row.payload for row in posts(office)])
    assert (len(posted(office).lines), sum(posted(office).outcomes.values())) == (1, 0)


def test_what_is_only_proposed_or_declined_is_not_told(office: Office) -> None:
    office.proposes("Proposed")
    office.declines(office.proposes("Declined"))
    is_held(office, "5 Mar")

    assert posted(office).lines == ()


def test_what_was_closed_before_the_last_all_hands_is_not_told_again(office: Office) -> None:
    office.at("20 Jan 10:00")
    office.says(office.promises("Done"), State.KEPT)
    holds_february(office)
    is_held(office, "5 Mar")

    assert [line.what for line in posted(office, date(2026, 2, 5)).lines] == ["Done"]
    assert posted(office).lines == ()


def holds(office: Office, day: date) -> Digest:
    office.at(f"{day:%d %b} 16:00")
    meetings.post(office.session, day, by=MAYA, moment=moment(office))
    return posted(office, day)


FEBRUARY, APRIL, MAY = date(2026, 2, 5), date(2026, 4, 2), date(2026, 5, 7)


@pytest.mark.parametrize("moves_to", [None, "10 Apr", "19 Mar"])
def test_a_forecast_counts_by_its_date_also_where_it_was_kept_before_the_all_hands_before(
    office: Office, moves_to: str | None
) -> None:
    office.at("20 Jan 10:00")
    early, late = office.promises("Early", for_="20 Mar"), office.promises("Late", for_="21 Mar")
    holds(office, FEBRUARY)
    office.at("16 Feb 10:00")
    for promise in (early, late):
        office.says(promise, State.ON_TRACK)
    if moves_to:
        office.at("2 Mar 10:00")
        office.moves(early, moves_to)
    office.at("3 Mar 10:00")
    office.says(early, State.KEPT)
    march = holds(office, THURSDAY)
    office.at("22 Mar 10:00")
    office.says(late, State.MISSED)
    april = holds(office, APRIL)

    assert (march.forecasts, march.forecasts_kept) == (0, 0)
    assert [line.what for line in april.lines] == ["Late"]
    assert (april.forecasts, april.forecasts_kept) == (2, 1)
    may = holds(office, MAY)
    assert (may.forecasts, may.forecasts_kept) == (2, 1)


@pytest.mark.parametrize("corrects", [True, False])
def test_a_closing_put_right_after_it_was_read_out_is_told_and_counted_at_the_next_all_hands(
    office: Office, corrects: bool
) -> None:
    office.at("20 Jan 10:00")
    audit = office.promises("Audit closed", for_="4 Mar")
    holds(office, FEBRUARY)
    office.at("4 Mar 10:00")
    office.says(audit, State.KEPT)
    march = holds(office, THURSDAY)
    office.at("9 Mar 10:00")
    office.says(audit, State.MISSED, "Two findings are open.", corrects=corrects)
    april = holds(office, APRIL)
    office.at("9 Apr 10:00")
    office.says(audit, State.DROPPED, "The auditor left.", corrects=corrects)
    may = holds(office, MAY)
    june = holds(office, date(2026, 6, 4))

    assert digest_text.result(march) == "We promised one thing; it was kept."
    assert [digest_text.result(digest) for digest in (april, may)] == [
        "We promised one thing; it was missed.",
        "We promised one thing; it was dropped.",
    ]
    assert [digest_text.changed(line, digest.today) for digest in (april, may) for line in digest.changed] == [
        "was called kept, put right: missed, promised for 4 Mar: Two findings are open.",
        "was called missed, put right: dropped: The auditor left.",
    ]
    sheets = [list(csv.DictReader(io.StringIO(exports.as_csv(digest)))) for digest in (march, april, may)]
    assert [(row["called before it was put right"], row["put right on"]) for (row,) in sheets] == [
        ("", ""),
        ("kept", "2026-03-09"),
        ("missed", "2026-04-09"),
    ]
    # The miss was counted in April, and stays one.
    assert [line.outcomes for digest in (march, april, may) for line in digest.lines] == [
        (Outcome.KEPT,),
        (Outcome.MISSED,),
        (),
    ]
    assert june.lines == ()


def test_a_promise_moved_by_a_day_and_then_missed_is_counted_as_both(office: Office) -> None:
    office.at("2 Jan 10:00")
    search = office.promises(for_="20 Feb")
    holds(office, FEBRUARY)
    office.at("19 Feb 10:00")
    office.moves(search, "21 Feb")
    office.at("26 Feb 10:00")
    office.says(search, State.MISSED)
    march = holds(office, THURSDAY)

    assert digest_text.result(march) == "We promised one thing; it was missed."
    assert digest_text.kept_of_due(march) == "Of the 2 dates due since 5 Feb, none was kept; 1 moved in time; 1 missed."


def test_other_practices_tell_their_figures_of_the_same_time(office: Office) -> None:
    asked: list[Any] = []

    def tell(session: Any, operating: Any, since: Any, until: Any) -> list[str]:
        asked.append((since, until))
        return ["11 of 12 questions answered."]

    holds_february(office)
    since = office.now
    office.at("5 Mar 16:00")
    meetings.post(office.session, THURSDAY, by=MAYA, moment=moment(office, Elsewhere(learned=(tell,), figures=(tell,))))

    assert asked == [(since, office.now)] * 2
    assert posted(office).learned == posted(office).figures == ("11 of 12 questions answered.",)


def test_everything_that_anyone_may_do_to_a_line_is_told_once(office: Office) -> None:
    office.at("20 Jan 10:00")
    moved = office.promises("Moved", for_="27 Mar")
    handed = office.promises("Handed", for_="30 Jun", rhythm_days=91)
    holds_february(office)
    office.at("10 Feb 10:00")
    office.moves(moved, "10 Apr")
    office.offers(handed, JONAS)
    hand_overs.take(office.session, handed.id, by=JONAS, settings=office.settings, now=office.now)
    office.at("4 Mar 10:00")
    office.says(moved, State.ON_TRACK, by=PRIYA)
    fresh = office.promises("Fresh", for_="10 Apr", by=ANA)
    is_held(office, "5 Mar")

    changes = {line.what: line.change for line in posted(office).lines}
    assert changes == {"Moved": Change.MOVED, "Handed": Change.HANDED_OVER, "Fresh": Change.NEW}
    assert replace(posted(office).lines[0]).id in (moved.id, handed.id, fresh.id)
    assert Person(ANA).id == fresh.owner
