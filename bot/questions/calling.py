"""What a responder says that a message of theirs was: the answer, a question back, a remark, or meant for elsewhere.

A reply in the thread is the answer where nobody says otherwise. Called something else, it never was one; what it is
made instead, it is from the moment in which that is said: nobody makes a miss good, or a pause longer, afterwards.
"""

from collections.abc import Sequence
from dataclasses import replace

from bot.questions.events import By, Event, What

CALLABLE = frozenset({What.WROTE, What.ANSWERED, What.ENDORSED})


def as_called(events: Sequence[Event]) -> list[Event]:
    """`events` in their order."""
    by_responders = [event for event in events if event.by is By.RESPONDER]
    calls: dict[str, list[Event]] = {}
    for event in by_responders:
        if event.what is What.CALLED:
            calls.setdefault(event.message, []).append(event)
    if not calls:
        return [_as_said(event, ()) for event in events]
    said = {event.message: event for event in reversed(by_responders) if event.what in CALLABLE}
    return [_meant(event, calls.get(event.message, []), said) for event in events]


def _meant(event: Event, calls: Sequence[Event], said: dict[str, Event]) -> Event:
    if event.what is What.CALLED and event.by is By.RESPONDER:
        return _from_now_on(event, calls, said.get(event.message, event))
    return _as_said(event, [call for call in calls if call.at >= event.at])


def _as_said(event: Event, calls: Sequence[Event]) -> Event:
    """What it counts as where it stands."""
    if event.by is not By.RESPONDER or event.what not in CALLABLE:
        return event
    others = [What(call.says) for call in calls if call.says != What.ANSWERED]
    if not others:
        return replace(event, what=What.ANSWERED) if event.what is What.WROTE else event
    return replace(event, what=What.REMARKED if others[-1] is What.ASKED_BACK else others[-1])


def _from_now_on(call: Event, calls: Sequence[Event], reply: Event) -> Event:
    """A question back, and an answer after all, count from the last call."""
    name, was_another = What(call.says), any(one.says != What.ANSWERED for one in calls[:-1])
    if call is not calls[-1] or not (name is What.ASKED_BACK or (name is What.ANSWERED and was_another)):
        return call
    return replace(call, what=name, person=reply.person, says=reply.says if name is What.ASKED_BACK else "")
