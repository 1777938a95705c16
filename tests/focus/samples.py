"""Anything that people may write, for the views of the week's post."""

from datetime import date
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st

from bot import prompts
from bot.focus.content import MOST_ITEMS, Closing, Content, Fate, Item, faults
from bot.focus.letters import Desk, Sheet
from bot.focus.post import PostFacts
from bot.focus.rules import Week
from bot.slack.text import escape
from tests.factories import CTO_CHANNEL

WORDS = prompts.load().of("focus")
W10 = Week(2026, 10)
FACTS = PostFacts(W10, date(2026, 3, 2), "Maya Okafor", "CTO")
DESK = Desk(W10, CTO_CHANNEL, "<!date^1772438400^{date_short_pretty} at {time}|Mon 2 Mar 2026, 09:00 CET>", 3)

any_text = st.text(max_size=59) | st.text(alphabet="<>&@*_~`|!#: \nא", max_size=59)
any_words = any_text.map(lambda text: f"a{text}")
any_fate = st.none() | st.sampled_from(Fate)
any_item = st.builds(Item, any_words, any_words, st.integers(1, 60))
any_closing = st.builds(Closing, any_words, any_fate, any_text)
any_content = st.builds(
    Content,
    items=st.lists(st.builds(Item, any_text, any_text, st.integers(1, 60)), max_size=MOST_ITEMS).map(tuple),
    not_this_week=any_text,
    would_like_to_hear=any_text,
    cannot_talk=any_text,
    look_again=st.none() | st.dates(date(1970, 1, 1)),
    you_said=any_text,
    closings=st.lists(any_closing, max_size=MOST_ITEMS).map(tuple),
    closes=st.just("2026-W09"),
)
#: What can be saved.
fine_content = st.builds(
    Content,
    items=st.lists(any_item, min_size=1, max_size=MOST_ITEMS).map(tuple),
    not_this_week=st.just("") | any_words,
    would_like_to_hear=st.just("") | any_words,
    cannot_talk=any_words,
    look_again=st.dates(date(1970, 1, 1)),
    you_said=st.just("") | any_words,
    closings=st.lists(st.builds(Closing, any_words, st.sampled_from(Fate), any_words), max_size=MOST_ITEMS).map(tuple),
    closes=st.just("2026-W09"),
).filter(lambda content: not faults(content, date.min))
any_facts = st.builds(
    PostFacts,
    week=st.dates(date(1970, 1, 1)).map(Week.of),
    day=st.dates(date(1970, 1, 1)),
    author=any_text.map(escape),
    title=st.text(min_size=1, max_size=60),
    approved_by_other=st.none() | any_text.map(escape),
    late_since=st.none() | st.just("Monday 09:00"),
    edited=st.none() | st.just("Monday 14:02"),
    figures=st.lists(st.just("Questions last week: 12 asked, 11 answered."), max_size=2),
)
any_sheet = st.lists(st.tuples(any_item, any_closing), max_size=5).map(
    lambda before: Sheet(
        before, Week(2026, 9), [item.what for item, _ in before[:2]], ["• 2 questions wait"], "9 replies"
    )
)

few = settings(max_examples=30)


def texts(node: Any) -> list[str]:
    match node:
        case {"text": str(text), **rest}:
            return [text, *texts(list(rest.values()))]
        case dict():
            return texts(list(node.values()))
        case [*several]:
            return [text for one in several for text in texts(one)]
    return []
