"""Canvases, bookmarks, user groups, statuses, reactions as a list."""

from typing import Any

import pytest
from slack_sdk.web.async_client import AsyncWebClient

from bot.sandbox.client import SandboxClient
from bot.sandbox.server import Sandbox
from tests.sandbox.claims import claim
from tests.sandbox.hearing import told


def markdown(text: str) -> dict[str, str]:
    return {"type": "markdown", "markdown": text}


@claim("canvases.edit", "inserts, replaces and deletes by section, one change a call")
@pytest.mark.parametrize(
    ("operation", "at", "result"),
    [
        ("insert_at_start", None, "New\n\nOne\n\nTwo"),
        ("insert_at_end", None, "One\n\nTwo\n\nNew"),
        ("insert_before", "Two", "One\n\nNew\n\nTwo"),
        ("insert_after", "One", "One\n\nNew\n\nTwo"),
        ("replace", "One", "New\n\nTwo"),
        ("replace", None, "New"),
        ("delete", "One", "Two"),
    ],
)
async def test_a_canvas_is_edited_by_section(
    sandbox: Sandbox, slack: AsyncWebClient, operation: str, at: str | None, result: str
) -> None:
    canvas_id = (await slack.canvases_create(title="Notes", document_content=markdown("One\n\nTwo")))["canvas_id"]
    change: dict[str, Any] = {"operation": operation, "document_content": markdown("New")}
    if at:
        found = await slack.canvases_sections_lookup(canvas_id=canvas_id, criteria={"contains_text": at})
        change["section_id"] = found["sections"][0]["id"]
    await slack.canvases_edit(canvas_id=canvas_id, changes=[change])
    assert sandbox.workspace.canvases[canvas_id].markdown == result


@claim("canvases.access.set", "gives channels or people read, write or owner")
async def test_a_canvas_is_shared(sandbox: Sandbox, slack: AsyncWebClient) -> None:
    canvas_id = (await slack.canvases_create(document_content=markdown("One")))["canvas_id"]
    await slack.canvases_access_set(canvas_id=canvas_id, access_level="read", channel_ids=["C0CTO"])
    await slack.canvases_access_set(canvas_id=canvas_id, access_level="write", user_ids=["U0TOM"])
    assert sandbox.workspace.canvases[canvas_id].access == {"C0CTO": "read", "U0TOM": "write"}


@claim("bookmarks.edit", "changes what is told and keeps the rest")
async def test_a_bookmark_is_set_changed_and_taken_away(slack: AsyncWebClient) -> None:
    added = await slack.bookmarks_add(channel_id="C0CTO", title="Wiki", type="link", link="https://example.org")
    bookmark = added["bookmark"]["id"]
    await slack.bookmarks_edit(channel_id="C0CTO", bookmark_id=bookmark, title="Handbook")
    (shown,) = (await slack.bookmarks_list(channel_id="C0CTO"))["bookmarks"]
    assert (shown["title"], shown["link"]) == ("Handbook", "https://example.org")
    await slack.bookmarks_remove(channel_id="C0CTO", bookmark_id=bookmark)
    assert (await slack.bookmarks_list(channel_id="C0CTO"))["bookmarks"] == []


@claim(
    "subteam_created, subteam_updated, subteam_members_changed", "tell of groups and who is in them", "reference/events"
)
async def test_a_group_is_made_and_filled(slack: AsyncWebClient, people: SandboxClient) -> None:
    group = (await slack.usergroups_create(name="Leads", handle="leads"))["usergroup"]["id"]
    await slack.usergroups_users_update(usergroup=group, users=["U0MAYA", "U0TOM"])
    await slack.usergroups_users_update(usergroup=group, users=["U0MAYA"])
    assert (await slack.usergroups_users_list(usergroup=group))["users"] == ["U0MAYA"]
    assert len(await told(people, "subteam_created", "subteam_updated", count=3)) == 3
    changes = await told(people, "subteam_members_changed", count=2)
    assert [(each["added_users"], each["removed_users"]) for each in changes] == [
        (["U0MAYA", "U0TOM"], []),
        ([], ["U0TOM"]),
    ]


@claim("usergroups.list", "leaves out those that are disabled, and counts or names the people if asked")
async def test_a_disabled_group_is_not_listed(slack: AsyncWebClient) -> None:
    group = (await slack.usergroups_create(name="Leads", handle="leads"))["usergroup"]["id"]
    await slack.usergroups_users_update(usergroup=group, users=["U0MAYA"])
    (shown,) = (await slack.usergroups_list(include_users=True, include_count=True))["usergroups"]
    assert (shown["users"], shown["user_count"]) == (["U0MAYA"], 1)
    await slack.usergroups_disable(usergroup=group)
    assert (await slack.usergroups_list())["usergroups"] == []
    await slack.usergroups_enable(usergroup=group)
    await slack.usergroups_update(usergroup=group, name="Leadership")
    assert (await slack.usergroups_list())["usergroups"][0]["name"] == "Leadership"


@claim("assistant.threads.setStatus", "stands until the app says something in the thread")
async def test_a_status_ends_with_the_answer(sandbox: Sandbox, slack: AsyncWebClient) -> None:
    parent = (await slack.chat_postMessage(channel="C0CTO", text="Question"))["ts"]
    await slack.assistant_threads_setStatus(channel_id="C0CTO", thread_ts=parent, status="is reading")
    assert sandbox.workspace.statuses["C0CTO", parent].text == "is reading"
    await slack.chat_postMessage(channel="C0CTO", text="Answer", thread_ts=parent)
    assert sandbox.workspace.statuses == {}


@claim("reactions.list", "the messages to which a person reacted")
async def test_reactions_are_listed_by_person(slack: AsyncWebClient, people: SandboxClient) -> None:
    posted = await slack.chat_postMessage(channel="C0CTO", text="Hello")
    await slack.chat_postMessage(channel="C0CTO", text="Nobody minds")
    await people.person("maya").reacts("eyes", on=posted.data)
    (item,) = (await slack.reactions_list(user="U0MAYA"))["items"]
    assert (item["channel"], item["message"]["text"]) == ("C0CTO", "Hello")
    assert (await slack.reactions_list())["items"] == []
