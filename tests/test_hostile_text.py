"""10,000 texts that mean harm, through every kind of view and export: they ping nobody, link nowhere, break nothing."""

import csv
import importlib
import inspect
import io
import pkgutil
import random
import re
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from functools import cache
from html.parser import HTMLParser
from itertools import chain, repeat, zip_longest
from types import FrameType
from typing import Any

import pytest
from sqlalchemy.orm import Session

import bot
from bot import prompts
from bot.commitments import (
    asking_views,
    digest_post,
    digest_views,
    exports,
    forms,
    history_views,
    list_views,
    promise_form,
    reading_views,
    views,
)
from bot.commitments.asking import Reason
from bot.commitments.asking_views import Row
from bot.commitments.promise_form import Sitting
from bot.commitments.queries import Place, Which
from bot.commitments.states import Kind as Update
from bot.commitments.states import State
from bot.commitments.views import Card as Promise
from bot.focus import form as focus_form
from bot.focus import letters, markdown, post
from bot.focus.content import Closing, Content, Fate, Item
from bot.focus.history import Past
from bot.focus.letters import Desk, Sheet
from bot.focus.post import PostFacts
from bot.focus.rules import Week
from bot.questions import anonymous, notes, offers, outcomes
from bot.questions import forms as question_forms
from bot.questions import views as cards
from bot.questions.course import State as Standing
from bot.questions.forms import Draft, Similar
from bot.questions.rules import Kind, Visibility
from bot.questions.views import Card, Wait
from bot.reports import (
    actions_text,
    actions_views,
    customer_views,
    debrief_views,
    reader_views,
    reminding_views,
    review_views,
    steps_views,
    summary_views,
    timeline_text,
    timeline_views,
    workbench_views,
)
from bot.reports import list_views as report_lists
from bot.reports.actions import Action
from bot.reports.actions_rules import Kind as Kinds
from bot.reports.actions_rules import Stand
from bot.reports.content import Content as ReportContent
from bot.reports.diffing import Fate as Fates
from bot.reports.diffing import Piece
from bot.reports.list_views import Which as WhichReports
from bot.reports.review_views import Remark
from bot.reports.review_views import Row as ReviewRow
from bot.reports.steps_views import Page, Reviewer
from bot.slack import blocks, notices
from bot.slack.messages import Message, fit
from bot.slack.text import escape
from bot.slack.validation import problems
from tests import hostile_home, hostile_values
from tests.commitments.test_digest import AUDIT, SEARCH, SSO, digest
from tests.gallery import views as gallery

TEXTS = 10_000
NEUTRAL = "plain words"
NOW = datetime(2026, 3, 5, 9, 0, tzinfo=UTC)
TODAY = NOW.date()
FOCUS, PROMISES, QUESTIONS = map(prompts.load().of, ("focus", "commitments", "questions"))
REPORTS, ACTIONS, REVIEWS = map(prompts.load().of, ("reports", "report_actions", "reports_shared"))

PINGS = (
    "<!channel>",
    "<!here>",
    "<!everyone>",
    "<!subteam^S0TEAM|@team>",
    "<@U0MAYA>",
    "<#C0CTO>",
    "@channel",
    "@here",
)
PINGS += ("@everyone", "＠here", "<!channel|x>", "&lt;!channel&gt;", "&amp;lt;!here&amp;gt;", "<!date^0^{date}|never>")
LINKS = ("<https://evil.example|https://good.example>", "[good](https://evil.example)", "<mailto:a@evil.example|mail>")
LINKS += (
    "https://evil.example/?a=1&b=<x>",
    "javascript:alert(1)",
    "http://evil.example|good",
    "![x](https://evil.example)",
)
MARKUP = (
    "*bold*",
    "_i_",
    "~s~",
    "`code`",
    "```",
    "\n> quote",
    "\n# heading",
    "\n- list",
    "\n1. one",
    "||",
    "|",
    "\\",
    ":fire:",
)
FORMULAS = (
    "=1+1",
    '=HYPERLINK("http://evil.example")',
    "+1+1",
    "-1+1",
    "@SUM(1)",
    "\t=1",
    "\r=1",
    " =1",
    '"',
    "'",
    ",",
    ";",
)
SCRIPTS = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "</style>",
    "<svg/onload=alert(1)>",
    "<!--",
    "]]>",
)
ODD = (
    "\u200b",
    "\u200d",
    "\u202e",
    "\u2066",
    "\u2069",
    "\ufeff",
    "\x00",
    "\x1b[31m",
    "\ud800",
    "\u2028",
    "\r\n",
    "e" + "\u0301" * 40,
)
WORDS = (
    "שלום",
    "مرحبا",
    "日本語",
    "🦊",
    "👨‍👩‍👧‍👦",
    "{what}",
    "{0}",
    "%s",
    "${x}",
    "{{7*7}}",
    "' OR 1=1 --",
    "a",
    " ",
    "\n",
    ".",
)
HUGE = ("a" * 5000, "&" * 3000, "<" * 3000, "🦊" * 1600, "x " * 3000, "\n" * 400, "@here " * 900, "*" * 3001)
CLASSES = (PINGS, LINKS, MARKUP, FORMULAS, SCRIPTS, ODD, WORDS)
PARTS = tuple(part for each in CLASSES for part in each)
#: Few enough in one that the shortest line shows all of them.
FEW = 4
BY_CLASS = tuple(" ".join(each[at : at + FEW]) for each in CLASSES for at in range(0, len(each), FEW))
#: What is longer is refused before it is kept, as forms do, or cut by the places below.
LONG = 500


