"""Sections, written by several people, with what the blame check says to each."""

import pytest

from bot import prompts
from bot.access import Person
from bot.errors import FieldErrors, NotAllowed
from bot.reports import findings, log, reading, writing
from bot.reports.models import Report
from bot.reports.sight import NotThere
from bot.reports.states import Audience, State, What
from bot.reports.templates import forms
from bot.reports.writing import Closed, Newer, Saved, Wrote
from tests.commitments.office import JONAS, PRIYA
from tests.factories import ANA, MAYA, TOM
from tests.reports.desk import Desk

FORMS = forms(prompts.load().of("reports"))
BLAMING = "The on-call engineer failed to notice the alert. Traffic was low."


def writes(desk: Desk, report: Report, text: str, base: int = 0, by: str = PRIYA, key: str = "hard") -> Saved | Newer:
    wrote = Wrote(key, text, base)
    return writing.write(desk.session, report.id, wrote, by=Person(by), settings=desk.settings, now=desk.now)


def newest(desk: Desk, report: Report, key: str = "hard") -> str:
    return reading.whole(desk.session, report, FORMS).section(key).text


def test_every_save_is_a_version_of_its_own(desk: Desk) -> None:
    report = desk.starts()
    assert writes(desk, report, "The dashboard was slow.") == Saved(1)
    assert writes(desk, report, "The dashboard was slow, too.", base=1, by=JONAS) == Saved(2)
    assert newest(desk, report) == "The dashboard was slow, too."
    assert [event.what for event in log.read(desk.session, report.id)] == [What.STARTED, What.WROTE, What.WROTE]


def test_the_same_words_make_no_version(desk: Desk) -> None:
    report = desk.starts()
    writes(desk, report, "The dashboard was slow.")
    assert writes(desk, report, "The dashboard was slow.\n", base=1) == Saved(1)
    assert writes(desk, report, "The dashboard was slow.", base=0, by=JONAS) == Saved(1)


def test_of_two_who_write_at_once_neither_loses_a_word(desk: Desk) -> None:
    report = desk.starts()
    writes(desk, report, "Priya's words.")
    answer = writes(desk, report, "Jonas's words.", by=JONAS)
    assert isinstance(answer, Newer)
    assert (answer.section.text, answer.section.by, answer.section.number) == ("Priya's words.", PRIYA, 1)
    assert newest(desk, report) == "Priya's words."
    assert writing.draft(desk.session, report.id, "hard", JONAS) == "Jonas's words."
    assert writes(desk, report, "Priya's words.\nJonas's words.", base=1, by=JONAS) == Saved(2)
    assert writing.draft(desk.session, report.id, "hard", JONAS) is None


def test_other_sections_do_not_get_in_the_way(desk: Desk) -> None:
    report = desk.starts()
    writes(desk, report, "One.")
    assert writes(desk, report, "Two.", key="lucky", by=JONAS) == Saved(1)


def test_a_section_that_no_form_could_hold_is_refused_with_its_length(desk: Desk) -> None:
    report = desk.starts()
    with pytest.raises(FieldErrors, match="at most 30,000 characters; this has 30,001"):
        writes(desk, report, "x" * 30_001)


def test_only_whoever_works_on_it_writes_and_nobody_in_what_was_given_up(desk: Desk) -> None:
    report = desk.starts()
    for person in (ANA, TOM, MAYA):
        with pytest.raises(NotThere):
            writes(desk, report, "…", by=person)
    report.state = State.PUBLISHED
    for person in (ANA, TOM, MAYA):
        with pytest.raises(NotAllowed):
            writes(desk, report, "…", by=person)
    report.state = State.DROPPED
    with pytest.raises(Closed):
        writes(desk, report, "…")


def test_a_report_about_what_the_cto_did_is_like_any_other(desk: Desk) -> None:
    report = desk.starts(title="The CTO switched the wrong region off", audience=Audience.NAMED, named=(ANA,))
    with pytest.raises(Exception, match="no such report, or it is not shared"):
        writes(desk, report, "Nothing happened.", by=MAYA)
    assert newest(desk, report) == ""


def test_what_no_template_asks_for_is_still_part_of_the_report(desk: Desk) -> None:
    report = desk.starts(template="short")
    writes(desk, report, "The alert was muted.", key="factors")
    keys = [one.key for one in reading.whole(desk.session, report, FORMS).sections]
    assert keys == ["summary", "timeline", "went_well", "learned", "actions", "factors"]


def test_what_was_written_can_be_searched_for(desk: Desk) -> None:
    report = desk.starts()
    writes(desk, report, "The Kafka broker was full.")
    assert "kafka broker" in report.searchable
    assert "checkout slow" in report.searchable


# --- what the blame check says


def looks(desk: Desk, report: Report, text: str = BLAMING, place: str = "hard") -> list[findings.Finding]:
    return findings.look(desk.session, report, place, text, findings.checker(desk.session, prompts.load()))


def test_a_phrase_that_judges_is_found_with_its_reason_and_another_way_to_say_it(desk: Desk) -> None:
    report = desk.starts()
    (found,) = looks(desk, report)
    assert "engineer failed to" in found.text
    assert found.reason
    assert found.rewrite
    assert [row.phrase for row in findings.standing(desk.session, report)] == [found.text]


def test_a_kept_phrase_is_left_alone_there_and_nowhere_else(desk: Desk) -> None:
    report = desk.starts()
    found = looks(desk, report)
    findings.keep(desk.session, report, "hard", found, "It is what the customer wrote.", by=PRIYA, now=desk.now)
    assert looks(desk, report, f"At night. {BLAMING}") == []
    assert looks(desk, report, place="lucky") == found
    kept = log.read(desk.session, report.id)[-1]
    assert (kept.what, kept.section, kept.by) == (What.KEPT, "hard", PRIYA)
    assert kept.says.endswith("It is what the customer wrote.")


def test_a_phrase_without_a_reason_is_not_kept(desk: Desk) -> None:
    report = desk.starts()
    findings.keep(desk.session, report, "hard", looks(desk, report), "  ", by=PRIYA, now=desk.now)
    assert len(findings.standing(desk.session, report)) == 1


def test_a_phrase_that_was_reworded_no_longer_stands(desk: Desk) -> None:
    report = desk.starts()
    looks(desk, report)
    assert looks(desk, report, "The alert went to a channel that is muted at night.") == []
    assert findings.standing(desk.session, report) == []


def test_publishing_hears_only_of_what_asks_for_a_reason(desk: Desk) -> None:
    report = desk.starts()
    looks(desk, report, "He was careless and lazy. It was human error.")
    looks(desk, report, "I should have known.", place="lucky")
    confirms = findings.open_confirms(desk.session, report)
    assert {one.severity for one in confirms} == {"confirm"}
    assert len(confirms) < len(findings.standing(desk.session, report))
    for place in ("hard", "lucky"):
        again = looks(desk, report, "He was careless and lazy. It was human error.", place)
        findings.keep(desk.session, report, place, again, "A quote.", by=PRIYA, now=desk.now)
    assert findings.open_confirms(desk.session, report) == []


def test_names_of_the_organisation_are_known_to_it(desk: Desk) -> None:
    (found,) = looks(desk, desk.starts(), "Priya forgot to renew the certificate.")
    assert "forgot" in found.text


def test_the_forms_own_words_are_nobodys(desk: Desk) -> None:
    report = desk.starts()
    for ask in FORMS.asks.values():
        assert looks(desk, report, f"{ask.title}\n{ask.question}") == []
