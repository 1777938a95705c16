"""A real Chromium in front of the sandbox's window."""

import os
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from playwright.async_api import Browser, Page, async_playwright, expect
from slack_sdk.web.async_client import AsyncWebClient

from bot.cli.demo import before_the_week
from bot.cli.story import Story
from bot.sandbox.client import SandboxClient
from bot.sandbox.server import Sandbox
from tests.browser import chromium

PATIENCE_MS = 20_000
WIDE = {"width": 1280, "height": 800}


@pytest.fixture
async def browser() -> AsyncIterator[Browser]:
    found = chromium.find()
    if found is None:
        if os.environ.get("CADENCE_NEEDS_CHROMIUM"):
            pytest.fail("no Chromium, and here one must be: see tests/browser/chromium.py")
        pytest.skip("no Chromium: name one in CHROMIUM, or let `make test` install it")
    expect.set_options(timeout=PATIENCE_MS)
    async with async_playwright() as playwright:
        launched = await playwright.chromium.launch(executable_path=found)
        yield launched
        await launched.close()


class Eyes:
    """Opens pages of one window, and remembers what went wrong in them."""

    def __init__(self, browser: Browser, url: str) -> None:
        self._browser, self._url = browser, url
        self.wrong: list[str] = []

    async def see(self, viewer: str, place: str, **more: Any) -> Page:
        """A page of its own; `more` goes to the browser's context, such as color_scheme."""
        context = await self._browser.new_context(viewport=more.pop("viewport", WIDE), reduced_motion="reduce", **more)
        context.set_default_timeout(PATIENCE_MS)
        page = await context.new_page()
        page.on("pageerror", lambda error: self.wrong.append(str(error)))
        page.on("console", lambda said: self.wrong.append(said.text) if said.type == "error" else None)
        await self.go(page, viewer, place)
        return page

    async def go(self, page: Page, viewer: str, place: str) -> None:
        await page.goto(f"{self._url}/?as={viewer}&in={place}")


@pytest.fixture
async def sandbox() -> AsyncIterator[Sandbox]:
    """A workspace without an app in it."""
    async with Sandbox() as running:
        yield running


@pytest.fixture
async def eyes(browser: Browser, sandbox: Sandbox) -> AsyncIterator[Eyes]:
    looking = Eyes(browser, sandbox.url)
    yield looking
    assert looking.wrong == []


@pytest.fixture
async def people(sandbox: Sandbox) -> AsyncIterator[SandboxClient]:
    async with SandboxClient(sandbox.url) as client:
        yield client


@pytest.fixture
async def slack(sandbox: Sandbox) -> AsyncIterator[AsyncWebClient]:
    async with aiohttp.ClientSession() as session:
        yield AsyncWebClient(token="xoxb-sandbox", base_url=sandbox.api_url, session=session, retry_handlers=[])


class World:
    """The demo, with eyes on it."""

    def __init__(self, story: Story, sandbox: Sandbox, eyes: Eyes) -> None:
        self.story, self.sandbox, self.eyes = story, sandbox, eyes
        self.see, self.go = eyes.see, eyes.go


@pytest.fixture
async def world(browser: Browser, tmp_path: Path) -> AsyncIterator[World]:
    """A Friday afternoon, a minute before the CTO is asked for the first time: nothing has happened yet."""
    async with before_the_week(tmp_path) as (story, running):
        looking = Eyes(browser, running.url)
        running.window.tells(story, "noor", "#cto")
        yield World(story, running, looking)
        assert looking.wrong == []


@pytest.fixture
async def world_with_a_past(world: World) -> World:
    """As the demo opens."""
    await world.story.open()
    world.sandbox.window.tells(world.story, "noor", "#cto")
    return world
