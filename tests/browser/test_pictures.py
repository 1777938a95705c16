"""The pictures of the README and of docs/: `make pictures` draws them, every other run leaves them as they are."""

import os
from pathlib import Path

import pytest
from playwright.async_api import Browser, Page, expect

from bot.cli.scenes.focus import MONDAY_NINE
from bot.cli.scenes.scene import local
from bot.sandbox import channels
from tests.browser.conftest import Eyes, World
from tests.factories import MAYA, TOM
from tests.stories.test_first_five_minutes import just_installed

#: On Tuesday, once Ana has said more and before Maya answers.
QUESTION_OPEN = local(3, 3, 12, 37)
FOLDER = os.environ.get("CADENCE_PICTURES")
pytestmark = pytest.mark.skipif(FOLDER is None, reason="draws only when `make pictures` asks")
SMALL = {"width": 1080, "height": 720}
TALL = {"width": 1080, "height": 880}
LOW = {"width": 900, "height": 420}
LONG = {"width": 900, "height": 900}
PHONE = {"width": 375, "height": 760}


async def draw(page: Page, name: str) -> None:
    await page.wait_for_function("document.fonts.ready")
    await page.locator(".composer textarea:focus").evaluate_all("areas => areas.forEach(area => area.blur())")
    await page.screenshot(path=Path(FOLDER or "") / f"{name}.png")


async def play_until_monday(world: World) -> None:
    while (told := await world.story.next()) and told.at < MONDAY_NINE:
        assert not told.trouble


async def test_the_mondays_post(world_with_a_past: World) -> None:
    world = world_with_a_past
    await play_until_monday(world)
    for scheme, dots in (("light", 2), ("dark", 1)):
        page = await world.see("noor", "cto", viewport=TALL, color_scheme=scheme, device_scale_factor=dots)
        await expect(page.get_by_text("Payments leave the shared database").last).to_be_visible()
        await draw(page, f"monday-{scheme}")
    await draw(await world.see("noor", "cto", viewport=PHONE), "monday-phone")


async def test_the_form_and_the_tools(world_with_a_past: World) -> None:
    world = world_with_a_past
    await world.story.next()
    page = await world.see("maya", "messages", viewport=SMALL)
    await draw(page, "focus-friday")
    await page.get_by_role("button", name="Write Monday's post").click()
    await expect(page.get_by_role("dialog")).to_be_visible()
    await draw(page, "form")
    page = await world.see("tom", "general&panel=traffic", viewport=SMALL)
    await draw(page, "traffic")
    page = await world.see("noor", "cto&panel=week", viewport=SMALL)
    await draw(page, "week")


async def test_app_home(world_with_a_past: World) -> None:
    """When a question waits for the CTO."""
    world = world_with_a_past
    while (told := await world.story.next()) and told.at < QUESTION_OPEN:
        assert not told.trouble
    for scheme in ("light", "dark"):
        page = await world.see("maya", "home", viewport=TALL, color_scheme=scheme)
        await expect(page.get_by_text("question waits for you")).to_be_visible()
        await draw(page, f"home-{scheme}")
    page = await world.see("priya", "home", viewport=PHONE)
    await expect(page.get_by_role("heading", name="Your promises")).to_be_visible()
    await draw(page, "home-phone")


async def test_the_first_five_minutes(browser: Browser, tmp_path: Path) -> None:
    async with just_installed(f"sqlite:///{tmp_path / 'first.sqlite3'}") as office:
        eyes = Eyes(browser, office.sandbox.url)
        made = channels.create(office.sandbox.workspace, TOM, "cto", private=False)
        made.members += [MAYA]
        page = await eyes.see("tom", "messages", viewport=LOW)
        await draw(page, "setup-invitation")
        await page.set_viewport_size(LONG)
        await page.get_by_role("button", name="Set up cadence").click()
        await page.get_by_label("Who is the CTO?").select_option(label="Maya Okafor – CTO")
        await draw(page, "setup-form")
        await page.get_by_role("button", name="See what will happen").click()
        await expect(page.get_by_text("Nothing is saved yet")).to_be_visible()
        await draw(page, "setup-what-happens")
        await page.get_by_role("button", name="Save").click()
        await expect(page.get_by_text("cadence is set up.")).to_be_visible()
        page = await eyes.see("maya", "messages", viewport=LOW)
        await draw(page, "setup-cto")
        await _the_first_post(page)
        await office.stage.until(MONDAY_NINE)
        page = await eyes.see("ana", "cto", viewport=SMALL)
        await expect(page.get_by_text("Payments leave the shared database").last).to_be_visible()
        await draw(page, "setup-monday")
        assert eyes.wrong == []


async def _the_first_post(page: Page) -> None:
    """The CTO writes it and approves it."""
    await page.get_by_label("Write to cadence").fill("/focus")
    await page.get_by_role("button", name="Send").click()
    await page.set_viewport_size(TALL)
    await page.get_by_role("textbox", name="Focus 1").fill("Payments leave the shared database")
    await page.get_by_label("Why it matters now").first.fill("Its cost doubled in January.")
    await draw(page, "setup-first-post")
    await page.get_by_role("button", name="Save and preview").click()
    await expect(page.get_by_role("dialog")).to_have_count(0)
    await expect(page.get_by_role("button", name="Approve", exact=True)).to_be_visible()
    await page.set_viewport_size(SMALL)
    await draw(page, "setup-preview")
    await page.get_by_role("button", name="Approve", exact=True).click()
    await expect(page.get_by_text("Approved by Maya Okafor. It goes out")).to_be_visible()
    await draw(page, "setup-approved")