@cache
def hostile() -> tuple[str, ...]:
    """The same every time: each part alone, then mixtures, one in four hundred of them huge."""
    chance = random.Random(20260305)
    texts = dict.fromkeys((*PARTS, *HUGE))
    while len(texts) < TEXTS:
        mixed = "".join(chance.choices(PARTS, k=chance.randint(2, 9)))
        texts[mixed + chance.choice(HUGE) if len(texts) % 400 == 0 else mixed] = None
    return tuple(texts)


# Where people's text is shown: a text in, all that is made of it out


def a_promise(text: str) -> Promise:
    said = {"what": text, "owner": escape(text), "made_by": escape(text), "how": text, "measure": text, "said_at": text}
    dates = {"first": date(2026, 2, 27), "promised": date(2026, 3, 13), "word_at": NOW - timedelta(days=3)}
    return Promise(id=7, number=12, state=State.AT_RISK, now=NOW, today=TODAY, note=text, **said, **dates)


def a_question(text: str, state: Standing = Standing.OPEN) -> Card:
    name, wait = escape(text), Wait(timedelta(hours=1), timedelta(hours=3))
    return Card(
        *(7, Kind.QUESTION, Visibility.PUBLIC, text, name, NOW, UTC, NOW, state, name, name, NOW, wait),
        reason=text,
        asked_back=text,
        handed_to=name,
        seen_by=name,
        community_by=name,
        context_by=[name],
        joined="that",
        joined_because=text,
        look_again="16 March",
    )


def a_post(text: str) -> Content:
    closing = Closing(text, Fate.DROPPED, text)
    return Content(
        (Item(text, text), Item(text, text, 3)), text, text, text, date(2026, 3, 16), text, (closing,), "2026-W09"
    )


def the_focus_post(text: str) -> Iterator[Any]:
    facts = PostFacts(
        Week(2026, 10), date(2026, 3, 2), escape(text), text[:60] or "CTO", approved_by_other=escape(text)
    )
    shown = post.post(facts, a_post(text))
    yield from filter(None, (shown.message, shown.rest))


def the_focus_letters(text: str) -> Iterator[Any]:
    desk = Desk(Week(2026, 10), "C0CTO", "Monday 09:00", 3)
    sheet = Sheet(((Item(text, text), Closing(text, None, text)),), Week(2026, 9), (text,), (escape(text),))
    yield letters.ask(desk, sheet, FOCUS)
    yield letters.changed(escape(text), text)
    yield focus_form.drop_modal(Week(2026, 10), 0, text, FOCUS)


def the_focus_page(text: str) -> Iterator[Any]:
    yield Markdown(
        markdown.document(text, [Past(Week(2026, 10), "U0MAYA", NOW, a_post(text), answers=[text])], lambda _: text)
    )


def a_question_card(text: str) -> Iterator[Any]:
    for state in (
        Standing.OPEN,
        Standing.ANSWERED,
        Standing.DECLINED,
        Standing.CANNOT_SHARE,
        Standing.WAITING_ON_ASKER,
        Standing.DUPLICATE,
    ):
        yield cards.card(a_question(text, state))


