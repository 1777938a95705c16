"""The version for customers: its own words, its own approval, and nothing of the house in it."""

import pytest

from bot.errors import FieldErrors, NotAllowed
from bot.reports import customers, log, reviewing, steps
from bot.reports.customers import Exported, NoVersion, Wrote
from bot.reports.models import Report
from bot.reports.reviewing import NotNow
from bot.reports.sight import NotThere
from tests.commitments.office import JONAS, PRIYA
from tests.factories import ANA, MAYA
from tests.reports.room import Room

PLAIN = Wrote("Checkout was slow for 47 minutes.", "About 3,100 customers.", "We test our caches every day.")


def writes(room: Room, report: Report, wrote: Wrote = PLAIN, by: str = PRIYA) -> None:
    customers.write(room.session, report.id, wrote, by=room.person(by), moment=room.moment)


def approves(room: Room, report: Report, number: int = 1, by: str = JONAS) -> None:
    customers.approve(room.session, report.id, number, by=room.person(by), moment=room.moment)


def exports(room: Room, report: Report, stays: bool = False) -> Exported:
    return customers.export(room.session, report.id, by=room.person(PRIYA), moment=room.moment, stays=stays)


def notes(room: Room, report: Report) -> list[str]:
    return list(steps.page(room.session, report, room.person(PRIYA), room.moment).notes)


def test_written_approved_by_another_and_exported(room: Room) -> None:
    report = room.published()
    writes(room, report)
    with pytest.raises(NotNow, match="approved first"):
        customers.export(room.session, report.id, by=room.person(PRIYA), moment=room.moment)
    with pytest.raises(NotAllowed):
        approves(room, report, by=PRIYA)
    approves(room, report)
    exported = exports(room, report)
    assert exported.found == ()
    assert exported.title == f"Incident on {room.now.day} {room.now:%B %Y}"
    assert exported.markdown.startswith("## What happened\n\nCheckout was slow for 47 minutes.\n\n## Who was affected")


def test_what_may_be_of_the_house_is_listed_and_not_exported_silently(room: Room) -> None:
    report = room.published()
    writes(room, report, Wrote("Tom is what the machine cache-eu-7 is called.", "", ""))
    approves(room, report)
    stopped = exports(room, report)
    assert stopped.markdown == ""
    assert [each.text for each in stopped.found] == ["Tom", "cache-eu-7"]
    assert "the machine cache-eu-7" in exports(room, report, stays=True).markdown
    assert log.read(room.session, report.id)[-1].says == "exported with Tom, cache-eu-7"


def test_what_is_certainly_of_the_house_is_not_exported_whoever_says_that_it_stays(room: Room) -> None:
    report = room.published()
    writes(room, report, Wrote("Tom Brandt wrote https://wiki.example/x in #incidents.", "", ""))
    approves(room, report)
    stopped = exports(room, report, stays=True)
    assert stopped.markdown == ""
    assert [each.text for each in stopped.found] == ["Tom Brandt", "https://wiki.example/x", "#incidents"]


def test_what_may_read_as_blame_is_told_in_the_form_and_counts_on_publishing(room: Room) -> None:
    report = room.approved()
    writes(room, report, Wrote("An engineer was careless.", "", ""))
    assert "careless" in "".join(customers.blaming(room.session, report))
    with pytest.raises(FieldErrors) as wrong:
        room.publishes(report)
    assert set(wrong.value.errors) == {"reason"}
    writes(room, report, Wrote("A change emptied a cache.", "", "", base=1))
    assert customers.blaming(room.session, report) == []
    room.publishes(report)


def test_another_text_takes_the_approval_back(room: Room) -> None:
    report = room.published()
    writes(room, report)
    approves(room, report)
    writes(room, report, Wrote("Another.", "", "", base=1))
    with pytest.raises(NotNow):
        customers.export(room.session, report.id, by=room.person(PRIYA), moment=room.moment)
    with pytest.raises(NotNow, match="changed since"):
        approves(room, report, number=1)


def test_nobody_overwrites_what_somebody_else_saved_meanwhile(room: Room) -> None:
    report = room.written()
    writes(room, report)
    with pytest.raises(FieldErrors, match="meanwhile"):
        writes(room, report, by=JONAS)


def test_it_is_for_who_works_on_the_report(room: Room) -> None:
    report = room.written()
    with pytest.raises(NotThere):
        writes(room, report, by=MAYA)
    with pytest.raises(NoVersion):
        approves(room, report)
    room.asks(report, ANA)
    writes(room, report, by=ANA)


def test_an_amendment_marks_what_was_approved_as_outdated_and_its_approver_is_asked_to_look_again(room: Room) -> None:
    report = room.published()
    writes(room, report)
    approves(room, report)
    room.writes(report, "impact", "About 4,000 customers waited.")
    room.amends(report, by=JONAS)
    with pytest.raises(NotNow, match="looks at it once more"):
        exports(room, report)
    assert any("whose version for customers you approved" in text for text in room.told(JONAS))
    assert "outdated since the report changed" in customers.outdated_text(room.session, report)
    assert customers.outdated_text(room.session, report) in notes(room, report)
    approves(room, report)
    assert customers.outdated_text(room.session, report) == ""
    assert exports(room, report).markdown


def test_another_text_after_an_amendment_is_approved_like_any_other(room: Room) -> None:
    report = room.published()
    writes(room, report)
    approves(room, report)
    room.writes(report, "impact", "About 4,000 customers waited.")
    room.amends(report)
    writes(room, report, Wrote("Checkout was slow.", "About 4,000 customers.", "", base=1))
    approves(room, report, number=2)
    assert "About 4,000" in exports(room, report).markdown


def test_an_amendment_leaves_alone_what_nobody_has_approved_yet(room: Room) -> None:
    report = room.published()
    writes(room, report)
    room.writes(report, "impact", "About 4,000 customers waited.")
    room.amends(report, by=PRIYA)
    assert not any("version for customers" in text for text in room.told(JONAS))


# Only of what is published


def test_before_it_is_published_nothing_is_exported_and_the_door_says_what_to_do(room: Room) -> None:
    report = room.written()
    writes(room, report)
    approves(room, report)
    with pytest.raises(NotNow, match="is draft"):
        exports(room, report)
    room.asks(report, ANA)
    room.approves(report)
    room.publishes(report)
    assert exports(room, report).markdown


def test_of_a_dropped_report_nothing_is_exported(room: Room) -> None:
    report = room.written()
    writes(room, report)
    approves(room, report)
    told = {"by": room.person(PRIYA), "settings": room.settings, "now": room.now}
    reviewing.drop(room.session, report.id, "It was a drill.", **told)
    with pytest.raises(NotNow, match="was dropped"):
        exports(room, report)


def test_where_its_words_changed_before_it_was_published_what_was_approved_is_outdated(room: Room) -> None:
    report = room.written()
    writes(room, report)
    approves(room, report)
    room.writes(report, "impact", "9,000 orders were lost.")
    room.asks(report, ANA)
    room.approves(report)
    room.publishes(report)
    with pytest.raises(NotNow, match="changed since this text was approved"):
        exports(room, report)
    assert any("changed after you approved its version for customers" in text for text in room.told(JONAS))
    assert customers.outdated_text(room.session, report) in notes(room, report)
    approves(room, report)
    assert exports(room, report).markdown
