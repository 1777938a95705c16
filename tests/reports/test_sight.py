"""Who may see a report: one question, asked of one report and of a list, with one answer."""

from dataclasses import replace

import pytest
import sqlalchemy as sa

from bot.access import Person
from bot.errors import NotAllowed
from bot.reports import log, sight
from bot.reports.models import Report
from bot.reports.sight import NotThere
from bot.reports.states import Audience
from bot.slack import members
from tests.commitments.office import GIL, JONAS, PRIYA
from tests.factories import ANA, MAYA, TOM
from tests.reports.desk import ENGINEERING, Desk

GUEST = Person(GIL, guest=True)
AUDIENCES = {
    Audience.EVERYONE: {PRIYA, JONAS, MAYA, ANA, TOM},
    Audience.ENGINEERING: {PRIYA, JONAS, MAYA, TOM},
    Audience.NAMED: {PRIYA, JONAS, ANA},
}


@pytest.mark.parametrize("audience", Audience)
def test_a_report_is_seen_by_its_audience_and_by_whoever_works_on_it(desk: Desk, audience: Audience) -> None:
    members.remember(desk.session, ENGINEERING, [TOM], desk.now)
    report = desk.out(audience=audience, named=(ANA,) if audience is Audience.NAMED else ())
    seeing = {
        id for id in (PRIYA, JONAS, MAYA, ANA, TOM) if sight.may_see(desk.session, report, Person(id), desk.settings)
    }
    assert seeing == AUDIENCES[audience]
    listed = {id for id in (PRIYA, JONAS, MAYA, ANA, TOM) if _lists(desk, Person(id))}
    assert listed == seeing


def _lists(desk: Desk, person: Person) -> list[Report]:
    return list(desk.session.scalars(sa.select(Report).where(sight.visible(desk.session, person, desk.settings))))


def test_a_guest_sees_only_what_they_work_on(desk: Desk) -> None:
    report = desk.out()
    assert not sight.may_see(desk.session, report, GUEST, desk.settings)
    assert not _lists(desk, GUEST)
    log.let_in(desk.session, report, GIL, desk.now)
    assert sight.may_see(desk.session, report, GUEST, desk.settings)
    assert _lists(desk, GUEST) == [report]


def test_who_left_engineering_no_longer_sees_its_reports(desk: Desk) -> None:
    members.remember(desk.session, ENGINEERING, [TOM, ANA], desk.now)
    report = desk.out(audience=Audience.ENGINEERING)
    members.remember(desk.session, ENGINEERING, [ANA], desk.now)
    assert not sight.may_see(desk.session, report, Person(TOM), desk.settings)
    assert sight.may_see(desk.session, report, Person(ANA), desk.settings)


def test_without_an_engineering_channel_its_reports_are_for_who_works_on_them_and_the_cto(desk: Desk) -> None:
    report = desk.out(audience=Audience.ENGINEERING)
    unset = desk.settings.model_copy(
        update={"reports": desk.settings.reports.model_copy(update={"engineering_channel": None})}
    )
    desk = replace(desk, settings=unset)
    assert not sight.may_see(desk.session, report, Person(TOM), desk.settings)
    assert not _lists(desk, Person(TOM))


def test_a_report_that_is_not_for_you_is_refused_in_the_words_of_one_that_does_not_exist(desk: Desk) -> None:
    report = desk.starts(audience=Audience.NAMED, named=(ANA,))
    with pytest.raises(NotThere) as hidden:
        sight.seen(desk.session, report.id, Person(TOM), desk.settings)
    with pytest.raises(NotThere) as missing:
        sight.seen(desk.session, report.id + 1, Person(TOM), desk.settings)
    assert str(hidden.value) == str(missing.value)
    assert report.title not in str(hidden.value)


def test_who_only_reads_a_report_cannot_change_it(desk: Desk) -> None:
    report = desk.out()
    with pytest.raises(NotAllowed, match="owner of this report"):
        sight.worked_on(desk.session, report.id, Person(ANA), desk.settings)
    assert sight.worked_on(desk.session, report.id, Person(PRIYA), desk.settings) is report


@pytest.mark.parametrize("audience", Audience)
def test_before_it_is_published_only_whoever_works_on_it_sees_it(desk: Desk, audience: Audience) -> None:
    members.remember(desk.session, ENGINEERING, [TOM], desk.now)
    report = desk.starts(audience=audience, named=(ANA,) if audience is Audience.NAMED else ())
    everybody = [Person(id) for id in (PRIYA, JONAS, MAYA, ANA, TOM)]
    seeing = {person.id for person in everybody if sight.may_see(desk.session, report, person, desk.settings)}
    assert seeing == {PRIYA, JONAS}
    assert {person.id for person in everybody if _lists(desk, person)} == seeing