def notes_about_questions(text: str) -> Iterator[Any]:
    yield from (notes.relayed(escape(text), text), notes.spoken_answer(escape(text), text), notes.added(text))
    yield from (notes.asked_back(escape(text), text), notes.asked_back_to_you("this", text), notes.offer(text))
    yield from (notes.handed(7, "this", escape(text), text), notes.context_added(escape(text), text))
    found = [Similar(1, "this", text, "Answered today.")]
    yield notes.offer(text, offers.perhaps_answered(found))
    yield offers.asked_and_perhaps_answered(notes.asked("this"), 7, found)


def notes_of_what_became_of_questions(text: str) -> Iterator[Any]:
    by = escape(text)
    yield from (outcomes.declined("this", by, text), outcomes.not_yet_to_be_told("this", by, text, "today"))
    yield from (outcomes.joined("this", by, "that", text), outcomes.still_true(7, "2026-03-16", "this", text))
    yield notes.shared_answer("this", text)


def forms_of_questions(text: str) -> Iterator[Any]:
    yield question_forms.ask(Draft(text), QUESTIONS, [Similar(1, "this", text, "Answered today.")])
    yield question_forms.answer(7, text)
    yield anonymous.menu("ABCD-EFGH-JKMN-PQRS-TVWX", a_question(text), text)


def cards_of_promises(text: str) -> Iterator[Any]:
    card = a_promise(text)
    yield from (views.told(escape(text), card), views.ask_owner(card), views.ask_maker(card, text))
    yield from (views.ask_successor(card, escape(text), text), asking_views.to_sponsor(card))
    yield asking_views.asking([Row(card, next(iter(Reason)))], PROMISES)


def windows_of_promises(text: str) -> Iterator[Any]:
    card = a_promise(text)
    yield list_views.listing(Place(Which.MINE), [card], PROMISES, total=1)
    line = history_views.Line(Update.SAID, "today", escape(text), state=State.AT_RISK, owner=escape(text), note=text)
    yield history_views.page(card, [line], may_speak=True)


def forms_of_promises(text: str) -> Iterator[Any]:
    card = a_promise(text)
    yield promise_form.promise_form(
        Sitting(what=text, how=text, why=text, measure=text, links=text, said_at=text), PROMISES
    )
    yield promise_form.made(card, [])
    yield from (
        make(card, PROMISES)
        for make in (
            forms.update_form,
            forms.move_form,
            forms.counter_form,
            forms.hand_over_form,
            forms.sponsor_form,
        )
    )


def a_digest(text: str) -> Any:
    lines = [replace(line, what=text, owner=text, word=text, sentence=text) for line in (SSO, SEARCH, AUDIT)]
    told = {"opening": text, "learned": (escape(text),), "figures": (escape(text),), "questions": (text, text, text)}
    return replace(digest(*lines), **told)


def the_digest(text: str) -> Iterator[Any]:
    held = a_digest(text)
    yield from (digest_post.post(held), digest_post.preview(held), *digest_post.thread(held))
    yield digest_views.draft(digest_views.Desk(held, "C0CTO", "Thursday", 1))


def the_digest_read(text: str) -> Iterator[Any]:
    held = a_digest(text)
    yield reading_views.presentation(held, PROMISES)
    yield reading_views.pick_form(held, PROMISES, "x")


def the_digest_in_files(text: str) -> Iterator[Any]:
    held = a_digest(text)
    yield from (Page_(exports.as_html(held)), Sheet_(exports.as_csv(held)), Markdown(exports.as_markdown(held)))


def reports(text: str) -> Iterator[Any]:
    yield review_views.asked(7, text, 2, escape(text), text)
    yield from (review_views.told(7, text, "Sent back", text), reminding_views.quiet(7, text))
    yield steps_views.page(Page(7, text, "severity 2", reviewers=[Reviewer(escape(text), "has not answered", text)]))


def an_action(text: str) -> Action:
    return Action(3, 1, text, next(iter(Kinds)), next(iter(Stand)), "U1", None, TODAY, TODAY, None, None, text)


