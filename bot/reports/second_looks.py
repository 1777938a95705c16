"""A second look at what was saved: a sentence is said another way, or stays for a reason."""

from sqlalchemy.orm import Session

from bot.reports import findings, found_sentences
from bot.reports.found_sentences import Sentence
from bot.reports.models import Report
from bot.reports.section_forms import SecondLook
from bot.slack.doors import Call


def kept(session: Session, call: Call, report: Report, look: SecondLook, text: str) -> list[Sentence]:
    """The sentences as they were shown; those with a reason are left alone from now on. Raises FieldErrors."""
    found = findings.look(session, report, look.place, text, findings.checker(session, call.prompts))
    shown = found_sentences.with_findings(text, found)[: len(look.instead)]
    for sentence, because in zip(shown, look.kept, strict=False):
        findings.keep(session, report, look.place, sentence.findings, because, by=call.person.id, now=call.now)
    return shown


def replaced(text: str, shown: list[Sentence], look: SecondLook) -> str:
    """The text with what was said instead."""
    said = zip(shown, look.instead, strict=False)
    instead = [sentence.text if new is None else new.strip() for sentence, new in said]
    return found_sentences.replaced(text, shown, instead)
