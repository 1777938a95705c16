"""The doors of `/cadence`: help for everybody, status and set-up for those who run it."""

from collections.abc import Mapping, Sequence

from sqlalchemy.orm import Session

from bot.access import ANYONE, OPERATE, require
from bot.errors import NotAllowed
from bot.operating import help as help_
from bot.operating import refusals, setup_doors, status, status_views
from bot.schedule import Job
from bot.slack import notices, upkeep
from bot.slack.doors import Answer, Call, Door, Handler, Route, Say

#: What is answered to `/cadence WORD` here.
WORDS = ("help", "status", "setup")


class NobodyOperates(NotAllowed):
    def __init__(self) -> None:
        super().__init__(refusals.NOBODY_OPERATES)


def require_operator(call: Call) -> None:
    """Raises NotAllowed."""
    if not call.settings.people.operators and not call.person.installer:
        raise NobodyOperates
    require(call.person, OPERATE, call.settings.people)


def routes(jobs: Sequence[Job], others: Mapping[str, Handler]) -> tuple[Route, ...]:
    """`others`: what practices answer to `/cadence WORD`."""

    def command(session: Session, call: Call) -> Answer:
        word, _, _ = call.text.partition(" ")
        if word in others:
            return _of_a_practice(others[word], session, call)
        if word and word not in answers:
            return Say(help_.message(call.person, call.settings, call.prompts.of("operating"), unknown=word[:40]))
        return answers[word or "help"](session, call)

    open_form = setup_doors.at(setup_doors.open_form, jobs)

    def show_status(session: Session, call: Call) -> Answer:
        require_operator(call)
        found = status.status(session, jobs, call.now)
        return Say(status_views.message(found, call.prompts.of("operating")))

    def set_up(session: Session, call: Call) -> Answer:
        require_operator(call)
        return open_form(session, call)

    answers = dict(zip(WORDS, (helped, show_status, set_up), strict=True))

    return (
        Route(Door.COMMAND, "/cadence", command, ANYONE, before_set_up=True),
        Route(Door.ACTION, status_views.RETRY, retry, OPERATE, before_set_up=True),
        *setup_doors.routes(jobs),
    )


def helped(_session: Session, call: Call) -> Answer:
    return Say(help_.message(call.person, call.settings, call.prompts.of("operating")))


def _of_a_practice(handler: Handler, session: Session, call: Call) -> Answer:
    if call.settings.missing():
        return Say(notices.not_set_up())
    return handler(session, call)


def retry(session: Session, call: Call) -> Answer:
    count = upkeep.retry_all(session, call.now)
    return Say(status_views.sent_again(count, call.prompts.of("operating")))
