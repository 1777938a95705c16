"""The doors of the week's post."""

from collections.abc import Callable

from sqlalchemy.orm import Session

from bot.access import ANYONE, BE_AWAY, OWN_RECORD, WRITE_FOCUS, require
from bot.elsewhere import Elsewhere, Moment
from bot.focus import (
    absence,
    afterwards,
    drafts,
    form,
    hearing,
    history,
    history_views,
    home,
    letters,
    publishing,
    record,
    record_text,
    service,
    writing,
)
from bot.focus.content import Fate
from bot.focus.refusals import ChangedMeanwhile
from bot.focus.rules import Ask, Week, read_request
from bot.slack.doors import Answer, Call, Done, Door, Handler, Open, Redraw, Route, Say
from bot.slack.messages import Message
from bot.slack.text import escape

Act = Callable[[Session, Call, Moment], Answer]


def focus_command(session: Session, call: Call, moment: Moment) -> Answer:
    """The form for those who may write, the current post for everybody else; and the past for all."""
    match read_request(call.text):
        case Ask.WEEK, week:
            return Say(_of_week(session, week, moment))
        case Ask.HISTORY, _:
            return Say(history.listed(session))
        case Ask.SEARCH, words:
            return Say(history.search(session, words))
        case Ask.RECORD, _:
            require(call.person, OWN_RECORD, call.settings.people)
            return Say(record_text.message(record.record(session, call.person.id)))
        case Ask.AWAY, _:
            require(call.person, BE_AWAY, call.settings.people)
            return away(session, call, moment)
    return _write_or_read(session, call, moment)


def _of_week(session: Session, week: str, moment: Moment) -> Message:
    try:
        return history.of_week(session, Week.read(week), moment)
    except ValueError:
        return history_views.no_such_week(escape(week))


def _write_or_read(session: Session, call: Call, moment: Moment) -> Answer:
    week = writing.week_to_write(session, moment)
    if not writing.may_write(session, week, call.person.id, call.settings):
        return Say(publishing.current(session, moment))
    return _open_form(session, week, call, moment)


def open_form(session: Session, call: Call, moment: Moment) -> Answer:
    return _open_form(session, Week.read(call.value), call, moment)


def _open_form(session: Session, week: Week, call: Call, moment: Moment) -> Answer:
    return Open(form.modal(writing.form(session, week, by=call.person.id, moment=moment), moment.words))


# Afterwards


def read(session: Session, call: Call, moment: Moment) -> Answer:
    """Raises NotAllowed."""
    week, _ = letters.read_value(call.value)
    writing.require_writer(session, week, call.person.id, moment)
    post = drafts.find(session, week)
    shown = drafts.shown(session, post, moment).as_one.blocks if post else ()
    return Open(history_views.reading(shown))


def edit(session: Session, call: Call, moment: Moment) -> Answer:
    week, _ = letters.read_value(call.value)
    return Open(form.modal(afterwards.form(session, week, by=call.person.id, moment=moment), moment.words))


def open_follow_up(session: Session, call: Call, moment: Moment) -> Answer:
    week, _ = letters.read_value(call.value)
    afterwards.held(session, week, by=call.person.id, moment=moment)
    return Open(form.follow_up_modal(week, moment.words))


def follow_up(session: Session, call: Call, moment: Moment) -> Answer:
    week, words = form.read_follow_up(call.view)
    afterwards.follow_up(session, week, words, str(call.view["id"]), by=call.person.id, moment=moment)
    return Done()


def post_again(session: Session, call: Call, moment: Moment) -> Answer:
    week, _ = letters.read_value(call.value)
    afterwards.post_again(session, week, by=call.person.id, moment=moment)
    return Done()


def let_go(session: Session, call: Call, moment: Moment) -> Answer:
    week, _ = letters.read_value(call.value)
    afterwards.let_go(session, week, by=call.person.id, moment=moment)
    return Done()


# Away


def away(session: Session, call: Call, moment: Moment) -> Answer:
    return Open(absence.modal(moment))


def be_away(session: Session, call: Call, moment: Moment) -> Answer:
    first, last = absence.read(call.view)
    return Say(absence.add(session, first, last, by=call.person.id, moment=moment))


def be_back(session: Session, call: Call, moment: Moment) -> Answer:
    return Redraw(absence.modal(absence.remove(session, call.value, by=call.person.id, moment=moment)))


# In the form


def add_item(session: Session, call: Call, moment: Moment) -> Answer:
    return Redraw(form.modal(form.read(call.view).with_another_item(), moment.words))


def move_up(session: Session, call: Call, moment: Moment) -> Answer:
    return Redraw(form.modal(form.read(call.view).moved_up(int(call.value)), moment.words))


def remove(session: Session, call: Call, moment: Moment) -> Answer:
    return Redraw(form.modal(form.read(call.view).without(int(call.value)), moment.words))


