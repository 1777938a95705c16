"""A second look at what was saved: a sentence is said another way, or stays for a reason."""

from sqlalchemy.orm import Session

from bot.reports import findings, found_sentences
from bot.reports.found_sentences import Sentence
from bot.reports.models import Report
from bot.reports.section_forms import SecondLook
from bot.slack.doors import Call


def kept(session: Session, call: Call, report: Report, look: SecondLook, text: str) -> list[Sentence]:
    """The sentences as they were shown; those with a reason are left alone from now on. Raises FieldErrors."""
    checker = findings.checker(session, call.prompts)
    unkept = findings.look(session, report, look.place, text, checker)
    reasons(session, call, report, look)
    wanted = {mark for marks in look.marks for mark in marks}
    found = [one for one in checker.check(text) if one.short_mark in wanted] if wanted else unkept
    return found_sentences.with_findings(text, found)[: len(look.instead)]


def reasons(session: Session, call: Call, report: Report, look: SecondLook) -> None:
    """Also where somebody changed the text meanwhile: they hold for the phrase, wherever it comes back there."""
    for marks, because in zip(look.marks, look.kept, strict=False):
        findings.keep_marked(session, report, look.place, marks, because, by=call.person.id, now=call.now)


def replaced(text: str, shown: list[Sentence], look: SecondLook) -> str:
    """The text with what was said instead."""
    said = zip(shown, look.instead, strict=False)
    instead = [sentence.text if new is None else new.strip() for sentence, new in said]
    return found_sentences.replaced(text, shown, instead)
