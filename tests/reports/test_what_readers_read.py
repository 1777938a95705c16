"""What is saved after publishing is for whoever works on the report, until an amendment carries it to its readers."""

from dataclasses import replace
from typing import Any

from bot.access import Person as Member
from bot.reports import listing, review_views, similar, starting, taken, titles, workbench_views, writing
from bot.reports.listing import Which
from bot.reports.models import Report
from tests.commitments.office import JONAS
from tests.factories import MAYA
from tests.reports.conftest import Inside
from tests.reports.room import PROMPTS, Room
from tests.reports.windows import Person
from tests.slack_driver import SlackDriver

NEW = "The quokka cluster was full."
WORDS = ("quokka", "northwind")
NOT_YOURS = "Only the owner of this report and those who write it with them can change it."


def finds(room: Room, person: str, word: str) -> int:
    told: dict[str, Any] = {"viewer": Member(person), "settings": room.settings, "search": word}
    return listing.listing(room.session, Which.FOUND, **told).total


def rewritten(room: Room) -> Report:
    """Published, and changed since: a section, the title, the severity, a service."""
    report = room.published()
    room.later(minutes=5)
    room.writes(report, "impact", NEW)
    draft = replace(room.draft(), title="Northwind was down", severity=1, services=("checkout", "northwind-api"))
    starting.change(room.session, report, draft, by=JONAS, settings=room.settings, now=room.now)
    writing.remember_words(room.session, report)
    room.session.flush()
    return report


def test_a_search_finds_what_its_reader_may_read_and_nothing_else(room: Room) -> None:
    draft = room.written(title="Kestrel slow")
    assert (finds(room, JONAS, "kestrel"), finds(room, MAYA, "kestrel")) == (1, 0)
    assert draft.published_words == ""
    report = rewritten(room)
    for word in WORDS:
        assert (finds(room, JONAS, word), finds(room, MAYA, word)) == (1, 0), word
    assert finds(room, MAYA, "checkout slow") == 1, "as it was published"
    assert finds(room, MAYA, "3,100 customers") == 1
    room.amends(report)
    for word in WORDS:
        assert (finds(room, JONAS, word), finds(room, MAYA, word)) == (1, 1), word
    assert finds(room, MAYA, "3,100 customers") == 0, "the newest revision is searched"


def test_a_report_looks_alike_by_what_is_published_of_it(room: Room) -> None:
    rewritten(room)
    (other,) = room.session.query(Report).all()
    assert "quokka" not in similar.telling(other.published_words)


async def test_its_page_lists_and_files_tell_readers_only_what_is_published(
    slack: SlackDriver, inside: Inside[Any]
) -> None:
    inside(lambda room: rewritten(room).id)
    reader, writer = Person(slack, MAYA, {}), Person(slack, JONAS, {})
    await reader.runs("1")
    await writer.runs("1")
    assert "3,100 customers" in reader.text
    assert "severity 2" in reader.text
    assert "quokka" not in reader.text
    assert "orthwind" not in reader.text
    assert "quokka" in writer.text
    await reader.runs("list")
    assert "Checkout slow for 47 minutes" in reader.text
    assert "severity 2" in reader.text
    await reader.clicks_in_message(review_views.STEPS, "1")
    assert "severity 2" in reader.text
    assert "orthwind" not in reader.text
    await reader.clicks_in_message(workbench_views.EXPORT, "1")
    assert "quokka" not in reader.text
    assert "orthwind" not in reader.text


def test_the_file_for_a_writer_holds_what_was_saved_since(room: Room) -> None:
    report = rewritten(room)
    for person, reads in ((MAYA, False), (JONAS, True)):
        text = taken.as_read_by(room.session, report, person, PROMPTS, room.now)
        assert (NEW in text, "Northwind" in text) == (reads, reads)
    assert titles.known(room.session, report).severity == 2


async def test_the_windows_of_a_review_are_for_who_works_on_it(slack: SlackDriver, inside: Inside[Any]) -> None:
    inside(lambda room: rewritten(room).id)
    for action, value in ((review_views.LOOK, "1"), (review_views.SECTION, "1:impact")):
        await slack.clicks(action, value, by=MAYA, view={"type": "modal"})
        assert NOT_YOURS in str(slack.wire.calls[-1])
        assert "quokka" not in str(slack.wire.calls)
