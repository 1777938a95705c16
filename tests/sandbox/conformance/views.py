"""views.*"""

from tests.sandbox.conformance.world import Json, World, refuses, takes
from tests.sandbox.payloads import field, home, modal, section

_TEXT = {"type": "plain_text_input"}


def _plain(text: str) -> Json:
    return {"type": "plain_text", "text": text}


async def _trigger(world: World) -> Json:
    return {"trigger_id": world.trigger()}


async def _used(world: World) -> Json:
    trigger_id = world.trigger()
    await world.done("views.open", trigger_id=trigger_id, view=modal())
    return {"trigger_id": trigger_id}


async def _late(world: World) -> Json:
    trigger_id = world.trigger()
    await world.people.clock(advance=3.1)
    return {"trigger_id": trigger_id}


async def _open(world: World) -> Json:
    told = await world.done("views.open", trigger_id=world.trigger(), view=modal())
    return {"view_id": told["view"]["id"]}


async def _three_deep(world: World) -> Json:
    await _open(world)
    for _ in range(2):
        await world.done("views.push", trigger_id=world.trigger(), view=modal())
    return {"trigger_id": world.trigger()}


async def _named(world: World) -> Json:
    await world.done("views.open", trigger_id=world.trigger(), view=modal(external_id="ask"))
    return {"trigger_id": world.trigger("U0TOM")}


async def _changed_meanwhile(world: World) -> Json:
    view = (await world.done("views.open", trigger_id=world.trigger(), view=modal()))["view"]
    await world.done("views.update", view_id=view["id"], view=modal(section("New")))
    return {"view_id": view["id"], "hash": view["hash"]}


async def _published_meanwhile(world: World) -> Json:
    view = (await world.done("views.publish", user_id="U0MAYA", view=home()))["view"]
    await world.done("views.publish", user_id="U0MAYA", view=home(section("New")))
    return {"hash": view["hash"]}


_HOME: Json = {"user_id": "U0MAYA", "view": home()}
CHECKS = [
    refuses("views.open", "invalid_trigger_id", "nonsense as trigger", {"trigger_id": "1.2.3", "view": modal()}),
    refuses("views.open", "exchanged_trigger_id", "a trigger a second time", {"view": modal()}, given=_used),
    refuses("views.open", "expired_trigger_id", "a trigger after three seconds", {"view": modal()}, given=_late),
    refuses("views.open", "invalid_arguments", "no trigger", {"view": modal()}),
    refuses("views.open", "invalid_arguments", "no view", given=_trigger),
    refuses(
        "views.open",
        "duplicate_external_id",
        "the external_id of another view",
        {"view": modal(external_id="ask")},
        given=_named,
    ),
    refuses(
        "views.open", "view_too_large", "more than 250 kB", {"view": modal(*[section("x" * 2900)] * 90)}, given=_trigger
    ),
    refuses(
        "views.open",
        "invalid_arguments",
        "a title of 25 characters",
        {"view": modal(title=_plain("x" * 25))},
        given=_trigger,
        source="reference/views/modal-views",
    ),
    takes(
        "views.open",
        "a title of 24 characters",
        {"view": modal(title=_plain("x" * 24))},
        given=_trigger,
        source="reference/views/modal-views",
    ),
    refuses(
        "views.open",
        "invalid_arguments",
        "no title",
        {"view": modal(title=None)},
        given=_trigger,
        source="reference/views/modal-views",
    ),
    refuses(
        "views.open",
        "invalid_arguments",
        "a title in mrkdwn",
        {"view": modal(title={"type": "mrkdwn", "text": "*Ask*"})},
        given=_trigger,
        source="reference/views/modal-views",
    ),
    refuses(
        "views.open",
        "invalid_arguments",
        "a submit of 25 characters",
        {"view": modal(submit=_plain("x" * 25))},
        given=_trigger,
        source="reference/views/modal-views",
    ),
    refuses(
        "views.open",
        "invalid_arguments",
        "a close of 25 characters",
        {"view": modal(close=_plain("x" * 25))},
        given=_trigger,
        source="reference/views/modal-views",
    ),
    refuses(
        "views.open",
        "invalid_arguments",
        "inputs without submit",
        {"view": modal(field("why", _TEXT), submit=None)},
        given=_trigger,
        source="reference/views/modal-views",
    ),
    refuses(
        "views.open",
        "invalid_arguments",
        "101 blocks",
        {"view": modal(*[{"type": "divider"}] * 101)},
        given=_trigger,
        source="reference/views/modal-views",
    ),
    takes(
        "views.open",
        "100 blocks",
        {"view": modal(*[{"type": "divider"}] * 100)},
        given=_trigger,
        source="reference/views/modal-views",
    ),
    refuses(
        "views.open",
        "invalid_arguments",
        "private_metadata of 3,001 characters",
        {"view": modal(private_metadata="x" * 3001)},
        given=_trigger,
        source="reference/views/modal-views",
    ),
    takes(
        "views.open",
        "private_metadata of 3,000 characters",
        {"view": modal(private_metadata="x" * 3000)},
        given=_trigger,
        source="reference/views/modal-views",
    ),
    refuses(
        "views.open",
        "invalid_arguments",
        "a callback_id of 256 characters",
        {"view": modal(callback_id="x" * 256)},
        given=_trigger,
        source="reference/views/modal-views",
    ),
    refuses(
        "views.open",
        "invalid_arguments",
        "a Home tab",
        {"view": home()},
        given=_trigger,
        source="reference/views/modal-views",
    ),
    refuses("views.push", "push_limit_reached", "a fourth view on three", {"view": modal()}, given=_three_deep),
    refuses("views.push", "exchanged_trigger_id", "a trigger a second time", {"view": modal()}, given=_used),
    refuses("views.push", "expired_trigger_id", "a trigger after three seconds", {"view": modal()}, given=_late),
    refuses("views.update", "not_found", "a view that is not open", {"view_id": "V0X", "view": modal()}),
    refuses("views.update", "not_found", "an external_id that no view has", {"external_id": "x", "view": modal()}),
    refuses("views.update", "hash_conflict", "the hash of an older state", {"view": modal()}, given=_changed_meanwhile),
    refuses("views.update", "invalid_arguments", "neither view_id nor external_id", {"view": modal()}),
    refuses("views.update", "invalid_arguments", "no view", given=_open),
    refuses("views.publish", "hash_conflict", "the hash of an older state", _HOME, given=_published_meanwhile),
    refuses("views.publish", "invalid_arguments", "a modal", {**_HOME, "view": modal()}),
    refuses(
        "views.publish",
        "invalid_arguments",
        "a title on the Home tab",
        {**_HOME, "view": home(title=_plain("x"))},
        source="reference/views/home-tab-views",
    ),
    refuses(
        "views.publish",
        "invalid_arguments",
        "101 blocks",
        {**_HOME, "view": home(*[{"type": "divider"}] * 101)},
        source="reference/views/home-tab-views",
    ),
    takes(
        "views.publish",
        "100 blocks",
        {**_HOME, "view": home(*[{"type": "divider"}] * 100)},
        source="reference/views/home-tab-views",
    ),
    refuses(
        "views.publish",
        "invalid_arguments",
        "private_metadata of 3,001 characters",
        {**_HOME, "view": home(private_metadata="x" * 3001)},
        source="reference/views/home-tab-views",
    ),
]