def windows_of_reports(text: str) -> Iterator[Any]:
    pieces = [Piece(text, fate) for fate in Fates]
    shown = [*review_views.plain(text), *review_views.changed(pieces)]
    remarks = [Remark(4, escape(text), text, settled=False, older=True)]
    yield review_views.section_page(7, "what", "What", shown, remarks, REVIEWS, number=1, may_comment=True)
    yield review_views.overview(
        7, text, "severity 2", [ReviewRow("what", text, True, True, 2)], saw=1, may_decide=True, state="in review"
    )
    moment = timeline_views.Row(5, "10:12", text, None, said_by=escape(text), notes=[escape(text)])
    yield timeline_views.page(7, text, "UTC", [moment], 1, 0)
    row = workbench_views.Row("what", "What", "What happened?", text, by=escape(text), when="today", findings=1)
    similar = [workbench_views.Similar(8, text, "in May", [escape(text)])]
    yield workbench_views.workbench(
        workbench_views.Bench(7, text, ["severity 2"], [row], 1, 0, [], similar, escape(text))
    )
    yield report_lists.listing(next(iter(WhichReports)), [report_lists.Row(7, text, "severity 2")], REPORTS, total=1)


def actions_of_reports(text: str) -> Iterator[Any]:
    told = actions_views.Listing(7, text, [an_action(text)], {"U1": escape(text)}, TODAY, may_write=True)
    yield actions_views.listing(told, ACTIONS)
    yield actions_views.form(actions_views.Sitting(7, TODAY, TODAY, TODAY, what=text), ACTIONS)
    yield reminding_views.owners_wanted(7, text, [an_action(text)], ACTIONS)
    pieces = actions_text.pieces([an_action(text)], {"U1": escape(text)}, TODAY)
    yield Message("Actions", [blocks.section(piece) for piece in pieces])


def news_of_reports(text: str) -> Iterator[Any]:
    yield summary_views.amendment(escape(text), text, text)
    yield from (
        summary_views.taken(escape(text), text),
        reader_views.reminder(7, text),
        reader_views.ask_learner(7, text),
    )
    yield customer_views.exported(text, "1:1:0")
    yield debrief_views.called_off(text, escape(text))
    yield debrief_views.to_copy(text)
    content = hostile_values.like(ReportContent, text, "bot.reports.timeline_text")
    yield Message("\n".join(timeline_text.chunks(content, lambda _: escape(text))))


def what_went_wrong(text: str) -> Iterator[Any]:
    yield notices.notice_view("Not saved.", text)
    yield Message(notices.with_typed("Not saved.", text))
    yield Message(notices.refused("key", "C0CTO", text))


#: Each with its share of the texts: what takes long to make gets fewer.
PLACES: dict[Callable[[str], Iterator[Any]], int] = {
    the_focus_post: 5,
    the_focus_letters: 5,
    the_focus_page: 20,
    a_question_card: 5,
    notes_about_questions: 3,
    notes_of_what_became_of_questions: 5,
    forms_of_questions: 5,
    cards_of_promises: 2,
    windows_of_promises: 5,
    forms_of_promises: 1,
    the_digest: 1,
    the_digest_read: 5,
    the_digest_in_files: 1,
    reports: 5,
    windows_of_reports: 1,
    actions_of_reports: 5,
    news_of_reports: 5,
    what_went_wrong: 20,
}
PRACTICES = ("focus", "questions", "commitments", "reports", "operating", "slack")
#: Views are drawn alike from whatever database; which keeps what is the affair of other tests.
ONE_DATABASE = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
#: The share of a view that is found from what it declares, and of Homes, which take a database.
VIEW, HOMES = 1, 0.4


@cache
def dealt() -> Mapping[str, list[str]]:
    """Who meets which of the 10,000, by name; all meet every class."""
    chance = random.Random(20260306)
    places = {place.__name__: float(share) for place, share in PLACES.items()}
    views = {one.name: VIEW for practice in PRACTICES for one in hostile_values.of(practice)}
    cutting = {place: share for place, share in places.items() if place != forms_of_promises.__name__}
    found: dict[str, list[str]] = {name: list(BY_CLASS) for name in (*places, *views, "homes")}
    found[the_digest_in_files.__name__] += PARTS  # what a cell begins with is what it runs
    for at, place in enumerate(cutting):
        found[place] += HUGE[at % 2 :: 2]
    for text in hostile():
        shares = cutting if len(text) >= LONG else {**places, **views, "homes": HOMES}
        (name,) = chance.choices([*shares], [*shares.values()])
        found[name].append(text)
    return found


class Markdown(str):
    """A file in Markdown."""


class Page_(str):
    """A page in HTML."""


class Sheet_(str):
    """A file in CSV."""


#: A link with a name.
NAMED = "named link"
#: In a report, which is Markdown, whoever writes it names links.
MEANT = {"reports.parts.thread": [f"element {NAMED}"]}

# What is wrong with what was made


