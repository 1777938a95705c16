"""Examples of cards of questions, of what is said around them, and of the windows behind them."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

from bot.questions import behind, digest_views, menu, notes, nudges, reporting, rules, sentences, views
from bot.questions.course import State
from bot.questions.menu import Look
from bot.questions.rules import Kind, Visibility
from bot.questions.views import Wait
from bot.questions.wanting import Wanting
from tests.gallery import samples, values

TEXT = "Why do we run two deploy pipelines?"
OTHERS = [(12, "Why does release have its own pipeline?"), (9, "Who decides what the build machines run?")]
REPLIES = [("1772442720.000200", "Lea Roth, Tue 10:40"), ("1772442720.000300", "Jonas Keller, Tue 11:05")]


def asked(**told: Any) -> Callable[[], Any]:
    return lambda: views.card(replace(samples.QUESTION, **told))


SOON = Wait(timedelta(minutes=25), timedelta(minutes=25))
ANSWERED = Wait(timedelta(minutes=115), timedelta(minutes=250))


def looks(state: State = State.OPEN, **told: Any) -> Callable[[], Any]:
    """A public one, through the eyes of somebody in the organisation."""
    return lambda: menu.menu(replace(Look(17, TEXT, state, Visibility.PUBLIC, 1, *6 * [False]), **told))


#: As the figures stood, the longest wait first.
CASES = [
    behind.Behind(case, sentences.A_PRIVATE_ONE if case.id == 5 else values.LINK, case.id != 5)
    for case in sorted(samples.CASES, key=lambda case: case.answer_waiting or 10**12, reverse=True)
]


def page(parts: dict[str, list[behind.Behind]]) -> behind.Stretch:
    shown = [(title, case) for title, cases in parts.items() for case in cases]
    return behind.Stretch(shown, 0, len(shown), "week")


TOLD = reporting.in_words(samples.REPORT)

OWN = {
    "questions.views.card": {
        ", waiting": asked(),
        ", anonymous and past due": asked(
            asker="Somebody (anonymous)",
            visibility=Visibility.ANONYMOUS,
            text="Are we moving offices?",
            wait=Wait(timedelta(hours=10), timedelta(days=3), timedelta(hours=2)),
        ),
        ", a challenge": asked(kind=Kind.CHALLENGE, text="The freeze costs us a day a week."),
        ", asked back": asked(state=State.WAITING_ON_ASKER, who="Ana Ruiz", response=SOON),
        ", answered": asked(state=State.ANSWERED, who="Tom Brandt", response=SOON, wait=ANSWERED),
        ", not yet to be told": asked(
            state=State.CANNOT_SHARE, reason="the contract is not signed", look_again="16 March", response=SOON
        ),
        ", joined": asked(
            state=State.DUPLICATE, joined=values.LINK, joined_because="Both ask what the second one is for."
        ),
        ", edited, and not enough for some": asked(
            state=State.ANSWERED,
            who="Tom Brandt",
            response=SOON,
            wait=ANSWERED,
            edited=True,
            holds_until="10 March",
            owner="Tom Brandt",
            wanting=Wanting(5, 2),
            context_by=["Lea Roth"],
        ),
        ", declined": asked(state=State.DECLINED, reason="salaries are not discussed here", response=SOON),
    },
    "questions.behind.cases": {
        ", of one time": lambda: behind.cases(TOLD, values.WHEN, samples.NOW, page({"": CASES})),
        ", of a digest": lambda: behind.cases(
            "Questions this week: 3 asked, 2 answered, 1 open. Asked earlier: 2 answered.",
            values.WHEN,
            samples.NOW,
            page({title: CASES[:2] for title in sentences.WHEN_ASKED[:2]}),
        ),
        ", too many for one window": lambda: behind.cases(
            TOLD, values.WHEN, samples.NOW, replace(page({"": CASES[:2]}), start=60, count=72)
        ),
    },
    "questions.nudges.morning_list": {"": lambda: nudges.morning_list(samples.ENTRIES, len(samples.ENTRIES))},
    "questions.nudges.joined": {
        "": lambda: nudges.joined([replace(entry, late_by=timedelta(hours=2)) for entry in samples.ENTRIES])
    },
    "questions.nudges.past_due_together": {
        "": lambda: nudges.past_due_together([(entry.link, "Maya Okafor", entry) for entry in samples.ENTRIES[::-1]])
    },
    "questions.notes.offer": {"": lambda: notes.offer("Why do we run two deploy pipelines?")},
    "questions.menu.menu": {
        ", for the CTO": looks(may_answer=True, has_community_answers=True),
        ", for whom it was handed to": looks(may_answer=True, is_holder=True),
        ", for the CTO, answered": looks(State.ANSWERED, may_answer=True, answer="1.0001"),
        ", for its asker": looks(is_asker=True),
        ", for its asker, answered": looks(State.ANSWERED, is_asker=True),
        ", for everybody": looks(),
        ", for an operator, of something abusive": looks(visibility=Visibility.ANONYMOUS, may_stop=True),
    },
    "questions.menu.merge": {
        "": lambda: menu.merge(17, TEXT, OTHERS),
        ", nothing found": lambda: menu.merge(17, TEXT, [], "kubernetes"),
    },
    "questions.digest_views.message": {
        "": lambda: digest_views.message(
            "Questions this week: 3 asked, 1 answered, 2 open. Asked earlier: 2 answered.",
            [sentences.answered_after(values.LINK, ANSWERED.working, values.BY_NAME["answer"])],
            [values.LINK, sentences.so_many_more(1)],
            "digest 2026-03-02T16:00:00+00:00 2026-03-09T16:00:00+00:00",
        )
    },
    "questions.notes.done": {"": lambda: notes.done(sentences.FOLLOWED)},
    "questions.notes.no_question": {"": lambda: notes.no_question(rules.fault("?") or "")},
    "questions.reporting.no_such_figures": {"": lambda: reporting.no_such_figures("ponies")},
    "questions.menu.endorse": {"": lambda: menu.endorse(17, TEXT, REPLIES)},
}
