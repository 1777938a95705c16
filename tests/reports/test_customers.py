"""The version for customers: its own words, its own approval, and nothing of the house in it."""

import pytest

from bot.errors import FieldErrors, NotAllowed
from bot.reports import customers, log
from bot.reports.customers import NoVersion, Wrote
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


def test_written_approved_by_another_and_exported(room: Room) -> None:
    report = room.written()
    writes(room, report)
    with pytest.raises(NotNow, match="approved first"):
        customers.export(room.session, report.id, by=room.person(PRIYA), moment=room.moment)
    with pytest.raises(NotAllowed):
        approves(room, report, by=PRIYA)
    approves(room, report)
    text, found = customers.export(room.session, report.id, by=room.person(PRIYA), moment=room.moment)
    assert found == []
    assert text.startswith("## What happened\n\nCheckout was slow for 47 minutes.\n\n## Who was affected")


def test_what_is_of_the_house_is_listed_and_not_exported_silently(room: Room) -> None:
    report = room.written()
    writes(room, report, Wrote("Tom restarted it: https://wiki.example/x", "", ""))
    approves(room, report)
    text, found = customers.export(room.session, report.id, by=room.person(PRIYA), moment=room.moment)
    assert text == ""
    assert [each.text for each in found] == ["Tom", "https://wiki.example/x"]
    text, _ = customers.export(room.session, report.id, by=room.person(PRIYA), moment=room.moment, stays=True)
    assert "Tom restarted it" in text
    assert log.read(room.session, report.id)[-1].says == "exported with Tom, https://wiki.example/x"


def test_another_text_takes_the_approval_back(room: Room) -> None:
    report = room.written()
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
