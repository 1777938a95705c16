"""The CTO's words beside the lines of an all-hands: an opening, and a sentence to any of them."""

from datetime import date

from sqlalchemy.orm import Session

from bot.commitments import digest_views, gathering, refusals
from bot.commitments.digest import Digest
from bot.commitments.digest_views import Edit
from bot.commitments.meetings import show_draft, still_open
from bot.elsewhere import Moment
from bot.errors import BotError, FieldErrors
from bot.slack import people
from bot.slack.text import length


class ChangedSince(BotError):
    """`revision` is the one to save over."""

    def __init__(self, by: str, revision: int) -> None:
        super().__init__(refusals.other_words_saved(by))
        self.revision = revision


def edited(session: Session, day: date, moment: Moment) -> tuple[Digest, int]:
    """The digest as the form shows it, and its revision. Raises AlreadyPosted, Cancelled, NotPlanned."""
    meeting = still_open(session, day, moment)
    return gathering.digest(session, meeting, moment).digest, meeting.revision


def save(session: Session, edit: Edit, *, by: str, moment: Moment) -> None:
    """An opening, and sentences beside lines; nothing else of a digest can be changed.

    Raises FieldErrors, AlreadyPosted, Cancelled, NotPlanned, ChangedSince.
    """
    meeting = still_open(session, edit.day, moment)
    _refuse_too_long(edit)
    if meeting.revision != edit.revision and meeting.saved_by and meeting.saved_by != by:
        raise ChangedSince(people.name(session, meeting.saved_by), meeting.revision)
    said = {**meeting.sentences, **edit.sentences}
    meeting.sentences = {number: sentence for number, sentence in said.items() if sentence.strip()}
    meeting.opening = meeting.opening if edit.opening is None else edit.opening
    meeting.revision, meeting.saved_by = meeting.revision + 1, by
    show_draft(session, meeting, moment, by=by)


def _refuse_too_long(edit: Edit) -> None:
    longest = digest_views.LONGEST_SENTENCE
    long = (number for number, said in edit.sentences.items() if length(said) > longest)
    if found := {f"line-{number}": refusals.line_too_long(longest) for number in long}:
        raise FieldErrors(found)
