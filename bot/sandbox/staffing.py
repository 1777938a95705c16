"""People come, change and go."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import fields, replace
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from bot.sandbox import posting
from bot.sandbox.acting import Act, done, known_person
from bot.sandbox.organisation import Person
from bot.sandbox.refusals import Impossible
from bot.sandbox.shapes import person_json

Json = dict[str, Any]
_CHANGEABLE = {field.name for field in fields(Person)} - {"id"}


async def hire(act: Act) -> Json:
    """{"name", "real_name", "title"?, "zone"?, …}"""
    told = _checked({name: value for name, value in act.told.items() if name != "user"})
    person = Person(**{"real_name": act.need("name"), **told, "name": act.need("name")})
    if act.workspace.person(person.name) or person.id in act.workspace.people:
        raise Impossible(f"{person.name} is already here")

    def arrive() -> None:
        act.workspace.people[person.id] = person
        shown = person_json(act.workspace, person)
        act.workspace.happened({"type": "team_join", "user": shown})
        general = [each for each in act.workspace.conversations.values() if each.general]
        for channel in general if not person.is_restricted else []:
            posting.join(act.workspace, channel, person.id)

    _, answers = await act.delivery.settled(arrive)
    return done(answers, user=person_json(act.workspace, person))


async def change(act: Act) -> Json:
    """{"user", "title"?, "zone"?, "deleted"?, …}"""
    before = known_person(act.workspace, act.need("user"))
    after = replace(before, **_checked({k: v for k, v in act.told.items() if k != "user"}))

    def become() -> None:
        act.workspace.people[after.id] = after
        act.workspace.happened({"type": "user_change", "user": person_json(act.workspace, after)})

    _, answers = await act.delivery.settled(become)
    return done(answers, user=person_json(act.workspace, after))


def _checked(told: Json) -> Json:
    unknown = set(told) - _CHANGEABLE
    if unknown:
        raise Impossible(f"a person has no {', '.join(sorted(unknown))}")
    try:
        ZoneInfo(told.get("zone", "UTC"))
    except (ZoneInfoNotFoundError, ValueError):
        raise Impossible(f"there is no time zone {told['zone']}") from None
    return told


ACTS: Mapping[str, Callable[[Act], Awaitable[Json]]] = {"hire": hire, "person": change}