@dataclass(frozen=True)
class Plain:
    """What a view makes of plain words: what in it means something to Slack or a browser is ours."""

    tags: Mapping[tuple[str, ...], int] = field(default_factory=dict)
    tokens: frozenset[str] = frozenset()
    elements: frozenset[str] = frozenset()


def plain(made: Any) -> Plain:
    if isinstance(made, str):
        return Plain(tags(made)) if isinstance(made, Page_) else Plain()
    payload = made.payload() if isinstance(made, Message) else made
    return Plain(tokens=tokens(payload), elements=elements(payload))


def faults(made: Any, ours: Plain) -> list[str]:
    if isinstance(made, Page_):
        return [f"tag {tag}" for tag in tags(made) if tag not in ours.tags and tag[0] != "br"]
    if isinstance(made, Sheet_):
        return [f"cell {cell!r}" for row in csv.reader(io.StringIO(made)) for cell in row if runs(cell)]
    if isinstance(made, Markdown):
        return [f"markup {found}" for found in re.findall(r"(?<!\\)(?:\\\\)*(<[a-z!/@#]|\]\(http)", made)]
    fitting = fit(made) if isinstance(made, Message) else None
    payload = fitting.payload() if fitting else made
    # What `fit` left as it was, it has found sound.
    found = [] if fitting and fitting is made else [str(problem) for problem in problems(payload)]
    found += [f"token {token}" for token in tokens(payload) - ours.tokens]
    return found + [f"element {kind}" for kind in elements(payload) - ours.elements]


#: Not inside a word, as in an e-mail address.
MASS = re.compile(r"(?<!\w)[@＠](?:here|channel|everyone)\b", re.IGNORECASE)


def runs(cell: str) -> bool:
    return bool(re.match(r"\s*[=+\-@]", cell)) and not re.fullmatch(r"-?\d+", cell)


def marked(node: Any) -> Iterator[str]:
    """All that Slack reads as markup."""
    match node:
        case {"type": "mrkdwn" | "markdown", "text": str(text)} | {"text": str(text), "blocks": _}:
            yield text
    inner = node.values() if isinstance(node, dict) else node if isinstance(node, list | tuple) else ()
    for each in inner:
        yield from marked(each)


def tokens(payload: Any) -> frozenset[str]:
    """<…>, without which nobody is pinged and nothing is linked; and a bare name that Slack may take for a mention."""
    found = {token for text in marked(payload) for token in re.findall(r"<[^<>\s][^<>]*>", text)}
    bare = {name for text in marked(payload) for name in MASS.findall(text)}
    return frozenset({re.sub(r"\|.*", "", token) for token in found} | bare)


def elements(node: Any) -> frozenset[str]:
    """Rich text that means more than letters. A link shows its own address, or it is disguised."""
    if isinstance(node, dict):
        kinds = {str(node["type"])} if node.get("type") in ("user", "usergroup", "broadcast", "channel") else set()
        return frozenset(kinds | named(node)).union(*map(elements, node.values()))
    return frozenset().union(*map(elements, node)) if isinstance(node, list | tuple) else frozenset()


def named(node: Mapping[str, Any]) -> set[str]:
    """A link that shows words instead of its address, which it hides where they look like another."""
    if node.get("type") != "link" or node.get("text") in (None, node["url"]):
        return set()
    return {"disguised link" if re.search(r"\w\.\w|//", node["text"]) else NAMED}


class _Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: Counter[tuple[str, ...]] = Counter()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found[(tag, *sorted(name for name, _ in attrs))] += 1


def tags(page: str) -> Counter[tuple[str, ...]]:
    parser = _Tags()
    parser.feed(page)
    return parser.found


@pytest.mark.parametrize("place", PLACES, ids=lambda place: place.__name__)
def test_no_text_pings_links_or_breaks_anything(place: Callable[[str], Iterator[Any]]) -> None:
    """Every class goes everywhere, whose parts an escape that is missing lets through; each place takes its share."""
    ours = [plain(made) for made in place(NEUTRAL)]
    for text in dealt()[place.__name__]:
        for made, own in zip_longest(place(text), ours, fillvalue=ours[-1]):  # a long text makes a message more
            assert faults(made, own) == [], f"{place.__name__}: {text[:200]!r}"


def test_the_texts_are_ten_thousand_and_somebody_meets_each() -> None:
    assert len(set(hostile())) == TEXTS
    assert set().union(*dealt().values()) >= set(hostile())
    assert all(set(BY_CLASS) < set(texts) for texts in dealt().values()), "each class, and more, everywhere"


