"""The doors of the week's post."""

from collections.abc import Callable

from sqlalchemy.orm import Session

from bot.access import ANYONE, WRITE_FOCUS, may
from bot.focus import form, letters, publishing, service, writing
from bot.focus.content import Fate
from bot.focus.facts import Elsewhere, Moment
from bot.focus.refusals import ChangedMeanwhile
from bot.focus.rules import Week
from bot.slack.doors import Answer, Call, Done, Door, Handler, Open, Redraw, Route, Say

Act = Callable[[Session, Call, Moment], Answer]


def focus_command(session: Session, call: Call, moment: Moment) -> Answer:
    """The form for those who may write, the current post for everybody else."""
    if not may(call.person, WRITE_FOCUS, call.settings.people):
        return Say(publishing.current(session, moment))
    return _open_form(session, writing.week_to_write(session, moment), moment)


def open_form(session: Session, call: Call, moment: Moment) -> Answer:
    return _open_form(session, Week.read(call.value), moment)


def _open_form(session: Session, week: Week, moment: Moment) -> Answer:
    return Open(form.modal(writing.form(session, week, moment), moment.words))


# In the form


def add_item(session: Session, call: Call, moment: Moment) -> Answer:
    return Redraw(form.modal(form.read(call.view).with_another_item(), moment.words))


def move_up(session: Session, call: Call, moment: Moment) -> Answer:
    return Redraw(form.modal(form.read(call.view).moved_up(int(call.value)), moment.words))


def remove(session: Session, call: Call, moment: Moment) -> Answer:
    return Redraw(form.modal(form.read(call.view).without(int(call.value)), moment.words))


def save(session: Session, call: Call, moment: Moment) -> Answer:
    try:
        writing.save(session, form.read(call.view), by=call.person.id, moment=moment)
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
    return Open(form.drop_modal(week, number, writing.name_of(session, week, number, moment), moment.words))


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
    )


def _moment(call: Call, elsewhere: Elsewhere) -> Moment:
    return Moment(call.settings, call.prompts.of("focus"), call.now, elsewhere)
