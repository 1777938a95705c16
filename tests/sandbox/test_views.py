from typing import Any

import pytest
from slack_sdk.web.async_client import AsyncWebClient

from bot.sandbox.client import SandboxClient
from bot.sandbox.limits import Limits
from bot.sandbox.organisation import invented
from bot.sandbox.server import Sandbox
from tests.sandbox.claims import Evidence, claim
from tests.sandbox.payloads import field, home, modal, section

TEXT = {"type": "plain_text_input"}


@pytest.fixture
def trigger(sandbox: Sandbox) -> Any:
    return lambda: sandbox.workspace.triggers.issue("U0MAYA")


async def test_a_trigger_id_opens_one_view_only(slack: AsyncWebClient, trigger: Any, refusal: Any) -> None:
    trigger_id = trigger()
    opened = await slack.views_open(trigger_id=trigger_id, view=modal())
    assert opened["view"]["root_view_id"] == opened["view"]["id"]
    async with refusal("exchanged_trigger_id"):
        await slack.views_open(trigger_id=trigger_id, view=modal())


async def test_a_trigger_id_lives_three_seconds_of_the_workspace_clock(
    slack: AsyncWebClient, people: SandboxClient, trigger: Any, refusal: Any
) -> None:
    await people.clock(running=False)
    kept, late = trigger(), trigger()
    await people.clock(advance=3)
    await slack.views_open(trigger_id=kept, view=modal())
    await people.clock(advance=0.1)
    async with refusal("expired_trigger_id"):
        await slack.views_open(trigger_id=late, view=modal())


@claim("trigger_id", "dies after three seconds", "interactivity/handling-user-interaction")
async def test_a_trigger_id_dies_in_real_time_though_the_clock_stands(slack: AsyncWebClient, refusal: Any) -> None:
    async with Sandbox(limits=Limits(trigger_seconds=0)) as hasty:
        hasty.workspace.clock.run(False)
        slack.base_url = hasty.api_url
        async with refusal("expired_trigger_id"):
            await slack.views_open(trigger_id=hasty.workspace.triggers.issue("U0MAYA"), view=modal())


async def test_nonsense_is_no_trigger_id(slack: AsyncWebClient, refusal: Any) -> None:
    async with refusal("invalid_trigger_id"):
        await slack.views_open(trigger_id="1.2.3", view=modal())


@claim(
    "views.open",
    "a view that is refused leaves its trigger to be used",
    "the trigger is exchanged last, as developers report",
    Evidence.OBSERVED,
)
async def test_a_bad_view_is_refused_with_its_places_and_leaves_the_trigger(
    slack: AsyncWebClient, trigger: Any, refusal: Any
) -> None:
    trigger_id = trigger()
    async with refusal("invalid_arguments") as said:
        await slack.views_open(trigger_id=trigger_id, view=modal(field("why", TEXT), submit=None))
    assert said.messages == [
        "[ERROR] must define `submit` to use an `input` block in modals [json-pointer:/view/blocks/0/input]"
    ]
    await slack.views_open(trigger_id=trigger_id, view=modal())


async def test_at_most_three_views_lie_on_each_other(slack: AsyncWebClient, trigger: Any, refusal: Any) -> None:
    first = await slack.views_open(trigger_id=trigger(), view=modal())
    second = await slack.views_push(trigger_id=trigger(), view=modal())
    await slack.views_push(trigger_id=trigger(), view=modal())
    assert second["view"]["previous_view_id"] == first["view"]["id"]
    async with refusal("push_limit_reached"):
        await slack.views_push(trigger_id=trigger(), view=modal())


@claim("views.push", "invalid_arguments where no view is open", "reports of developers", Evidence.OBSERVED)
async def test_nothing_is_pushed_onto_nothing(slack: AsyncWebClient, trigger: Any, refusal: Any) -> None:
    async with refusal("invalid_arguments"):
        await slack.views_push(trigger_id=trigger(), view=modal())


