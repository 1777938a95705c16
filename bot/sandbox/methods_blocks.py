from typing import Any

from bot.sandbox.block_kit import block_problems, view_problems
from bot.sandbox.call import Call
from bot.sandbox.method import Method
from bot.sandbox.refusals import Refused
from bot.sandbox.schema import Problem

Json = dict[str, Any]
_KINDS = ("blocks", "view", "message")
_BLOCKS_OF_A_MESSAGE = "/blocks"


def validate(call: Call) -> Json:
    """What Slack would say of them, without sending or opening anything."""
    given = [kind for kind in _KINDS if call.arguments.get(kind) not in (None, "")]
    if len(given) != 1:
        raise Refused("invalid_arguments", ["must provide exactly one of: blocks, view, message"])
    kind = given[0]
    problems = _problems(kind, call.nested(kind, f"invalid_{kind}"))
    if problems:
        messages = [f"[ERROR] {problem}" for problem in problems]
        more = {"errors": [_entry(each) for each in problems], "response_metadata": {"messages": messages}}
        raise Refused(f"invalid_{kind}", (), **more)
    return {}


def _problems(kind: str, told: object) -> list[Problem]:
    if kind == "view":
        return view_problems(told, ("modal", "home"))
    if kind == "message":
        blocks = told.get("blocks", []) if isinstance(told, dict) else told
        return block_problems(blocks, "message", _BLOCKS_OF_A_MESSAGE)
    return block_problems(told, "message", "")


def _entry(problem: Problem) -> Json:
    field = problem.pointer.rpartition("/")[2]
    return {"code": "invalid", "message": problem.message, "field": field, "pointer": problem.pointer}


METHODS = {"blocks.validate": Method(validate, token="none")}
