"""Examples of Monday's post, of what leads up to it, and of what is looked up later."""

from dataclasses import replace
from datetime import date

from bot.focus import history_views, post, sentences
from bot.focus.content import Content, Item
from bot.focus.post import PostFacts
from bot.questions import reporting
from tests.gallery import samples

FACTS = PostFacts(
    samples.W10, date(2026, 3, 2), "Maya Okafor", "CTO", figures=samples.FIGURES, explained=(samples.WHY,)
)
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

WEEKS = [
    "<https://larkspur-freight.slack.com|Week 10, 2026>: Payments leave the shared database · A platform lead joins",
    "Week 9, 2026: Close the audit · Payments plan · Offsite",
]

OWN = {
    "focus.post.post": {
        "": lambda: post.post(FACTS, samples.CONTENT),
        ", of one thing": lambda: post.post(replace(FACTS, figures=(), explained=()), SHORT),
        ", late, approved by somebody else, edited": lambda: post.post(
            replace(FACTS, approved_by_other="Tom Brandt", late_since="Monday 09:00", edited="Tue 10:12"), SHORT
        ),
        ", too long for one screen": lambda: post.post(FACTS, LONG),
    },
    "focus.history_views.listing": {
        "": lambda: history_views.listing(sentences.so_many(12, 2), WEEKS, sentences.HOW_TO_FIND),
        ", by words": lambda: history_views.listing(sentences.some_say(1, "audit"), WEEKS[1:], ""),
    },
    "focus.history_views.with_notes": {
        "": lambda: history_views.with_notes(
            samples.POST.message,
            ["<https://larkspur-freight.slack.com|In the channel>", "2 questions asked, 1 answered."],
            [reporting.asked_button("2026-W10")],
        )
    },
    "focus.history_views.reading": {"": lambda: history_views.reading(samples.POST.message.blocks)},
    "focus.history_views.no_such_week": {"": lambda: history_views.no_such_week("2026-W99")},
    "focus.history_views.none_says": {"": lambda: history_views.none_says("kubernetes")},
    "focus.history_views.silence": {"": lambda: history_views.silence("Maya Okafor", "Monday 09:00")},
    "focus.history_views.nothing_posted_yet": {"": lambda: history_views.nothing_posted_yet("Monday 09:00")},
    "focus.history_views.away": {
        "": lambda: history_views.away("2 March to 6 March 2026", sentences.while_away(None, skipped=False))
    },
}
