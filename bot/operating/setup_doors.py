"""The doors of the set-up: a form, what will happen, and Save."""

from collections.abc import Callable, Sequence

from sqlalchemy.orm import Session

from bot.access import OPERATE
from bot.errors import FieldErrors
from bot.operating import forms, setting_up, setup_views
from bot.operating.forms import FORMS, Sitting
from bot.operating.setting_up import Moment
from bot.operating.status_views import SET_UP
from bot.schedule import Job
from bot.slack import people
from bot.slack.blocks import Modal
from bot.slack.doors import Answer, Call, Door, Handler, Open, Redraw, Route

Act = Callable[[Call, Moment], Answer]


def open_form(call: Call, moment: Moment) -> Answer:
    """`/cadence setup`, with a practice where it is named; the button of the invitation and of the status."""
    wanted = call.text.removeprefix("setup").strip() if call.door is Door.COMMAND else ""
    return Open(_form(setting_up.begin(moment, wanted if wanted in FORMS else "office"), moment))


def other_form(call: Call, moment: Moment) -> Answer:
    return Redraw(_form(setting_up.begin(moment, call.value), moment))


def consider(call: Call, moment: Moment) -> Answer:
    drawn = setup_views.read_memory(call.view)
    sitting = Sitting(drawn.form, forms.read(call.view, drawn.form), setting_up.version(moment.session))
    return _confirmation(sitting, moment)


def back(call: Call, moment: Moment) -> Answer:
    return Redraw(_form(setup_views.read_memory(call.view), moment))


def save(call: Call, moment: Moment) -> Answer:
    """Where somebody else saved meanwhile, what changes is another thing, and is shown before it is done."""
    sitting, version = setup_views.read_memory(call.view), setting_up.version(moment.session)
    if sitting.version != version:
        newer = Sitting(sitting.form, sitting.values, version)
        return _confirmation(newer, moment, note=moment.words["change_meanwhile"])
    first = bool(moment.settings.missing())
    try:
        after = setting_up.save(moment, sitting)
    except FieldErrors:  # somebody left in between: the form says it beside the field
        return back(call, moment)
    if not first or after.people.cto is None:
        return Redraw(setup_views.saved(moment.words["setup_saved"], moment.words))
    cto = people.name(moment.session, after.people.cto)
    return Redraw(setup_views.saved(moment.words["setup_saved_first"].format(cto=cto), moment.words))


def _form(sitting: Sitting, moment: Moment) -> Modal:
    return setup_views.form(
        sitting,
        moment.words,
        is_set_up=not moment.settings.missing(),
        has_cto_channel=setting_up.has_cto_channel(moment.session),
    )


def _confirmation(sitting: Sitting, moment: Moment, note: str = "") -> Answer:
    _, sentences = setting_up.considered(moment, sitting)
    first = bool(moment.settings.missing())
    return Redraw(setup_views.confirmation(sitting, sentences, moment.words, first=first, note=note))


def at(act: Act, jobs: Sequence[Job]) -> Handler:
    def handler(session: Session, call: Call) -> Answer:
        words = call.prompts.of("operating")
        return act(call, Moment(session, call.settings, jobs, words, call.now, call.person.id))

    return handler


def routes(jobs: Sequence[Job]) -> tuple[Route, ...]:
    buttons: dict[str, Act] = {
        SET_UP: open_form,
        setup_views.BACK: back,
        **dict.fromkeys(setup_views.other_form_ids(), other_form),
    }
    views: dict[str, Act] = {setup_views.FORM: consider, setup_views.CONFIRM: save}
    return (
        *(Route(Door.ACTION, id, at(act, jobs), OPERATE, before_set_up=True) for id, act in buttons.items()),
        *(Route(Door.VIEW, id, at(act, jobs), OPERATE, before_set_up=True) for id, act in views.items()),
    )
