"""What people see and do in the window, of any app."""

import re

import pytest
from axe_playwright_python.async_playwright import Axe
from playwright.async_api import Page, expect
from slack_sdk.web.async_client import AsyncWebClient

from bot.sandbox import posting
from bot.sandbox.client import SandboxClient
from bot.sandbox.server import Sandbox
from bot.sandbox.views import with_ids
from tests.browser.conftest import Eyes
from tests.browser.kitchen import EVERYTHING, HOME, MODAL


async def test_people_write_answer_in_threads_and_react(eyes: Eyes, people: SandboxClient) -> None:
    ana, tom = await eyes.see("ana", "general"), await eyes.see("tom", "cto")
    await ana.keyboard.type("Lunch with @tom?")
    await ana.keyboard.press("Enter")
    await expect(ana.get_by_role("article").get_by_text("@Tom Brandt")).to_be_visible()
    await expect(tom.get_by_role("link", name=re.compile("general.*1"))).to_be_visible()

    await tom.get_by_role("link", name=re.compile("general")).click()
    message = tom.get_by_role("article").filter(has_text="Lunch with")
    await message.hover()
    await message.get_by_role("link", name="Reply in thread").click()
    await tom.keyboard.type("At *noon*")
    await tom.keyboard.press("Enter")
    await expect(tom.get_by_role("log", name="Replies").locator("strong")).to_have_text("noon")

    await ana.get_by_role("link", name=re.compile("1 reply")).click()
    reply = ana.get_by_role("log", name="Replies").get_by_role("article").last
    await reply.hover()
    await reply.get_by_role("button", name="Add a reaction").click()
    await ana.get_by_role("menuitem", name="tada").click()
    await expect(tom.get_by_role("button", name=re.compile("^tada, 1: Ana Ruiz"))).to_be_visible()


async def test_an_ephemeral_message_is_seen_by_its_viewer_only(eyes: Eyes, slack: AsyncWebClient) -> None:
    ana, tom = await eyes.see("ana", "general"), await eyes.see("tom", "general")

    await slack.chat_postEphemeral(channel="C0GENERAL", user="U0ANA", text="Your question waits")
    await slack.chat_postMessage(channel="C0GENERAL", text="For everybody")

    await expect(ana.get_by_text("Only visible to you")).to_be_visible()
    await expect(tom.get_by_text("For everybody")).to_be_visible()
    await expect(tom.get_by_text("Your question waits")).to_have_count(0)


async def test_the_home_tab_shows_what_the_app_has_published(eyes: Eyes, slack: AsyncWebClient) -> None:
    page = await eyes.see("ana", "home")
    await expect(page.get_by_text("has put nothing here yet")).to_be_visible()

    await slack.views_publish(user_id="U0ANA", view=HOME)

    await expect(page.get_by_role("heading", name="Two people are waiting")).to_be_visible()
    await expect(page.get_by_role("button", name="Answer Ana's question")).to_be_visible()


async def test_words_are_words_and_never_a_script(eyes: Eyes, people: SandboxClient) -> None:
    attack = "<img src=x onerror=alert(1)> <script>alert(1)</script> <javascript:alert(1)|click>"
    page = await eyes.see("ana", "general")
    page.on("dialog", lambda dialog: eyes.wrong.append(f"a script ran: {dialog.message}"))

    await people.person("tom").says("#general", attack)

    said = page.get_by_role("article").last
    await expect(said).to_contain_text("<script>alert(1)</script>")
    assert await said.locator("script, img, a[href^=javascript]").count() == 0


async def test_a_long_channel_opens_with_its_end_and_goes_back_on_demand(eyes: Eyes, sandbox: Sandbox) -> None:
    await fill(sandbox, 10_000)

    page = await eyes.see("ana", "general")

    await expect(page.get_by_text("message 9999", exact=True)).to_be_in_viewport()
    assert await page.get_by_role("article").count() == 100
    await page.get_by_role("button", name="Show older messages").click()
    await expect(page.get_by_role("article")).to_have_count(200)


async def fill(sandbox: Sandbox, messages: int) -> None:
    channel = sandbox.workspace.conversations["C0GENERAL"]
    for number in range(messages):
        sandbox.workspace.clock.advance(301)
        channel.add(posting.said_by(sandbox.workspace, "U0TOM", channel, f"message {number}"))


async def test_on_a_phone_of_320_pixels_everything_fits(eyes: Eyes, slack: AsyncWebClient, sandbox: Sandbox) -> None:
    await slack.chat_postMessage(channel="C0GENERAL", text="Everything", blocks=EVERYTHING)
    page = await eyes.see("ana", "general", viewport={"width": 320, "height": 640})

    assert await page.evaluate("document.documentElement.scrollWidth") == 320
    cto = page.locator("#sidebar").get_by_text("cto")
    await expect(cto).not_to_be_visible()
    await page.get_by_role("button", name="Conversations").click()
    await cto.click()
    await expect(page.get_by_role("heading", name="cto").first).to_be_visible()
    await open_modal(sandbox, "ana")
    box = await page.get_by_role("dialog").bounding_box()
    assert box
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= 320
    assert await page.locator(".modal-body").evaluate("body => body.scrollWidth <= body.clientWidth")


async def open_modal(sandbox: Sandbox, name: str) -> None:
    workspace = sandbox.workspace
    workspace.views.open(f"U0{name.upper()}", MODAL, with_ids(MODAL["blocks"], workspace.ids))
    workspace.changed()


async def test_light_and_dark_follow_the_system_and_the_switch(eyes: Eyes) -> None:
    page = await eyes.see("ana", "general", color_scheme="dark")
    assert await brightness(page) < 60
    await page.get_by_role("button", name="Tools and appearance").click()
    await page.get_by_role("menuitem", name="Light").click()
    assert await brightness(page) > 200
    await page.reload()
    assert await brightness(page) > 200


async def brightness(page: Page) -> int:
    script = "parseInt(getComputedStyle(document.body).backgroundColor.match(/\\d+/)[0])"
    return int(await page.evaluate(script))


@pytest.mark.parametrize(
    ("scheme", "places"),
    [("light", ["general", "home", "general&panel=traffic"]), ("dark", ["general", "general&panel=faults"])],
)
async def test_axe_finds_nothing_serious(
    eyes: Eyes, slack: AsyncWebClient, sandbox: Sandbox, scheme: str, places: list[str]
) -> None:
    await slack.chat_postMessage(channel="C0GENERAL", text="Everything", blocks=EVERYTHING)
    await slack.views_publish(user_id="U0ANA", view=HOME)
    page = await eyes.see("ana", places[0], color_scheme=scheme)
    for place in places:
        await eyes.go(page, "ana", place)
        assert await serious(page) == []
    await open_modal(sandbox, "ana")
    await expect(page.get_by_role("dialog")).to_be_visible()
    assert await serious(page) == []


async def serious(page: Page) -> list[str]:
    found = await Axe().run(page)
    return [
        f"{each['id']} ({each['impact']}): {node['html'][:200]} {node['failureSummary'][:300]}"
        for each in found.response["violations"]
        if each["impact"] in ("serious", "critical", "moderate")
        for node in each["nodes"][:3]
    ]
