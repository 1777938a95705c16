"""What apps tell each other with their messages."""

from slack_sdk.web.async_client import AsyncWebClient

from bot.sandbox.client import SandboxClient
from bot.sandbox.organisation import invented
from bot.sandbox.server import Sandbox
from tests.sandbox.claims import claim
from tests.sandbox.hearing import told

MANIFEST = {
    "oauth_config": {"scopes": {"bot": ["chat:write", "metadata.message:read"]}},
    "settings": {
        "event_subscriptions": {
            "bot_events": ["message_metadata_posted", "message_metadata_updated", "message_metadata_deleted"],
            "metadata_subscriptions": [{"app_id": "A0CADENCE", "event_type": "post"}],
        }
    },
}


def metadata(key: str, event_type: str = "post") -> dict[str, object]:
    return {"event_type": event_type, "event_payload": {"key": key}}


@claim(
    "message_metadata_posted, message_metadata_updated, message_metadata_deleted",
    "tell of the kinds of metadata that the manifest subscribes to",
    "reference/events/message_metadata_posted",
)
async def test_metadata_is_told_to_who_subscribed(slack: AsyncWebClient) -> None:
    async with Sandbox(invented().with_manifest(MANIFEST)) as strict, SandboxClient(strict.url) as people:
        slack.base_url = strict.api_url
        await slack.chat_postMessage(channel="C0CTO", text="Other", metadata=metadata("0", "note"))
        posted = await slack.chat_postMessage(channel="C0CTO", text="Hello", metadata=metadata("1"))
        await slack.chat_update(channel="C0CTO", ts=posted["ts"], text="Bye", metadata=metadata("2"))
        await slack.chat_delete(channel="C0CTO", ts=posted["ts"])
        types = ("message_metadata_posted", "message_metadata_updated", "message_metadata_deleted")
        first, changed, gone = await told(people, *types, count=3)
    assert (first["message_ts"], first["metadata"]) == (posted["ts"], metadata("1"))
    assert (changed["metadata"], changed["previous_metadata"]) == (metadata("2"), metadata("1"))
    assert (gone["type"], gone["previous_metadata"]) == ("message_metadata_deleted", metadata("2"))
