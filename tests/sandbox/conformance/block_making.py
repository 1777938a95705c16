"""Blocks to be checked, and the calls that carry them."""

from tests.sandbox.claims import Claim, Evidence
from tests.sandbox.conformance.world import Check, Json, World
from tests.sandbox.payloads import home, modal

_METHOD = {"message": "chat.postMessage", "modal": "views.open", "home": "views.publish"}
UNKNOWN_PROPERTY = "a property that there is not"
_ERROR = {"message": "invalid_blocks", "modal": "invalid_arguments", "home": "invalid_arguments"}


async def _trigger(world: World) -> Json:
    return {"trigger_id": world.trigger()}


def _arguments(surface: str, blocks: list[Json]) -> Json:
    if surface == "message":
        return {"channel": "C0CTO", "text": "Hello", "blocks": blocks}
    if surface == "modal":
        return {"view": modal(*blocks)}
    return {"user_id": "U0MAYA", "view": home(*blocks)}


def _check(page: str, says: str, surface: str, blocks: list[Json], error: str | None, pointer: str | None) -> Check:
    evidence = Evidence.OBSERVED if says == UNKNOWN_PROPERTY else Evidence.DOCUMENTED
    name = page.rpartition("/")[2]
    verb = f"`{error}`: {says}" if error else f"{says} is taken"
    source = f"reference/block-kit/{page}" if evidence == Evidence.DOCUMENTED else "reports of developers"
    claimed = Claim(name, f"{verb} ({surface})", evidence, source)
    given = _trigger if surface == "modal" else None
    start = "/blocks/" if surface == "message" else "/view/blocks/"
    at = f"{start}{pointer}" if pointer is not None else None
    return Check(claimed, _METHOD[surface], _arguments(surface, blocks), error, given, at)


def bad(page: str, says: str, pointer: str, *blocks: Json, on: str = "message") -> Check:
    return _check(page, says, on, list(blocks), _ERROR[on], pointer)


def good(page: str, says: str, *blocks: Json, on: str = "message") -> Check:
    return _check(page, says, on, list(blocks), None, None)


def plain(text: str) -> Json:
    return {"type": "plain_text", "text": text}


def actions(*elements: Json) -> Json:
    return {"type": "actions", "elements": list(elements)}


def option(number: int = 1, **more: object) -> Json:
    return {"text": plain(f"Option {number}"), "value": f"{number}", **more}


def options(count: int) -> list[Json]:
    return [option(number) for number in range(count)]


def select(**more: object) -> Json:
    return {"type": "static_select", "action_id": "pick", "placeholder": plain("Pick"), **more}


def cells(*texts: str) -> list[Json]:
    return [{"type": "raw_text", "text": text} for text in texts]


def rich(*elements: Json) -> Json:
    return {"type": "rich_text", "elements": [{"type": "rich_text_section", "elements": list(elements)}]}
