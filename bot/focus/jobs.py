"""When the week's post is asked for, reminded of and posted."""

from collections.abc import Callable
from datetime import timedelta

from sqlalchemy.orm import Session

from bot.elsewhere import Elsewhere, Moment
from bot.focus import copies, rhythms, service
from bot.schedule import Job, Occasion

Act = Callable[[Session, Occasion, Moment], None]


def ask(session: Session, occasion: Occasion, moment: Moment) -> None:
    coming = rhythms.posting(occasion.settings).next_after(occasion.slot.at)
    service.ask(session, rhythms.week_of(occasion.settings, coming), moment)


def remind(session: Session, occasion: Occasion, moment: Moment) -> None:
    service.remind(session, rhythms.week_of(occasion.settings, occasion.slot), moment)


def post(session: Session, occasion: Occasion, moment: Moment) -> None:
    service.post_due(session, occasion.slot, moment)


def post_missed(session: Session, occasion: Occasion, moment: Moment) -> None:
    service.post_missed(session, occasion.slot, moment)


def say_silence(session: Session, occasion: Occasion, moment: Moment) -> None:
    service.say_silence(session, occasion.slot, moment)


def copy(session: Session, occasion: Occasion, moment: Moment) -> None:
    copies.send(session, moment)


def jobs(elsewhere: Elsewhere) -> tuple[Job, ...]:
    """How late each may still run: an ask in the evening would disturb, and the reminder catches what it missed; a
    post that the CTO approved is rather late than lost."""

    def at(act: Act) -> Callable[[Session, Occasion], None]:
        return lambda session, occasion: act(session, occasion, _moment(occasion, elsewhere))

    return (
        Job("focus.ask", rhythms.asking, at(ask), grace=timedelta(hours=4)),
        Job("focus.remind", rhythms.reminding, at(remind), grace=timedelta(minutes=45)),
        Job("focus.post", rhythms.posting, at(post), grace=timedelta(days=2), missed=at(post_missed)),
        Job("focus.silence", rhythms.every_week, at(say_silence), grace=timedelta(days=1)),
        Job("focus.copies", rhythms.copying, at(copy), grace=timedelta(days=1)),
    )


def _moment(occasion: Occasion, elsewhere: Elsewhere) -> Moment:
    return Moment(occasion.settings, occasion.prompts.of("focus"), occasion.now, elsewhere)
