"""Older reports that look like the one being written, sentences to look at again, and what the workbench advises."""

from datetime import date
from typing import Any

from bot import prompts
from bot.access import Person
from bot.reports import actions, bench, findings, found_sentences, reading, similar, writing
from bot.reports.actions import Draft
from bot.reports.actions_rules import Kind
from bot.reports.models import Report
from bot.reports.similar import Told
from bot.reports.states import Audience, State
from bot.reports.templates import forms
from bot.reports.writing import Wrote
from bot.wiring import PROMISING
from tests.commitments.office import PRIYA
from tests.factories import ANA
from tests.reports.desk import Desk

PROMPTS = prompts.load()
FORMS = forms(PROMPTS.of("reports"))


def told(id: int, text: str, *services: str) -> Told:
    return Told(id, services, similar.telling(text))


def test_a_service_in_common_or_many_telling_words_make_two_alike() -> None:
    this = told(1, "The Redis cache lost its keys during failover of the primary", "Checkout")
    assert similar.similar(this, [told(2, "Disk full", "checkout")]) == [2]
    assert similar.similar(this, [told(3, "Redis cache keys lost in failover to the new primary", "search")]) == [3]
    assert similar.similar(this, [told(4, "Certificates ran out", "search")]) == []


def test_common_words_make_nothing_alike() -> None:
    this = told(1, "Customers could not log in while the database was slow after the deploy")
    assert similar.similar(this, [told(2, "The database server was slow while customers could not work")]) == []


def test_the_likeliest_comes_first_and_there_are_few() -> None:
    this = told(9, "redis cache keys failover", "cart", "checkout")
    others = [told(id, "redis cache" if id == 4 else "", "cart", *(["checkout"] if id == 2 else [])) for id in range(6)]
    assert similar.similar(this, others) == [2, 4, 5]


def published(desk: Desk, **more: Any) -> Report:
    report = desk.starts(**more)
    report.state = State.PUBLISHED
    desk.session.flush()
    return report


def alike(desk: Desk, report: Report, person: str) -> list[str]:
    shown = bench.bench(desk.session, report, Person(person), desk.settings, PROMPTS, desk.now)
    return [one.title for one in shown.similar]


def test_an_old_report_that_is_not_for_this_person_is_not_offered(desk: Desk) -> None:
    published(desk, title="For everybody")
    published(desk, title="A secret", audience=Audience.NAMED, named=(PRIYA,), owner=PRIYA, by=PRIYA)
    report = desk.starts(owner=ANA)
    assert alike(desk, report, PRIYA) == ["A secret", "For everybody"]
    assert alike(desk, report, ANA) == ["For everybody"]


def test_what_is_still_to_be_done_of_an_old_report_is_offered_with_it(desk: Desk) -> None:
    old = published(desk, title="For everybody")
    told: dict[str, Any] = {"by": PRIYA, "settings": desk.settings, "now": desk.now, "promising": PROMISING}
    actions.write(desk.session, old, Draft("Alert on the hit rate", Kind.DETECT, None, date(2026, 3, 6)), **told)
    (shown,) = bench.bench(desk.session, desk.starts(), Person(PRIYA), desk.settings, PROMPTS, desk.now).similar
    assert shown.actions[0] == "Actions still open: 1"
    assert "Alert on the hit rate" in shown.actions[1]


# --- the report as a whole


def advised(desk: Desk, report: Report) -> list[str]:
    return bench.advice(desk.session, report, reading.whole(desk.session, report, FORMS), PROMPTS)


def writes(desk: Desk, report: Report, key: str, text: str) -> None:
    wrote = Wrote(key, text, 0)
    writing.write(desk.session, report.id, wrote, by=Person(PRIYA), settings=desk.settings, now=desk.now)


def test_nothing_is_advised_before_there_is_something_to_advise_on(desk: Desk) -> None:
    report = desk.starts()
    assert advised(desk, report) == []
    writes(desk, report, "summary", "It was slow.")
    writes(desk, report, "hard", "The dashboard took a minute to load.")
    assert advised(desk, report) == []


def test_an_action_that_nobody_owns_is_advised_on(desk: Desk) -> None:
    report = desk.starts()
    writes(desk, report, "summary", "It was slow.")
    writes(desk, report, "actions", "- the cache")
    assert any("owner" in one for one in advised(desk, report))


# --- sentences


def found(desk: Desk, text: str) -> list[str]:
    checker = findings.checker(desk.session, PROMPTS)
    return [one.text for one in found_sentences.with_findings(text, checker.check(text))]


def test_the_whole_sentence_is_shown_and_nothing_else(desk: Desk) -> None:
    text = "It was night. The on-call engineer failed to notice the alert. Then it rained.\n- Priya forgot the key"
    assert found(desk, text) == ["The on-call engineer failed to notice the alert.", "Priya forgot the key"]


def test_two_phrases_of_one_sentence_are_one_thing_to_say_otherwise(desk: Desk) -> None:
    assert len(found(desk, "He was careless and Priya forgot to look.")) == 1


def test_only_the_sentence_is_replaced(desk: Desk) -> None:
    text = "One.\n- Priya forgot the key.\nHe was careless. Two."
    shown = found_sentences.with_findings(text, findings.checker(desk.session, PROMPTS).check(text))
    assert found_sentences.replaced(text, shown, ["The key ran out.", ""]) == "One.\n- The key ran out.\n Two."