async def test_an_update_with_an_old_hash_is_refused(slack: AsyncWebClient, trigger: Any, refusal: Any) -> None:
    view = (await slack.views_open(trigger_id=trigger(), view=modal()))["view"]
    updated = await slack.views_update(view_id=view["id"], hash=view["hash"], view=modal(section("New")))
    assert updated["view"]["hash"] != view["hash"]
    async with refusal("hash_conflict"):
        await slack.views_update(view_id=view["id"], hash=view["hash"], view=modal())


async def test_a_view_that_is_not_open_cannot_be_updated(slack: AsyncWebClient, refusal: Any) -> None:
    async with refusal("not_found"):
        await slack.views_update(view_id="V0", view=modal())
    async with refusal("invalid_arguments"):
        await slack.api_call("views.update", json={"view": modal()})
    async with refusal("invalid_arguments") as said:
        await slack.api_call("views.update", json={"view_id": "V0", "external_id": "ask", "view": modal()})
    assert said.messages == ["[ERROR] Cannot provide both `view_id` and `external_id`"]


async def test_an_external_id_names_one_view(slack: AsyncWebClient, trigger: Any, refusal: Any) -> None:
    await slack.views_open(trigger_id=trigger(), view=modal(external_id="ask"))
    async with refusal("duplicate_external_id"):
        await slack.views_push(trigger_id=trigger(), view=modal(external_id="ask"))
    updated = await slack.views_update(external_id="ask", view=modal(section("New"), external_id="ask"))
    assert updated["view"]["blocks"][0]["text"]["text"] == "New"


@claim("views.publish", "keeps one view for each person")
async def test_home_is_published_again_only_with_the_right_hash(slack: AsyncWebClient, refusal: Any) -> None:
    first = (await slack.views_publish(user_id="U0MAYA", view=home()))["view"]
    again = (await slack.views_publish(user_id="U0MAYA", view=home(), hash=first["hash"]))["view"]
    assert again["id"] == first["id"]
    async with refusal("hash_conflict"):
        await slack.views_publish(user_id="U0MAYA", view=home(), hash=first["hash"])


@pytest.mark.parametrize(
    ("asked", "error"),
    [
        ({"user_id": "U0NOBODY", "view": home()}, "user_not_found"),
        ({"user_id": "U0MAYA", "view": modal()}, "invalid_arguments"),
        ({"user_id": "U0MAYA"}, "invalid_arguments"),
        ({"user_id": "U0MAYA", "view": "{"}, "invalid_arguments"),
        ({"user_id": "U0MAYA", "view": home(title={"type": "plain_text", "text": "x"})}, "invalid_arguments"),
    ],
)
async def test_a_home_that_slack_would_not_show_is_refused(
    slack: AsyncWebClient, refusal: Any, asked: dict[str, Any], error: str
) -> None:
    async with refusal(error):
        await slack.api_call("views.publish", json=asked)


@claim("views.publish", "not_enabled while the Home tab is off")
async def test_an_app_without_home_tab_publishes_nothing(slack: AsyncWebClient, refusal: Any) -> None:
    manifest = {"features": {"app_home": {"home_tab_enabled": False}}}
    async with Sandbox(invented().with_manifest(manifest)) as strict:
        slack.base_url = strict.api_url
        async with refusal("not_enabled"):
            await slack.views_publish(user_id="U0MAYA", view=home())


@claim(
    "state.values",
    "every stateful element is present, null or [] while empty",
    "reference/interaction-payloads/view-interactions-payload",
)
async def test_the_state_names_every_stateful_element(slack: AsyncWebClient, trigger: Any) -> None:
    one = {"text": {"type": "plain_text", "text": "One"}, "value": "1"}
    blocks = [
        field("why", {**TEXT, "initial_value": "Because"}),
        field("when", {"type": "datepicker"}),
        field("who", {"type": "multi_users_select"}),
        section(block_id="kind", accessory={"type": "static_select", "action_id": "pick", "options": [one]}),
    ]
    view = (await slack.views_open(trigger_id=trigger(), view=modal(*blocks)))["view"]
    assert view["state"]["values"] == {
        "why": {"entry": {"type": "plain_text_input", "value": "Because"}},
        "when": {"entry": {"type": "datepicker", "selected_date": None}},
        "who": {"entry": {"type": "multi_users_select", "selected_users": []}},
        "kind": {"pick": {"type": "static_select", "selected_option": None}},
    }
