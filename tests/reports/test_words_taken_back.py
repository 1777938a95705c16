"""Whoever edits or deletes a message takes its words back: also those of lines that nobody sees any more."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from bot import prompts
from bot.reports import findings, since, timeline
from bot.reports.models import Report, ReportEvent, ReportFinding, ReportMoment
from bot.reports.states import State
from bot.reports.templates import TIMELINE
from bot.reports.timeline import Line
from tests.commitments.office import PRIYA
from tests.reports.desk import Desk
from tests.reports.test_timeline import deleted, edited, from_message, said, texts

PROMPTS = prompts.load()


def kept(desk: Desk, report: Report) -> str:
    """Whatever the database holds of a report's timeline, seen or not."""
    desk.session.flush()
    held = [one.text for one in desk.session.scalars(sa.select(ReportMoment))]
    held += [one.says for one in desk.session.scalars(sa.select(ReportEvent))]
    held += [f"{one.phrase} {one.kept_because}" for one in desk.session.scalars(sa.select(ReportFinding))]
    return " ".join([*held, report.searchable])


@pytest.mark.parametrize("act", ["deleted", "edited"])
def test_of_a_line_that_was_taken_out_no_old_words_are_kept_either(desk: Desk, act: str) -> None:
    report = desk.starts()
    message = said(desk, "The password is hunter2")
    moment = from_message(desk, report, message)
    assert moment
    seen = since.number(desk.session, report.id, TIMELINE)
    timeline.remove(desk.session, report, moment.id, by=PRIYA, now=desk.now)
    deleted(desk, message) if act == "deleted" else edited(desk, message, "Nothing")
    assert "hunter2" not in kept(desk, report)
    assert texts(desk, report) == []
    assert "hunter2" not in str(since.changes(desk.session, report, TIMELINE, seen))


def test_of_a_line_that_was_taken_out_of_what_is_published_the_words_go_too(desk: Desk) -> None:
    report = desk.starts()
    message = said(desk, "The password is hunter2")
    moment = from_message(desk, report, message)
    assert moment
    timeline.remove(desk.session, report, moment.id, by=PRIYA, now=desk.now)
    report.state = State.PUBLISHED
    deleted(desk, message)
    assert "hunter2" not in kept(desk, report)


def test_of_a_line_that_was_worded_by_hand_only_the_messages_own_words_go(desk: Desk) -> None:
    report = desk.starts()
    message = said(desk, "The password is hunter2")
    moment = from_message(desk, report, message)
    assert moment
    later = desk.now + timedelta(minutes=1)
    line = Line(moment.at, "A password was said.")
    timeline.change(desk.session, report, moment.id, line, by=PRIYA, now=later)
    deleted(desk, message)
    assert "hunter2" not in kept(desk, report)
    assert "A password was said." in kept(desk, report)


def test_of_what_was_found_in_a_deleted_message_no_phrase_is_kept(desk: Desk) -> None:
    report = desk.starts()
    message = said(desk, "An engineer was careless with hunter2.")
    moment = from_message(desk, report, message)
    assert moment
    place, checker = findings.moment_place(moment.id), findings.checker(desk.session, PROMPTS)
    found = findings.look(desk.session, report, place, moment.text, checker)
    assert found
    findings.keep(desk.session, report, place, found, "They said it themselves.", by=PRIYA, now=desk.now)
    deleted(desk, message)
    assert "careless" not in kept(desk, report)
    assert "They said it themselves." in kept(desk, report)