def save(session: Session, call: Call, moment: Moment) -> Answer:
    sitting = form.read(call.view)
    keep = afterwards.change if sitting.posted else writing.save
    try:
        keep(session, sitting, by=call.person.id, moment=moment)
    except ChangedMeanwhile as changed:
        return _beside_theirs(changed, moment)
    return Done()


def put_aside(session: Session, call: Call, moment: Moment) -> Answer:
    sitting = form.read(call.view)
    try:
        kept = writing.put_aside(session, sitting, by=call.person.id, moment=moment)
    except ChangedMeanwhile as changed:
        return _beside_theirs(changed, moment)
    return Redraw(form.modal(kept, moment.words, note=moment.words["put_aside"]))


def _beside_theirs(changed: ChangedMeanwhile, moment: Moment) -> Answer:
    return Redraw(form.modal(changed.sitting, moment.words, note=str(changed)))


# Last week's items


def close(fate: Fate | None) -> Act:
    def closing(session: Session, call: Call, moment: Moment) -> Answer:
        week, number = letters.read_value(call.value)
        writing.close(session, week, number, fate, by=call.person.id, moment=moment)
        return Done()

    return closing


def carry_over(session: Session, call: Call, moment: Moment) -> Answer:
    week, number = letters.read_value(call.value)
    writing.carry_over(session, week, number, by=call.person.id, moment=moment)
    return Done()


def ask_why_dropped(session: Session, call: Call, moment: Moment) -> Answer:
    week, number = letters.read_value(call.value)
    what = writing.name_of(session, week, number, by=call.person.id, moment=moment)
    return Open(form.drop_modal(week, number, what, moment.words))


def drop(session: Session, call: Call, moment: Moment) -> Answer:
    week, number, words = form.read_drop(call.view)
    writing.close(session, week, number, Fate.DROPPED, words, by=call.person.id, moment=moment)
    return Done()


# Deciding


def approve(session: Session, call: Call, moment: Moment) -> Answer:
    week, revision = letters.read_value(call.value)
    service.approve(session, week, revision, by=call.person.id, moment=moment)
    return Done()


def skip(session: Session, call: Call, moment: Moment) -> Answer:
    week, _ = letters.read_value(call.value)
    service.skip(session, week, by=call.person.id, moment=moment)
    return Done()


def reopen(session: Session, call: Call, moment: Moment) -> Answer:
    week, _ = letters.read_value(call.value)
    service.reopen(session, week, by=call.person.id, moment=moment)
    return Done()


#: What only the CTO's office does.
BUTTONS: dict[str, Act] = {
    letters.WRITE: open_form,
    form.ADD_ITEM: add_item,
    form.MOVE_UP: move_up,
    form.REMOVE: remove,
    form.PUT_ASIDE: put_aside,
    letters.DONE: close(Fate.DONE),
    letters.MOVED: close(Fate.MOVED),
    letters.DROP: ask_why_dropped,
    letters.CARRY: carry_over,
    letters.UNDO: close(None),
    letters.APPROVE: approve,
    letters.SKIP: skip,
    letters.REOPEN: reopen,
    letters.EDIT: edit,
    letters.FOLLOW_UP: open_follow_up,
    letters.POST_AGAIN: post_again,
    letters.LET_GO: let_go,
    home.READ: read,
}


def routes(elsewhere: Elsewhere) -> tuple[Route, ...]:
    """`elsewhere`: what other practices know."""

    def at(act: Act) -> Handler:
        return lambda session, call: act(session, call, _moment(call, elsewhere))

    return (
        Route(Door.COMMAND, "/focus", at(focus_command), ANYONE),
        *(Route(Door.ACTION, action, at(act), WRITE_FOCUS) for action, act in BUTTONS.items()),
        Route(Door.VIEW, form.FORM, at(save), WRITE_FOCUS),
        Route(Door.VIEW, form.DROP_FORM, at(drop), WRITE_FOCUS),
        Route(Door.VIEW, form.FOLLOW_UP_FORM, at(follow_up), WRITE_FOCUS),
        Route(Door.ACTION, letters.PUT_QUESTION, at(hearing.put_question), ANYONE),
        Route(Door.EVENT, "message", at(hearing.message), ANYONE),
        Route(Door.EVENT, "reaction_added", at(hearing.reaction), ANYONE),
        Route(Door.EVENT, "reaction_removed", at(hearing.reaction), ANYONE),
        Route(Door.ACTION, absence.BACK, at(be_back), BE_AWAY),
        Route(Door.VIEW, absence.FORM, at(be_away), BE_AWAY),
    )


def _moment(call: Call, elsewhere: Elsewhere) -> Moment:
    return Moment(call.settings, call.prompts.of("focus"), call.now, elsewhere)
