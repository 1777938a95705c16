"""What a report still lacks, as it is written."""

from datetime import date
from typing import Any

from bot import prompts, wiring
from bot.access import Person
from bot.reports import actions, findings, standing, writing
from bot.reports.actions import Draft
from bot.reports.actions_rules import Kind
from bot.reports.facts import Moment
from bot.reports.models import Report
from bot.reports.writing import Wrote
from tests.commitments.office import PRIYA
from tests.reports.desk import Desk

PROMPTS = prompts.load()


def empty(desk: Desk, report: Report) -> list[str]:
    return list(standing.known(desk.session, report, Moment(desk.settings, PROMPTS, desk.now)).empty)


def test_what_its_template_asks_and_nobody_wrote_is_named_by_its_title(desk: Desk) -> None:
    report = desk.starts(template="short")
    assert empty(desk, report) == ["Summary", "What went well", "What we learned", "Actions"]
    wrote = Wrote("summary", "A cache was emptied.", 0)
    writing.write(desk.session, report.id, wrote, by=Person(PRIYA), settings=desk.settings, now=desk.now)
    assert empty(desk, report) == ["What went well", "What we learned", "Actions"]


def test_actions_that_are_listed_need_no_words_besides(desk: Desk) -> None:
    report = desk.starts(template="short")
    told: dict[str, Any] = {"by": PRIYA, "settings": desk.settings, "now": desk.now, "promising": wiring.PROMISING}
    actions.write(desk.session, report, Draft("Alert on the hit rate", Kind.DETECT, None, date(2026, 3, 6)), **told)
    assert "Actions" not in empty(desk, report)


def test_what_went_well_is_lacking_until_something_stands_there(desk: Desk) -> None:
    report = desk.starts(template="short")

    def said(text: str, base: int) -> bool | None:
        wrote = Wrote("went_well", text, base)
        writing.write(desk.session, report.id, wrote, by=Person(PRIYA), settings=desk.settings, now=desk.now)
        return standing.known(desk.session, report, Moment(desk.settings, PROMPTS, desk.now)).went_well

    assert standing.known(desk.session, report, Moment(desk.settings, PROMPTS, desk.now)).went_well is False
    assert said("Nothing.", 0) is False
    assert said("The alert fired within a minute.", 1) is True


def test_a_phrase_that_asks_for_a_reason_is_to_be_settled(desk: Desk) -> None:
    report = desk.starts()
    moment = Moment(desk.settings, PROMPTS, desk.now)
    findings.look(desk.session, report, "hard", "He was careless and lazy.", findings.checker(desk.session, PROMPTS))
    found = findings.open_confirms(desk.session, report)
    assert standing.known(desk.session, report, moment).to_settle == len(found) > 0
