"""The digest's pictures: drawn from its snapshot, said in words too, and sent into its thread."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from io import BytesIO

import pytest
import sqlalchemy as sa
from PIL import Image

from bot import settings as settings_
from bot.commitments import digest_text, picture_files, pictures, slip_views
from bot.commitments.digest import TELLING, Digest, frozen, in_order
from bot.commitments.meeting_models import AllHands, Held
from bot.commitments.pictures import COLOURS, drawable, fitted
from bot.commitments.slip_picture import INKS, slip_picture
from bot.commitments.slips import Slip
from bot.commitments.states import State
from bot.commitments.strip_picture import MOST_ROWS, description, in_words, strip_picture
from bot.commitments.views import MARKS
from bot.slack import outbox
from bot.slack.files import MOST_ALT, MOST_BYTES
from bot.slack.messages import Message
from bot.slack.outbox import Delivery, Kind
from bot.slack.validation import problems
from bot.storage import Database
from tests.factories import CTO_CHANNEL, settings
from tests.gallery.samples import DIGEST, LINES, SLIPS, TODAY
from tests.slack.test_delivery import Post, a_post

WITHHELD = frozenset({"files:write"})


def many(count: int) -> Digest:
    """Of every state, in every script."""
    names = ("Search under 200 ms", "Größere Verträge", "Поиск быстрее", "検索を速くする", "W" * 200)
    lines = [
        replace(LINES[number % 5], id=number, what=names[number % 5], state=TELLING[number % len(TELLING)])
        for number in range(count)
    ]
    return replace(DIGEST, lines=tuple(lines))


def slips(count: int) -> Sequence[Slip]:
    return [replace(SLIPS[0], id=number, what=f"Promise of {number}") for number in range(count)]


def opened(png: bytes) -> Image.Image:
    image = Image.open(BytesIO(png))
    image.load()
    return image


# Drawn


@pytest.mark.parametrize("count", [0, 1, 14, 300])
def test_the_strip_is_a_small_opaque_picture_no_longer_than_a_phone_shows(count: int) -> None:
    png = strip_picture(many(count))
    image = opened(png)

    assert (image.format, image.width) == ("PNG", 1080)
    assert "transparency" not in image.info
    assert image.height < 1.25 * image.width
    assert len(png) < MOST_BYTES / 10


@pytest.mark.parametrize("count", [1, 2, 8, 12])
def test_the_slips_are_one_too(count: int) -> None:
    image = opened(slip_picture(slips(count), TODAY))

    assert (image.format, image.width) == ("PNG", 1080)
    assert image.height < 1.25 * image.width


def test_one_word_on_one_day_is_a_picture_as_well() -> None:
    said_today = Slip(1, "Search", TODAY, ((TODAY, TODAY + timedelta(days=1)),))

    assert opened(slip_picture([said_today], TODAY)).format == "PNG"


def test_the_same_digest_is_the_same_bytes() -> None:
    assert strip_picture(many(14)) == strip_picture(many(14))


@pytest.mark.parametrize("state", TELLING)
def test_every_state_has_a_colour_of_its_own_on_which_its_mark_can_be_read(state: State) -> None:
    colour = COLOURS[state]

    assert sum(each.fill == colour.fill for each in COLOURS.values()) == 1
    assert contrast(colour.fill, colour.ink) >= 4.5
    assert drawable(MARKS[state], "") == MARKS[state]


@pytest.mark.parametrize("ink", [*INKS, pictures.INK, pictures.FAINT])
def test_letters_and_lines_can_be_read_on_the_ground(ink: str) -> None:
    assert contrast(ink, pictures.GROUND) >= 3.8


def contrast(one: str, other: str) -> float:
    """As WCAG counts it."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize(
    ("text", "shown"),
    [("Größere Verträge", "Größere Verträge"), ("Zażółć", "Zażółć"), ("Поиск", "Поиск"), ("検索", "Promise 7")],
)
def test_what_the_font_cannot_write_is_named_by_its_number(text: str, shown: str) -> None:
    assert drawable(text, "Promise 7") == shown


def test_a_long_name_is_cut_where_there_is_no_room_left() -> None:
    cut = fitted("W" * 200, 300)

    assert cut.endswith("…")
    assert pictures.font(pictures.TEXT).getlength(cut) <= 300


# In words


def test_words_say_all_that_the_strip_shows() -> None:
    said = list(in_words(DIGEST))

    assert said[0] == "5 promises, from one all-hands to the next."
    assert said[2] == "Search answers in under 200 ms: Dec on track, Jan on track, now at risk, forecast 20 Mar."
    assert list(in_words(many(300)))[-1] == f"And {300 - MOST_ROWS} more, in the table."