@pytest.mark.parametrize("harm", ["<!channel>", "<https://evil.example|good>", "@here"])
def test_a_view_that_forgets_to_escape_is_found_out(harm: str) -> None:
    assert faults(Message(f"Said: {harm}"), plain(Message(f"Said: {NEUTRAL}")))


@pytest.mark.parametrize("practice", PRACTICES)
def test_no_view_pings_links_or_breaks_by_any_of_its_words(practice: str) -> None:
    """Found from what they declare."""
    for one in hostile_values.of(practice):
        ours = [plain(made) for made in one.saying(NEUTRAL)]
        for text in dealt()[one.name]:
            for made, own in zip(one.saying(text), chain(ours, repeat(ours[-1])), strict=False):
                found = [fault for fault in faults(made, own) if fault not in MEANT.get(one.name, ())]
                assert found == [], f"{one.name}: {text[:200]!r}"


@ONE_DATABASE
def test_no_text_breaks_a_home(session: Session) -> None:
    hostile_home.filled(session, NOW)
    neutral = list(hostile_home.drawn(session, NEUTRAL, NOW))
    assert all(len(view["blocks"]) > 12 for view in neutral), "a Home with something on it"
    ours = [plain(view) for view in neutral]
    for text in map(kept, dealt()["homes"]):
        for made, own in zip(hostile_home.drawn(session, text, NOW), ours, strict=True):
            assert faults(made, own) == [], f"Home: {text[:200]!r}"


def kept(text: str) -> str:
    """No database keeps half of a letter, and not every one a zero."""
    return re.sub("[\x00\ud800-\udfff]", "", text)


#: What shows nobody's text, or is drawn with it elsewhere.
NO_TEXT = {
    "commitments.digest_text.marked": "marks and words for states",
    "reports.bench_text.in_a_list": "states and instants",
    "reports.bench_text.standing": "states",
    "reports.bench_text.times": "instants",
    "reports.actions_text.every": "`pieces` of what it loads",
    "reports.actions_text.open_lines": "what the workbench shows of a similar report; its place is tried",
    "reports.customers_text.joined": "what is searched for the names of the house",
    "reports.customers_text.markdown": "a file of Markdown, by those who write it",
    "reports.customers_text.proposed": "the first value of a field",
    "reports.customers_text.title": "a date",
    "reports.figures_text.for_all_hands": "counts and days",
    "reports.figures_text.rows": "numbers and dates",
    "reports.figures_text.sentence": "counts",
    "reports.timeline_text.timeline_blocks": "`chunks`, each in a section",
}


@ONE_DATABASE
def test_every_view_is_tried_or_says_why_not(session: Session) -> None:
    tried = {one.name for practice in PRACTICES for one in hostile_values.of(practice)} | called(session)
    shown = {name for name, _ in gallery.functions()} | set(helpers())
    assert sorted(shown - tried - NO_TEXT.keys()) == [], "Give it values in tests/gallery, a place here, or a reason."
    assert sorted(NO_TEXT.keys() - shown) == [], "These are gone."


def helpers() -> Iterator[str]:
    """What makes parts of messages, and of Homes."""
    for module in pkgutil.walk_packages(bot.__path__, "bot."):
        if module.name.startswith(gallery.PLACES) and module.name.endswith(("_text", ".home")):
            found = inspect.getmembers(importlib.import_module(module.name), inspect.isfunction)
            own = [name for name, each in found if each.__module__ == module.name and name[0] != "_"]
            yield from (f"{module.name.removeprefix('bot.')}.{name}" for name in own)


def called(session: Session) -> set[str]:
    """Functions of the bot that are called when every place and every Home is drawn once."""
    found: set[str] = set()

    def note(frame: FrameType, event: str, _: object) -> None:
        module = str(frame.f_globals.get("__name__", ""))
        if event == "call" and module.startswith("bot."):
            found.add(f"{module.removeprefix('bot.')}.{frame.f_code.co_name}")

    hostile_home.filled(session, NOW)
    sys.setprofile(note)
    try:
        for place in PLACES:
            list(place(NEUTRAL))
        for practice in PRACTICES:
            [one.saying(NEUTRAL) for one in hostile_values.of(practice)]
        list(hostile_home.drawn(session, NEUTRAL, NOW))
    finally:
        sys.setprofile(None)
    return found
