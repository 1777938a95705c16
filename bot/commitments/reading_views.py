"""What everybody can do with a digest that was posted: go through it page by page, and ask about a promise."""

import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from bot.commitments import digest_text, slip_views
from bot.commitments.digest import Digest, Line
from bot.commitments.digest_post import change_line, counts, in_words
from bot.commitments.forms import read
from bot.commitments.views import MARKS, Block, mark, strip_text
from bot.prompts import Words
from bot.slack import blocks
from bot.slack.blocks import Choice, Modal
from bot.slack.text import escape, one_line, shorten

Slide = tuple[str, Sequence[Block]]

SLIDE = "all_hands.slide"
PICK_FORM = "all_hands.pick_form"

CHANGES_ON_SLIDE = 8
LINES_ON_SLIDE = 10
#: Of a menu of choices.
MOST_CHOICES = 100


# Page by page


def presentation(digest: Digest, words: Words, at: int = 0) -> Modal:
    """One page of it; the same values as the post, and nothing that came after."""
    slides = list(_slides(digest, words))
    at = min(max(at, 0), len(slides) - 1)
    heading, body = slides[at]
    content = [blocks.header(heading), *body, blocks.context(f"{at + 1} of {len(slides)}"), _turning(at, len(slides))]
    memory = json.dumps({"day": digest.day.isoformat()})
    held = digest.held or digest.day
    title = f"All-hands, {held.day} {held:%b}"
    return blocks.modal(title, content, close="Close", private_metadata=memory)


def _turning(at: int, count: int) -> Block:
    back = blocks.button("Back", f"{SLIDE}.back", value=str(at - 1))
    on = blocks.button("Next", f"{SLIDE}.on", value=str(at + 1), style="primary")
    return blocks.actions(*([back] if at else []), *([on] if at < count - 1 else [_first()]), block_id="slide")


def _first() -> Block:
    return blocks.button("From the beginning", f"{SLIDE}.first", value="0")


def slide_ids() -> list[str]:
    return [f"{SLIDE}.{way}" for way in ("back", "on", "first")]


def read_day(view: Mapping[str, Any]) -> date:
    return date.fromisoformat(json.loads(view["private_metadata"])["day"])


def _slides(digest: Digest, words: Words) -> Iterator[Slide]:
    yield "What we promised, and where we are", list(_results(digest))
    changed = digest.changed
    for start in range(0, len(changed), CHANGES_ON_SLIDE):
        shown = [change_line(line, digest) for line in changed[start : start + CHANGES_ON_SLIDE]]
        yield "What changed", [blocks.section(said) for said in shown]
    if digest.meetings and digest.lines:
        yield "At each all-hands", [blocks.section("\n".join(_counts(digest)))]
    if digest.slips:
        yield "How dates moved", [blocks.section(slip_views.words(slip, digest.today)) for slip in digest.slips]
    for start in range(0, len(digest.lines), LINES_ON_SLIDE):
        yield "Every promise", [_promise(line, digest) for line in digest.lines[start : start + LINES_ON_SLIDE]]
    if digest.learned or digest.figures:
        yield digest_text.elsewhere_title(digest), list(_elsewhere(digest))
    asked = [f"{number}. {escape(question)}" for number, question in enumerate(digest.questions, start=1)]
    yield "To talk about", [blocks.section("\n".join(asked))]
    yield "What each number means", [blocks.context(line) for line in words["numbers"].strip().split("\n")]


def _results(digest: Digest) -> Iterator[Block]:
    if digest.opening:
        yield blocks.words(digest.opening, quote=True)
    told = (digest_text.result(digest), digest_text.kept_of_due(digest), digest_text.how_good_forecasts_were(digest))
    yield from (blocks.section(sentence) for sentence in told if sentence)


def _counts(digest: Digest) -> Iterator[str]:
    """What the post's chart shows, in words: charts stand in messages only."""
    yield from (f"*{name}*   {in_words(count)}" for name, count in counts(digest))


def _promise(line: Line, digest: Digest) -> Block:
    facts = " · ".join(filter(None, digest_text.facts(line, digest.today)))
    strip = strip_text([*zip(digest.meetings, line.strip, strict=True), ("now", line.state)]) if digest.meetings else ""
    added = f"_{escape(one_line(line.sentence))}_" if line.sentence else ""
    said = [f"*{escape(shorten(line.what, 120))}*", f"{mark(line.state)} {escape(facts)}", strip, added]
    return blocks.section("\n".join(filter(None, said)))


def _elsewhere(digest: Digest) -> Iterator[Block]:
    if digest.learned:
        yield blocks.section("\n".join(digest.learned))
    if digest.figures:
        yield blocks.context("\n".join(digest.figures))


# Asking about a promise


def pick_form(digest: Digest, words: Words, source: str) -> Modal:
    """Which promise it is about; `source` is where the digest stands, as `channel:ts`."""
    choices = [Choice(f"{MARKS[line.state]} {one_line(line.what)}", str(line.id)) for line in digest.lines]
    field = blocks.choice_field("promise", choices[:MOST_CHOICES])
    hint = words["ask_about_hint"] if len(choices) > MOST_CHOICES else None
    body = [blocks.ask(words["ask_about_label"], field, hint=hint, block_id="promise")]
    memory = json.dumps({"day": digest.day.isoformat(), "source": source})
    return blocks.modal(
        "Ask about a promise",
        body,
        callback_id=PICK_FORM,
        submit="Next",
        close="Cancel",
        private_metadata=memory,
    )


def read_pick(view: Mapping[str, Any]) -> tuple[int, str]:
    """The number of the promise, and where the digest stands."""
    return int(read(view)["promise"]), json.loads(view["private_metadata"])["source"]


def about(what: str, words: Words) -> str:
    """How the question begins."""
    return words["ask_about"].format(what=one_line(what)) + "\n\n"
