"""The organisation of the demo, as values that views take: shown wherever a view wants one of them."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from bot.commitments import asking_views, digest, digest_views
from bot.commitments import views as commitments_views
from bot.commitments.asking import Again, Reason
from bot.commitments.counting import Change
from bot.commitments.outcomes import Outcome
from bot.commitments.slips import Slip
from bot.commitments.states import State
from bot.focus import content, form, letters, post
from bot.focus.content import Closing, Content, Fate, Item
from bot.focus.post import PostFacts
from bot.focus.rules import Week
from bot.prompts import load
from bot.questions import figures, nudges, reporting
from bot.questions import views as questions_views
from bot.questions.course import State as Asked
from bot.questions.figures import Case
from bot.questions.rules import Kind, Visibility
from bot.reports import actions, actions_views
from bot.reports.actions_rules import Kind as ActionKind
from bot.reports.actions_rules import Stand
from bot.slack import blocks
from bot.slack.messages import Message
from bot.slack.text import date_text

BERLIN = ZoneInfo("Europe/Berlin")
NOW = datetime(2026, 3, 3, 12, 32, tzinfo=BERLIN)
TODAY = NOW.date()
W10 = Week(2026, 10)
MONDAY = date_text(datetime(2026, 3, 2, 9, 0, tzinfo=BERLIN), BERLIN)
LINK = "<https://larkspur-freight.slack.com/archives/C0CTO/p1772442720000100|Why do we run two deploy pipelines?>"

CLOSINGS = (
    Closing("Close the audit", Fate.DONE),
    Closing("Payments plan", Fate.MOVED, "waits for finance"),
    Closing("Offsite", Fate.DROPPED, "wrong month"),
)
CONTENT = Content(
    items=(
        Item(
            "Payments leave the shared database",
            "Its cost doubled in January, and we plan for three times the volume by June.",
            2,
        ),
        Item("A platform lead joins the team", "Four squads wait for the same two people.", 1),
        Item("On-call that lets people sleep", "31 pages last week, 22 of them nobody could act on.", 1),
    ),
    not_this_week="The mobile rewrite.",
    would_like_to_hear="Which alert would you delete first?",
    cannot_talk="The vendor talks: under NDA.",
    look_again=date(2026, 3, 16),
    you_said="Nine of you asked for quieter Fridays; deploy freeze starts at 14:00 from this week.",
    closings=CLOSINGS,
    closes="2026-W09",
)
FIGURES = (
    "Questions last week: 12 asked, 11 answered, half within 1 h 40 m of working time.",
    "Promises: 14 open, 2 at risk.",
)
#: The button that explains them, wherever they stand.
WHY = reporting.why_button("2026-02-23T08:00:00+00:00 2026-03-02T08:00:00+00:00 as-of:2026-03-02T08:00:00+00:00")
POST = post.post(PostFacts(W10, date(2026, 3, 2), "Maya Okafor", "CTO", figures=FIGURES, explained=(WHY,)), CONTENT)
SHEET = letters.Sheet(
    before=tuple((Item(closing.what, "", 1), Closing(closing.what)) for closing in CLOSINGS[:2]),
    closes=Week(2026, 9),
    changes=(
        "2 questions wait, the oldest since Wednesday",
        "“Search answers in under 200 ms” moved by 14 days",
    ),
    replies="Under “What would make on-call better?”: 4 people replied; 2 questions asked, 1 answered.",
    behind=(WHY, reporting.asked_button("2026-W09")),
)

CARD = commitments_views.Card(
    id=7,
    number=12,
    what="Search answers in under 200 ms",
    state=State.AT_RISK,
    now=NOW,
    today=TODAY,
    owner="Priya Raman",
    made_by="Maya Okafor",
    how="p95 in the search dashboard",
    measure="from 640 to 200 ms",
    said_at="the January all-hands",
    first=date(2026, 2, 27),
    promised=date(2026, 3, 13),
    forecast=date(2026, 3, 20),
    asked=date(2026, 3, 13),
    moves=2,
    moved_days=14,
    word_at=datetime(2026, 2, 27, 9, 0, tzinfo=UTC),
    note="index rebuild slower than measured; trying the smaller one",
    strip=(("Nov", None), ("Dec", State.ON_TRACK), ("Jan", State.SILENT), ("now", State.AT_RISK)),
)
PROPOSED = replace(
    CARD,
    state=State.PROPOSED,
    first=None,
    promised=None,
    forecast=None,
    moves=0,
    moved_days=0,
    note="",
    word_at=None,
    strip=(),
)
STRIP = (None, State.ON_TRACK, State.ON_TRACK)
_LINES = digest.in_order(
    (
        digest.Line(
            1,
            "The audit is closed",
            "Owen Price",
            State.KEPT,
            date(2026, 3, 2),
            date(2026, 3, 2),
            closed_on=date(2026, 2, 28),
            change=Change.KEPT,
            outcomes=(Outcome.KEPT,),
        ),
        digest.Line(
            2,
            "SSO for all customers",
            "Marcus Bell",
            State.MISSED,
            date(2026, 2, 20),
            date(2026, 2, 20),
            word="two identity providers behaved unlike their documents",
            word_on=date(2026, 2, 20),
            change=Change.MISSED,
            outcomes=(Outcome.MISSED,),
        ),
        digest.Line(
            7,
            "Search answers in under 200 ms",
            "Priya Raman",
            State.AT_RISK,
            date(2026, 2, 27),
            date(2026, 3, 13),
            date(2026, 3, 20),
            moves=2,
            moved_days=14,
            word="index rebuild slower than measured; trying the smaller one",
            word_on=date(2026, 2, 27),
            change=Change.MOVED,
        ),
        digest.Line(
            9, "Customer data stays in the EU", "Leyla Demir", State.SILENT, date(2026, 4, 30), date(2026, 4, 30)
        ),
        digest.Line(
            11, "Release notes in plain words", "Grace Whitfield", State.ON_TRACK, date(2026, 4, 1), date(2026, 4, 1)
        ),
    )
)
LINES = tuple(replace(line, strip=STRIP) for line in _LINES)
SLIPS = (
    Slip(
        7,
        "Search answers in under 200 ms",
        date(2026, 2, 27),
        (
            (date(2026, 1, 8), date(2026, 2, 27)),
            (date(2026, 2, 2), date(2026, 3, 6)),
            (date(2026, 2, 27), date(2026, 3, 13)),
        ),
    ),
)
DIGEST = digest.Digest(
    day=date(2026, 3, 5),
    today=TODAY,
    since=date(2026, 1, 29),
    lines=LINES,
    meetings=("Nov", "Dec", "Jan"),
    opening="Two things went better than I thought, and one did not.",
    forecasts_kept=7,
    forecasts=9,
    learned=("Quieter Fridays: deploy freeze from 14:00.",),
    figures=FIGURES[:1],
    explained=(WHY,),
    questions=("What would make “SSO for all customers” safe to promise again?", "Which promise should we drop?"),
    slips=SLIPS,
)


def digest_of(many: int) -> digest.Digest:
    """The same promises again and again, under numbers of their own, as the first digest of all tells them."""
    lines = [replace(LINES[number % len(LINES)], id=number + 1, strip=()) for number in range(many)]
    told = replace(DIGEST, lines=digest.in_order(lines), meetings=(), since=None, slips=(), forecasts=0, learned=())
    return replace(
        told, questions=digest.questions(told.lines, load().of("commitments")), opening="", figures=(), explained=()
    )


ASKED_AT = datetime(2026, 3, 3, 10, 12, tzinfo=BERLIN)
QUESTION = questions_views.Card(
    id=17,
    kind=Kind.QUESTION,
    visibility=Visibility.PUBLIC,
    text="Why do we run two deploy pipelines?",
    asker="Ana Ruiz",
    asked_at=ASKED_AT,
    zone=BERLIN,
    now=NOW,
    state=Asked.OPEN,
    who="Maya Okafor",
    cto="Maya Okafor",
    since=ASKED_AT,
    wait=questions_views.Wait(timedelta(minutes=65), timedelta(minutes=200)),
    due=datetime(2026, 3, 4, 11, 0, tzinfo=BERLIN),
)
ENTRIES = (
    nudges.Entry(17, "Ana Ruiz", "Why do we run two deploy pipelines?", LINK, ASKED_AT, QUESTION.due, None, BERLIN),
    nudges.Entry(
        12,
        "Somebody (anonymous)",
        "Are we moving offices?",
        LINK.replace("Why do we run two deploy pipelines?", "Are we moving offices?"),
        datetime(2026, 2, 27, 15, 0, tzinfo=BERLIN),
        datetime(2026, 3, 2, 15, 0, tzinfo=BERLIN),
        timedelta(hours=2),
        BERLIN,
    ),
)


def _case(number: int, day: date, hours: float, *, answered: bool = True) -> Case:
    asked_at = datetime(day.year, day.month, day.day, 10, 0, tzinfo=BERLIN)
    seconds = int(hours * 3600)
    known = (seconds, seconds * 2) if answered else (None, None)
    late = answered and hours > 4
    return Case(
        number,
        asked_at,
        False,
        answered,
        answered,
        answered,
        *known,
        late,
        not answered,
        *known,
        late,
        not answered,
        1,
        0,
    )


CASES = [_case(n, date(2026, 2, 9 + n), 0.5 + n * 0.4) for n in range(11)] + [
    _case(12, date(2026, 2, 26), 0, answered=False),
    _case(13, date(2026, 2, 19), 1)._replace(answered=False, refused="declined"),
    _case(14, date(2026, 2, 20), 3)._replace(joined=True, answer_paused=5400, answer_paused_waiting=7200),
]
REPORT = reporting.Report(
    what=f"asked since {date_text(datetime(2026, 2, 3, tzinfo=BERLIN), BERLIN, '{date_long}')}",
    found=figures.figures(CASES),
    weeks=figures.by_week(CASES, BERLIN, (date(2026, 2, 3), TODAY)),
    now=NOW,
    zone=BERLIN,
    oldest=LINK,
)
ACTIONS = (
    actions.Action(
        1,
        1,
        "Alert on the cache's hit rate",
        ActionKind.DETECT,
        Stand.ON_TRACK,
        "U0TOM",
        "U0TOM",
        date(2026, 3, 6),
        TODAY,
        7,
        None,
        "",
        date(2026, 2, 27),
    ),
    actions.Action(
        2,
        2,
        "Warm the cache before it takes traffic",
        ActionKind.PREVENT,
        Stand.NEEDS_OWNER,
        None,
        None,
        date(2026, 3, 20),
        date(2026, 3, 5),
        None,
        None,
        "",
    ),
)
LISTING = actions_views.Listing(
    report=3,
    title="Checkout slow for 47 minutes on 24 February",
    found=ACTIONS,
    names={"U0TOM": "Tom Brandt"},
    today=TODAY,
    may_write=True,
)

MESSAGE = Message("Payments leave the shared database", [blocks.section("*Payments leave the shared database*")])

#: Type → what is shown of it.
BY_TYPE: dict[Any, Any] = {
    Content: CONTENT,
    content.Item: CONTENT.items[0],
    post.Post: POST,
    letters.Desk: letters.Desk(W10, "C0CTO", MONDAY, 3),
    letters.Sheet: SHEET,
    form.Form: form.Form.of(W10, 3, CONTENT),
    commitments_views.Card: CARD,
    asking_views.Row: asking_views.Row(CARD, next(iter(Reason))),
    digest.Digest: DIGEST,
    digest_views.Desk: digest_views.Desk(DIGEST, "C0CTO", MONDAY, 3, Again(1, 1)),
    Slip: SLIPS[0],
    questions_views.Card: QUESTION,
    nudges.Entry: ENTRIES[0],
    reporting.Report: REPORT,
    Case: CASES[0],
    actions.Action: ACTIONS[1],
    actions_views.Listing: LISTING,
    Message: MESSAGE,
}
