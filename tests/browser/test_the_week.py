"""The demo as a person lives it: with a mouse, a keyboard and eyes."""

import re

from playwright.async_api import Page, expect

from tests.browser.conftest import World

WRITE = "Write Monday's post"


async def test_the_cto_writes_and_approves_and_on_monday_the_post_stands_in_the_channel(world: World) -> None:
    page = await world.see("maya", "messages")
    await move_the_clock(page, "Friday")
    await page.get_by_role("button", name=WRITE).click()
    await page.get_by_role("textbox", name="Focus 1").fill("Payments leave the shared database")
    await page.get_by_role("button", name="Save and preview").click()
    why = page.get_by_role("textbox", name="Why it matters now").first
    await expect(why).to_have_attribute("aria-invalid", "true")
    await expect(why).to_be_focused()
    await expect(page.get_by_role("textbox", name="Focus 1")).to_have_value("Payments leave the shared database")

    await page.keyboard.type("Its cost doubled in January.")
    await page.get_by_role("button", name="Save and preview").click()
    await expect(page.get_by_role("dialog")).to_have_count(0)
    await page.get_by_role("button", name="Approve", exact=True).click()
    await expect(page.get_by_text("Approved by Maya Okafor. It goes out")).to_be_visible()
    await move_the_clock(page, "Monday")

    await world.go(page, "noor", "cto")
    post = page.get_by_role("article").filter(has_text="Payments leave the shared database")
    await expect(post.get_by_text("Pinned")).to_be_visible()
    await expect(post.locator("time").first).to_have_text("09:00")


async def move_the_clock(page: Page, to: str) -> None:
    await page.get_by_role("button", name="The workspace's clock. Move it").click()
    await page.get_by_role("menuitem", name=to).click()
    await expect(page.locator(".clock-time")).to_contain_text({"Friday": "Fri 20", "Monday": "Mon 23"}[to])


async def test_a_newcomer_turns_the_pages_of_the_week(world_with_a_past: World) -> None:
    world = world_with_a_past
    page = await world.see("", "")
    await expect(page.get_by_text("cadence keeps the operating rhythm")).to_be_visible()
    steps = len(world.story.steps())

    for number in range(steps):
        await page.get_by_role("button", name="Next").click()
        await expect(page.get_by_role("link", name=f"{number + 1} of {steps}")).to_be_visible()

    await expect(page.get_by_text("The week is over")).to_be_visible()
    await page.get_by_role("link", name=f"{steps} of {steps}").click()
    panel = page.get_by_role("complementary", name="The week")
    await expect(panel.get_by_text("Do it yourself").first).to_be_visible()
    assert all(not told.trouble for told in world.story.steps())


async def test_everything_can_be_done_without_a_mouse(world: World) -> None:
    page = await world.see("maya", "general")
    await expect(page.get_by_label("Write to general")).to_be_focused()
    await page.keyboard.type("/fo")
    await expect(page.get_by_role("option", name="/focus")).to_be_visible()
    await page.keyboard.press("Enter")
    await page.keyboard.press("Enter")
    in_focus = page.get_by_role("dialog").locator(":focus")
    await expect(in_focus).to_have_count(1)
    while await in_focus.get_attribute("data-action") != "what-0":
        await page.keyboard.press("Tab")
    await page.keyboard.type("On-call that lets people sleep")
    await expect(in_focus).to_have_value("On-call that lets people sleep")
    await page.keyboard.press("Escape")
    await expect(page.get_by_role("dialog")).to_have_count(0)
    await expect(page.get_by_label("Write to general")).to_be_focused()


async def test_arrow_keys_walk_menus_and_messages(world: World) -> None:
    await world.story.stage.person("tom").says("#general", "Good morning")
    page = await world.see("maya", "general")
    await page.get_by_role("button", name="Change whose eyes").focus()
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("menuitem", name="Maya Okafor")).to_be_focused()
    await page.keyboard.press("ArrowDown")
    await expect(page.get_by_role("menuitem", name="Tom Brandt")).to_be_focused()
    await page.keyboard.press("Escape")
    await expect(page.get_by_role("button", name="Change whose eyes")).to_be_focused()

    await page.get_by_role("log").focus()
    await page.keyboard.press("ArrowUp")
    await expect(page.get_by_role("article").last).to_be_focused()
    await page.keyboard.press("Tab")
    await page.keyboard.press("Enter")
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("button", name=re.compile(r"^\+1, 1"))).to_be_visible()
