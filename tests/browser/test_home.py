"""App Home in the window: opened, used and redrawn before somebody's eyes, at a desk and on a phone."""

from playwright.async_api import Page, expect

from tests.browser.conftest import World
from tests.browser.test_window import serious

WHY = "Why do we run two deploy pipelines?"
PHONE = {"width": 375, "height": 760}


async def ask(page: Page) -> None:
    await page.locator("#home").get_by_role("button", name="Ask", exact=True).click()
    await page.get_by_role("textbox", name="What would you like to ask").fill(WHY)
    await page.get_by_role("button", name="Ask", exact=True).last.click()
    await expect(page.get_by_role("dialog")).to_have_count(0)


async def test_a_question_goes_from_one_home_to_another_and_back(world: World) -> None:
    ana, maya = await world.see("ana", "home"), await world.see("maya", "home", viewport=PHONE)
    await expect(ana.get_by_text("Nothing waits for you")).to_be_visible()
    await ask(ana)
    await expect(ana.locator("#home").get_by_text("Waiting for Maya Okafor")).to_be_visible()

    await expect(maya.get_by_text("One question waits for you")).to_be_visible()
    await maya.get_by_role("button", name=f"Answer: {WHY}").click()
    await maya.get_by_role("textbox", name="Your answer").fill("One of them goes in June.")
    await maya.get_by_role("dialog").get_by_role("button", name="Answer").click()
    await expect(maya.get_by_text("Nothing waits for you")).to_be_visible()

    await ana.get_by_role("button", name="Yes, this answered it").click()
    await expect(ana.get_by_text("Nothing waits for you")).to_be_visible()


async def test_home_reads_well_in_the_dark_on_a_phone_and_for_a_screen_reader(world: World) -> None:
    await ask(await world.see("ana", "home"))
    page = await world.see("maya", "home", viewport=PHONE, color_scheme="dark")
    await expect(page.get_by_text("One question waits for you")).to_be_visible()

    assert await serious(page) == []
    assert await page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
