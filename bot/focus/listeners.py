"""The doors of the week's post."""

from sqlalchemy.orm import Session

from bot.access import ANYONE, WRITE_FOCUS, may
from bot.focus import service, views
from bot.focus.rules import Week
from bot.slack.doors import Answer, Call, Done, Door, Open, Redraw, Route, Say


def focus_command(session: Session, call: Call) -> Answer:
    """The form for those who may write, the current post for everybody else."""
    if not may(call.person, WRITE_FOCUS, call.settings.people):
        return Say(service.current(session, call.settings, call.now))
    return _open_form(session, call, service.week_to_write(session, call.settings, call.now))


def open_form(session: Session, call: Call) -> Answer:
    return _open_form(session, call, Week.read(call.value))


def _open_form(session: Session, call: Call, week: Week) -> Answer:
    return Open(views.form(service.form(session, week, settings=call.settings, now=call.now), call.prompts.of("focus")))


def add_item(session: Session, call: Call) -> Answer:
    sitting = views.read_form(call.view).with_another_item()
    return Redraw(views.form(sitting, call.prompts.of("focus")))


def save(session: Session, call: Call) -> Answer:
    sitting = views.read_form(call.view)
    try:
        service.save(session, sitting, by=call.person.id, settings=call.settings, now=call.now)
    except service.ChangedMeanwhile as changed:
        return Redraw(views.form(changed.sitting, call.prompts.of("focus"), note=str(changed)))
    return Done()


def approve(session: Session, call: Call) -> Answer:
    week, revision = views.read_value(call.value)
    service.approve(session, week, revision, by=call.person.id, settings=call.settings, now=call.now)
    return Done()


def skip(session: Session, call: Call) -> Answer:
    week, _ = views.read_value(call.value)
    service.skip(session, week, by=call.person.id, settings=call.settings, now=call.now)
    return Done()


def reopen(session: Session, call: Call) -> Answer:
    week, _ = views.read_value(call.value)
    service.reopen(session, week, by=call.person.id, settings=call.settings, now=call.now)
    return Done()


ROUTES = (
    Route(Door.COMMAND, "/focus", focus_command, ANYONE),
    Route(Door.ACTION, views.WRITE, open_form, WRITE_FOCUS),
    Route(Door.ACTION, views.ADD_ITEM, add_item, WRITE_FOCUS),
    Route(Door.VIEW, views.FORM, save, WRITE_FOCUS),
    Route(Door.ACTION, views.APPROVE, approve, WRITE_FOCUS),
    Route(Door.ACTION, views.SKIP, skip, WRITE_FOCUS),
    Route(Door.ACTION, views.REOPEN, reopen, WRITE_FOCUS),
)
