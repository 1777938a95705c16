"""Doors of the all-hands: the CTO's words, and whether and when the digest goes out."""

from collections.abc import Callable
from datetime import date

from sqlalchemy.orm import Session

from bot.access import ANYONE, RUN_ALL_HANDS, may
from bot.commitments import (
    arrival,
    digest_post,
    digest_views,
    history_views,
    looking,
    meeting_days,
    meeting_words,
    meetings,
    reading_doors,
    reading_views,
    rhythms,
)
from bot.commitments.forms import as_day, read
from bot.commitments.meeting_models import Held
from bot.elsewhere import Elsewhere, Moment
from bot.slack.doors import Answer, Call, Done, Door, Handler, Open, Redraw, Route, Say
from bot.slack.messages import Message

Act = Callable[[Session, Call, Moment], Answer]


def _day(call: Call) -> date:
    return date.fromisoformat(digest_views.read_value(call.value)[0])


def promises(session: Session, call: Call, moment: Moment) -> Answer:
    """`/promises all-hands`: the draft for the CTO's office, the newest digest for everybody else."""
    if call.text.casefold() not in ("all-hands", "all hands"):
        return looking.lists(session, call)
    office = may(call.person, RUN_ALL_HANDS, call.settings.people)
    return _draft(session, call, moment) if office else Say(_newest(session, moment))


def _newest(session: Session, moment: Moment) -> Message:
    posted = meetings.newest(session)
    if posted is None:
        return digest_views.none_yet()
    digest = meetings.frozen_digest(posted)
    if arrival.refusal(session):
        return digest_views.not_there(digest, rhythms.channel(moment.settings))
    return digest_post.post(digest)


def _draft(session: Session, call: Call, moment: Moment) -> Answer:
    """Also what to do about the digest before, where Slack did not take it."""
    day, refusal = meetings.next_day(call.settings, call.now), arrival.refusal(session)
    if refusal and meetings.find(session, day, call.now).standing == Held.POSTED:
        return Say(digest_views.settled(refusal))
    meetings.show_draft(session, meetings.begin(session, day, call.now), moment, by=call.person.id)
    return Say(digest_views.draft_is_sent(day, refusal))


def edit(session: Session, call: Call, moment: Moment) -> Answer:
    digest, revision = meeting_words.edited(session, _day(call), moment)
    return Open(digest_views.edit_form(digest, revision, moment.words))


def save(session: Session, call: Call, moment: Moment) -> Answer:
    return _saved(session, call, moment) or Done()


def turn(session: Session, call: Call, moment: Moment) -> Answer:
    """Saves the page that is left, so that nothing typed is lost."""
    if crossed := _saved(session, call, moment):
        return crossed
    digest, revision = meeting_words.edited(session, digest_views.read_edit(call.view).day, moment)
    return Redraw(digest_views.edit_form(digest, revision, moment.words, skip=int(call.value)))


def _saved(session: Session, call: Call, moment: Moment) -> Answer | None:
    typed = digest_views.read_edit(call.view)
    try:
        meeting_words.save(session, typed, by=call.person.id, moment=moment)
    except meeting_words.ChangedSince as changed:
        digest, _ = meeting_words.edited(session, typed.day, moment)
        return Redraw(digest_views.typed_form(digest, typed, changed.revision, moment.words, note=str(changed)))
    return None


def post(session: Session, call: Call, moment: Moment) -> Answer:
    meetings.post(session, _day(call), by=call.person.id, moment=moment)
    return Done()


def cancel(session: Session, call: Call, moment: Moment) -> Answer:
    meeting_days.cancel(session, _day(call), by=call.person.id, moment=moment)
    return Done()


def open_move(session: Session, call: Call, moment: Moment) -> Answer:
    digest, _ = meeting_words.edited(session, _day(call), moment)
    return Open(digest_views.move_form(digest, moment.words))


def move(session: Session, call: Call, moment: Moment) -> Answer:
    day, to = digest_views.read_move(call.view), as_day(read(call.view).get("day"))
    meeting_days.move(session, day, to, by=call.person.id, moment=moment)
    return Done()


def routes(elsewhere: Elsewhere) -> tuple[Route, ...]:
    def at(act: Act) -> Handler:
        return lambda session, call: act(session, call, moment_of(call, elsewhere))

    return (
        Route(Door.COMMAND, "/promises", at(promises), ANYONE),
        Route(Door.ACTION, digest_views.EDIT, at(edit), RUN_ALL_HANDS),
        Route(Door.VIEW, digest_views.EDIT_FORM, at(save), RUN_ALL_HANDS),
        Route(Door.ACTION, digest_views.TURN, at(turn), RUN_ALL_HANDS),
        Route(Door.ACTION, digest_views.POST, at(post), RUN_ALL_HANDS),
        Route(Door.ACTION, digest_views.CANCEL, at(cancel), RUN_ALL_HANDS),
        Route(Door.ACTION, digest_views.MOVE, at(open_move), RUN_ALL_HANDS),
        Route(Door.VIEW, digest_views.MOVE_FORM, at(move), RUN_ALL_HANDS),
        Route(Door.ACTION, digest_post.PRESENT, at(reading_doors.present), ANYONE),
        *(Route(Door.ACTION, slide_id, at(reading_doors.turn), ANYONE) for slide_id in reading_views.slide_ids()),
        Route(Door.ACTION, digest_post.ASK, at(reading_doors.ask), ANYONE),
        Route(Door.VIEW, reading_views.PICK_FORM, at(reading_doors.picked), ANYONE),
        Route(Door.ACTION, history_views.ASK_ABOUT, at(reading_doors.ask_about), ANYONE),
    )


def moment_of(call: Call, elsewhere: Elsewhere) -> Moment:
    return Moment(call.settings, call.prompts.of("commitments"), call.now, elsewhere)
