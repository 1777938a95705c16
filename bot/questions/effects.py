"""What each event does to the course of a question."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from itertools import accumulate

from bot.questions.calling import as_called
from bot.questions.course import ANSWERS, REFUSALS, Course, HandOver, Pause, Round
from bot.questions.events import By, Event, What, in_order
from bot.questions.versions import Targets, Versions

REPLIES = frozenset({What.REMARKED, What.PROMISED, What.ASKED_BACK}) | ANSWERS | REFUSALS


def course_of(events: Iterable[Event], targets: Versions[Targets], now: datetime) -> Course:
    return steps(events, targets, now)[-1][1]


def steps(events: Iterable[Event], targets: Versions[Targets], now: datetime) -> list[tuple[Event, Course]]:
    """Each event up to `now` and the course that it led to; the first is that it was asked."""
    known = as_called([event for event in in_order(events) if event.at <= now])
    asked = next((event for event in known if event.what is What.ASKED), None)
    if asked is None:
        raise ValueError("nothing was asked")
    rest = [event if event.at > asked.at else replace(event, at=asked.at) for event in known if event is not asked]
    courses = accumulate(rest, lambda course, event: after(course, event, targets), initial=Course((Round(asked.at),)))
    return list(zip([asked, *rest], courses, strict=True))


# What each event does


def after(course: Course, event: Event, targets: Versions[Targets]) -> Course:
    """The course once `event` happened, too. The deaf ear to machines and bystanders is here."""
    if course.withdrawn:
        return course
    match event.what, event.by:
        case What.DELETED, _:
            return _after_deletion(course, event)
        case What.LOOKED_AGAIN, By.MACHINE:
            return _in_new_round(course, event)
        case What.PASSED_ON, By.MACHINE:
            return _after_handing(course, event)
        case What.PARTED, By.MACHINE:
            return replace(course, merged=None)
        case _, By.MACHINE:
            return course
        case What.WROTE, By.PEER:
            return replace(course, community=(*course.community, event))
        case _, By.ASKER:
            return _after_asker(course, event)
        case _, By.RESPONDER:
            return _after_responder(course, event, targets)
    return course


def _after_asker(course: Course, event: Event) -> Course:
    match event.what:
        case What.WITHDREW:
            return replace(course.with_round(course.round.resumed(event.at)), withdrawn=event)
        case What.NOT_YET if course.round.end:
            return _in_new_round(course, event)
        case What.CONFIRMED if course.round.answered:
            return replace(course, confirmed=event)
        case What.WROTE | What.NOT_YET if not course.round.end:
            heard = course.round.resumed(event.at)
            return course.with_round(replace(heard, unread=(*heard.unread, event)))
    return course


def _in_new_round(course: Course, event: Event) -> Course:
    if not course.round.end:
        return course
    return replace(course, rounds=(*course.rounds, Round(event.at)), confirmed=None)


def _after_responder(course: Course, event: Event, targets: Versions[Targets]) -> Course:
    match event.what:
        case What.REACTED:
            return course.with_round(_acknowledged(course.round, event))
        case What.DELEGATED | What.ACCEPTED | What.PASSED_ON:
            return _after_handing(course, event)
        case What.MERGED:
            return replace(course, merged=event)
    if event.what not in REPLIES:
        return course
    if event.what is What.PROMISED:
        course = replace(course, promises=(*course.promises, event))
    return course.with_round(_replied(course.round, event, targets))


def _acknowledged(round_: Round, event: Event) -> Round:
    return replace(round_, acknowledged=round_.acknowledged or event)


def _replied(round_: Round, event: Event, targets: Versions[Targets]) -> Round:
    """The first of each kind is written once; what comes after an answer is kept and changes nothing."""
    is_told_late = any(reply.message == event.message for reply in round_.replies)
    if event.what is What.ASKED_BACK and is_told_late and round_.unread:
        return round_  # whoever asked has gone on meanwhile
    is_answer, is_refusal = event.what in ANSWERS, event.what in REFUSALS
    replied = replace(
        _acknowledged(round_, event),
        responded=round_.responded or event,
        answered=round_.answered or (event if is_answer else None),
        refused=round_.refused or (event if is_refusal and not round_.answered else None),
        replies=(*round_.replies, event),
        unread=(),
    )
    if replied.end:
        return replied.resumed(event.at)
    return _paused(replied, event, targets) if event.what is What.ASKED_BACK else replied


def _paused(round_: Round, event: Event, targets: Versions[Targets]) -> Round:
    """Asking twice prolongs nothing."""
    if round_.is_paused(event.at):
        return round_
    at_most_until = event.at + targets.at(event.at).longest_pause
    return replace(round_, pauses=(*round_.pauses, Pause(event.at, at_most_until, event.message)))


def _after_handing(course: Course, event: Event) -> Course:
    """Handing over stops nothing; taking it over acknowledges."""
    current, before = course.hand_over, course.hand_overs[:-1]
    match event.what, current:
        case What.DELEGATED, None:
            return replace(course, hand_overs=(*course.hand_overs, HandOver(event.says, event.at)))
        case What.DELEGATED, HandOver():
            ended = replace(current, ended=event.at)
            return replace(course, hand_overs=(*before, ended, HandOver(event.says, event.at)))
        case What.ACCEPTED, HandOver(accepted=None):
            taken = replace(course, hand_overs=(*before, replace(current, accepted=event.at, zone=event.says)))
            return taken.with_round(_acknowledged(taken.round, event))
        case What.PASSED_ON, HandOver():
            return replace(course, hand_overs=(*before, replace(current, ended=event.at)))
    return course


def _after_deletion(course: Course, event: Event) -> Course:
    """As if it had not been said, in whatever round: one that nothing ends any more goes on into the next."""
    rounds: list[Round] = []
    for round_ in course.rounds:
        left = _without(round_, event)
        joins = rounds and not rounds[-1].end
        rounds.append(_going_on(rounds.pop(), left) if joins else left)
    community = tuple(one for one in course.community if one.message != event.message)
    is_heard = course.round.answered and course.round.answered.message == event.message
    confirmed = None if is_heard else course.confirmed
    return replace(course, rounds=tuple(rounds), community=community, confirmed=confirmed)


def _going_on(round_: Round, next_: Round) -> Round:
    return replace(
        next_,
        began=round_.began,
        acknowledged=round_.acknowledged or next_.acknowledged,
        responded=round_.responded or next_.responded,
        replies=(*round_.replies, *next_.replies),
        pauses=(*round_.pauses, *next_.pauses),
    )


def _without(round_: Round, event: Event) -> Round:
    """A first response stands while another reply does; of answers, and of refusals, the next takes its place."""
    gone = event.message
    replies = tuple(reply for reply in round_.replies if reply.message != gone)
    changed = replace(
        round_,
        replies=replies,
        responded=round_.responded if replies else None,
        answered=_left(round_.answered, replies, ANSWERS),
        refused=_left(round_.refused, replies, REFUSALS),
        unread=tuple(asked for asked in round_.unread if asked.message != gone),
    )
    if round_.pauses and round_.pauses[-1].message == gone:
        changed = changed.resumed(event.at)
    return changed


def _left(one: Event | None, replies: Sequence[Event], kind: frozenset[What]) -> Event | None:
    if one and one in replies:
        return one
    return next((reply for reply in replies if reply.what in kind), None)
