"""However odd a call is, it is answered: as done, or with the name of an error."""

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.sandbox.block_kit import block_problems, view_problems
from bot.sandbox.blocks import SURFACES
from bot.sandbox.call import Call
from bot.sandbox.clock import Clock
from bot.sandbox.consent import Code
from bot.sandbox.organisation import invented
from bot.sandbox.refusals import Refused
from bot.sandbox.web_api import METHODS
from bot.sandbox.workspace import Workspace

_TYPES = [*SURFACES["message"], *SURFACES["modal"], "button", "static_select", "plain_text", "mrkdwn", "modal", "home"]
_NAMES = (
    "type text blocks elements element accessory fields label options option_groups value block_id action_id rows "
    "segments series chart axis_config categories title tasks child_blocks initial_option filter style placeholder "
    "focus_on_load min_value initial_value view attachments metadata"
)
_ARGUMENTS = (
    "channel channel_id channels user users text ts timestamp thread_ts blocks attachments metadata name topic purpose "
    "view view_id trigger_id external_id hash user_id cursor limit oldest latest types post_at scheduled_message_id "
    "email usergroup handle title type link emoji bookmark_id filename length alt_txt files file canvas_id changes "
    "criteria document_content access_level channel_ids user_ids status loading_messages client_id client_secret code "
    "grant_type message bot team include_all_metadata force is_private reply_broadcast markdown_text client_msg_id "
    "initial_comment snippet_type"
)
_LEAVES = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-5, 10_000),
    st.floats(allow_nan=False),
    st.text(max_size=5),
    st.sampled_from(_TYPES),
    st.sampled_from(["C0CTO", "U0MAYA", "U0CADENCE", "D0MAYA", "1.2", "eyes", "0", "-1", "[]", "{}"]),
)
_JSON = st.recursive(
    _LEAVES,
    lambda inside: st.lists(inside, max_size=3) | st.dictionaries(st.sampled_from(_NAMES.split()), inside, max_size=4),
    max_leaves=12,
)


@given(_JSON, st.sampled_from(sorted(SURFACES)))
@settings(max_examples=300)
def test_blocks_of_any_shape_are_answered(blocks: Any, surface: str) -> None:
    assert isinstance(block_problems([blocks], surface), list)
    assert isinstance(block_problems(blocks, surface), list)


@given(_JSON)
def test_views_of_any_shape_are_answered(view: Any) -> None:
    told = {"type": "modal", **view} if isinstance(view, dict) else view
    assert isinstance(view_problems(told, ("modal", "home")), list)


def workspace() -> Workspace:
    made = Workspace(invented(), Clock())
    made.later = lambda when, act: None
    return made


@given(st.sampled_from(sorted(METHODS)), st.dictionaries(st.sampled_from(_ARGUMENTS.split()), _JSON, max_size=6))
@settings(max_examples=300)
def test_calls_of_any_shape_are_answered(name: str, arguments: dict[str, Any]) -> None:
    here = workspace()
    here.signed_in["xoxp-1"] = Code("sign in", "U0MAYA", ("openid",), "https://app.example", here.clock.now())
    try:
        told = METHODS[name].run(Call(here, {"channel": "C0CTO", **arguments}, "xoxp-1"))
    except Refused as refused:
        told = {"error": refused.error}
    assert isinstance(told, dict)
