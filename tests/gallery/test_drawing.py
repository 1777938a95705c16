"""`make gallery` draws what changed of messages and modals, as the sandbox's window shows them; with ALL=1 every one.

Every other run draws nothing.
"""

import io
import os

import pytest
from PIL import Image
from playwright.async_api import Locator, Page, expect
from slack_sdk.web.async_client import AsyncWebClient

from bot.sandbox.client import SandboxClient
from bot.sandbox.server import Sandbox
from bot.sandbox.views import with_ids
from tests.browser.conftest import Eyes, browser, eyes, people, sandbox, slack
from tests.gallery import page as gallery
from tests.gallery import views
from tests.gallery.views import Shown

__all__ = ["browser", "eyes", "people", "sandbox", "slack"]

pytestmark = pytest.mark.skipif("CADENCE_GALLERY" not in os.environ, reason="draws only when `make gallery` asks")

#: Taller than a digest of very many promises.
VIEWPORT = {"width": 760, "height": 3600}
#: Letters in a few colours: crisp, and little more than half of what WebP takes that loses some.
COLOURS = 32

#: A form that scrolls is drawn whole, and without the caret in its first field.
UNROLLED = """dialog => {
    document.activeElement?.blur();
    for (const part of [dialog, ...dialog.querySelectorAll('.modal-body')]) {
        part.style.maxHeight = 'none';
        part.style.overflowY = 'visible';
    }
}"""


async def draw(found: Locator, shown: Shown) -> None:
    await found.scroll_into_view_if_needed()
    taken = Image.open(io.BytesIO(await found.screenshot())).convert("RGB")
    drawn = taken.quantize(COLOURS, dither=Image.Dither.NONE).convert("RGB")
    drawn.save(gallery.file(shown), "WEBP", lossless=True, method=4)


async def test_every_message_and_modal_that_changed_is_drawn(
    eyes: Eyes, sandbox: Sandbox, people: SandboxClient, slack: AsyncWebClient
) -> None:
    everything = list(views.everything())
    gallery.PICTURES.mkdir(exist_ok=True)
    now = {gallery.file(shown).name: gallery.digest(shown) for shown in everything}
    for old in gallery.PICTURES.glob("*.webp"):
        if old.name not in now:
            old.unlink()
    before = {} if os.environ.get("ALL") else gallery.drawn()
    page = await eyes.see("ana", "cto", viewport=VIEWPORT)
    for shown in everything:
        if before.get(gallery.file(shown).name) == gallery.digest(shown):
            continue
        if shown.is_modal:
            await _modal(page, sandbox, shown)
        else:
            await _message(page, slack, shown)
    gallery.note(now)
    gallery.main()


async def _message(page: Page, slack: AsyncWebClient, shown: Shown) -> None:
    before = await page.get_by_role("article").count()
    await slack.chat_postMessage(channel="C0CTO", **shown.payload)
    await expect(page.get_by_role("article")).to_have_count(before + 1)
    await draw(page.get_by_role("article").last, shown)


async def _modal(page: Page, sandbox: Sandbox, shown: Shown) -> None:
    workspace = sandbox.workspace
    workspace.views.open("U0ANA", shown.payload, with_ids(shown.payload["blocks"], workspace.ids))
    workspace.changed()
    await expect(page.get_by_role("dialog")).to_be_visible()
    await page.get_by_role("dialog").evaluate(UNROLLED)
    await draw(page.get_by_role("dialog"), shown)
    workspace.views.clear("U0ANA")
    workspace.changed()
    await expect(page.get_by_role("dialog")).to_have_count(0)