@pytest.mark.parametrize("count", [1, 14, 300])
def test_a_description_begins_with_what_matters_most_and_ends_with_a_whole_sentence(count: int) -> None:
    told = replace(many(count), lines=in_order(many(count).lines))
    said = description(told, MOST_ALT)

    assert len(said) <= MOST_ALT
    assert digest_text.result(told) in said.partition(": ")[0]
    rows = said.count(", now ") + said.count(": now ")
    assert said.endswith(f" And {count - rows} more, in the table." if rows < count else ".")
    assert count < MOST_ROWS or 5 < rows < count
    assert "…" not in said


def test_a_description_of_dates_says_how_many_have_no_room() -> None:
    long = [replace(each, what="Verträge " * 30, updates=SLIPS[0].updates * 3) for each in slips(8)]
    said = slip_views.description(long, TODAY, 500)

    assert len(said) <= 500
    assert said.endswith(f" And {8 - said.count('Verträge…: ')} more, in the words over the picture.")


@pytest.mark.parametrize("count", [1, 14, 300])
def test_the_words_fit_where_they_go(count: int) -> None:
    instead = picture_files.strip_in_words(many(count))

    assert problems(instead.payload()) == []


# Sent


@pytest.fixture
async def post(database: Database, now: datetime):  # type: ignore[no-untyped-def]  # a fixture of that type
    async with a_post(database, now, drawers=picture_files.FILES) as post:
        database.run_here(settings_.save, settings(), by="a test", now=now)
        yield post


def publish(post: Post, digest: Digest) -> None:
    held = {"day": digest.day, "standing": Held.POSTED, "opening": "", "sentences": {}, "revision": 0}
    held |= {"desk_messages": 0, "created_at": post.now, "posted_at": post.now, "snapshot": frozen(digest)}
    held |= {"on_track_ahead": 0, "of_them_kept": 0}
    post.database.run_here(lambda session: session.execute(sa.insert(AllHands).values(held)))
    post.database.run_here(
        outbox.enqueue, key="digest", channel=CTO_CHANNEL, message=Message("The digest"), now=post.now
    )
    told = {"about": "digest", "channel": CTO_CHANNEL, "now": post.now}
    post.database.run_here(picture_files.enqueue, digest, **told)


def kinds(post: Post) -> list[tuple[str, str]]:
    query = sa.select(Delivery.key, Delivery.kind).where(Delivery.about == "digest").order_by(Delivery.id)
    return [(key, kind) for key, kind in post.database.run_here(lambda session: session.execute(query).all())]


async def test_both_stand_in_the_thread_of_the_digest_once_with_words_for_who_does_not_see(post: Post) -> None:
    publish(post, DIGEST)
    await post.delivers()

    digest, *shown = post.sandbox.workspace.conversations[CTO_CHANNEL].messages.values()
    assert [message.thread_ts for message in shown] == [digest.ts] * 2
    strip, moved = [message.extra["files"][0] for message in shown]
    assert (strip["name"], strip["mimetype"]) == ("promises-2026-03-05.png", "image/png")
    assert "SSO for all customers: Dec on track, Jan on track, now missed." in strip["alt_txt"]
    assert moved["alt_txt"].startswith("Search answers in under 200 ms: 27 Feb → 6 Mar (+7 days, said 2 Feb)")
    assert post.sandbox.workspace.files[strip["id"]].content == strip_picture(DIGEST)


async def test_where_the_workspace_takes_no_files_the_thread_says_it_in_words_and_a_chart(post: Post) -> None:
    post.sandbox.workspace.manifest.withheld = WITHHELD
    publish(post, DIGEST)
    await post.delivers()

    _, strip, moved = [message for message in post.sandbox.workspace.conversations[CTO_CHANNEL].messages.values()]
    assert "SSO for all customers: Dec on track, Jan on track, now missed." in strip.text
    assert [block["type"] for block in moved.blocks] == ["section", "data_visualization", "context"]


async def test_nothing_is_drawn_of_nothing(post: Post) -> None:
    publish(post, replace(DIGEST, lines=(), slips=()))
    assert kinds(post) == []


async def test_at_the_first_all_hands_there_is_no_strip_yet(post: Post) -> None:
    first = replace(DIGEST, meetings=(), lines=tuple(replace(line, strip=()) for line in LINES))
    publish(post, first)
    assert kinds(post) == [("digest:slips", Kind.FILE)]


async def test_a_meeting_that_is_forgotten_is_not_drawn(post: Post) -> None:
    publish(post, DIGEST)
    post.database.run_here(lambda session: session.execute(sa.update(AllHands).values(day=date(2027, 1, 1))))
    await post.delivers()

    assert all(
        "files" not in each.extra for each in post.sandbox.workspace.conversations[CTO_CHANNEL].messages.values()
    )
