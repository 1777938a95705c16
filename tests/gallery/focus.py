"""Examples of Monday's post, of what leads up to it, and of what is looked up later."""

from dataclasses import replace
from datetime import date

from bot.focus import post
from bot.focus.content import Content, Item
from bot.focus.post import PostFacts
from tests.gallery import samples

FACTS = PostFacts(samples.W10, date(2026, 3, 2), "Maya Okafor", "CTO", figures=samples.FIGURES)
SHORT = Content(items=(Item("The move to the new building", "Half of us cannot work on Thursday."),))
LONG = replace(
    samples.CONTENT,
    you_said=f"{samples.CONTENT.you_said} Eleven of you asked what the audit found; its summary is on the wall, and "
    "the three findings that touch everybody are walked through at the all-hands, with time for questions.",
    items=tuple(
        replace(item, why=f"{item.why} We looked at what it would take to wait another quarter, and it is more.")
        for item in samples.CONTENT.items
    ),
)

OWN = {
    "focus.post.post": {
        "": lambda: post.post(FACTS, samples.CONTENT),
        ", of one thing": lambda: post.post(replace(FACTS, figures=()), SHORT),
        ", late, approved by somebody else, edited": lambda: post.post(
            replace(FACTS, approved_by_other="Tom Brandt", late_since="Monday 09:00", edited="Tue 10:12"), SHORT
        ),
        ", too long for one screen": lambda: post.post(FACTS, LONG),
    },
}
