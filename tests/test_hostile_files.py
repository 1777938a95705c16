"""10,000 texts that mean harm, through every file that leaves: where it is read, all of them are still words."""

import re
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from bot.commitments import exports
from bot.focus import markdown as focus_files
from bot.focus.history import Past
from bot.focus.rules import Week
from bot.reports import customers_text, invitation, markdown, printed
from bot.reports.actions import Action
from bot.reports.actions_rules import Kind, Stand
from bot.reports.content import Content, Moment, Section
from bot.reports.invitation import Meeting
from bot.reports.markdown import Amendment, Course
from bot.reports.sharing_models import ReportCustomerVersion
from bot.reports.templates import forms
from tests.hostile_files import of_calendar, of_markdown, of_page, of_sheet
from tests.test_hostile_text import BY_CLASS, NEUTRAL, NOW, PARTS, REPORTS, TODAY, a_digest, a_post, hostile, kept

FORMS = forms(REPORTS)
Shape = list[Any]


def digest_as_page(text: str) -> Shape:
    return of_page(exports.as_html(a_digest(text)))


def digest_as_markdown(text: str) -> Shape:
    return of_markdown(exports.as_markdown(a_digest(text)))


def digest_as_sheet(text: str) -> Shape:
    return of_sheet(exports.as_csv(a_digest(text)))


def posts_as_markdown(text: str) -> Shape:
    past = Past(Week(2026, 10), "U0MAYA", NOW, a_post(text), answers=[text])
    return of_markdown(focus_files.document(text, [past], lambda _: text))


def debrief_as_calendar(text: str) -> Shape:
    meeting = Meeting("report-1@cadence", text, NOW, 45, text, text, organizer=text)
    return [*of_calendar(invitation.ics(meeting, NOW)), *map(_filled_in, links(meeting))]


def links(meeting: Meeting) -> Iterator[str]:
    yield from (invitation.google(meeting), invitation.outlook(meeting))


def _filled_in(link: str) -> tuple[str, ...]:
    """Where it leads, and which fields it fills in."""
    parts = urlsplit(link)
    return (parts.scheme, parts.netloc, parts.path, parts.fragment, *parse_qs(parts.query, keep_blank_values=True))


def a_report(text: str, written: str = "We looked.") -> str:
    """`text` wherever no Markdown is asked for, `written` where it is."""
    act = Action(3, 1, text, next(iter(Kind)), next(iter(Stand)), "U1", None, TODAY, TODAY, None, None, text)
    said = Moment(1, NOW, text, None, "U1", "https://cadence.slack.com/archives/C1/p1")
    typed = Moment(2, NOW, written, None, None, "")
    sections = tuple(Section(one.key, written, 1) for one in FORMS.templates[0].sections)
    ends = NOW + timedelta(hours=1)
    content = Content(text, 2, NOW, NOW, ends, ends, "UTC", (text, text), "U1", sections, (said, typed))
    course = Course("U1", [Amendment(NOW, "U1", text, text)], [("U1", text)])
    return markdown.document(content, FORMS, lambda _: text, "published", [act], course)


def report_as_markdown(text: str) -> Shape:
    return of_markdown(a_report(text))


def report_as_page(text: str) -> Shape:
    return of_page(printed.as_html(text, a_report(text)))


FILES: tuple[Callable[[str], Shape], ...] = (
    digest_as_page,
    digest_as_markdown,
    digest_as_sheet,
    posts_as_markdown,
    debrief_as_calendar,
    report_as_markdown,
    report_as_page,
)


def share(of: Callable[[str], Shape]) -> list[str]:
    """Every class and each of its parts go everywhere, and every text somewhere."""
    at = FILES.index(of)
    return [*BY_CLASS, *PARTS, *hostile()[at :: len(FILES)]]


def says_something(text: str) -> bool:
    """What does not is refused beside its field."""
    return any(character.isalnum() for character in text)


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.__name__)
def test_whatever_is_written_the_file_has_the_shape_of_plain_words(file: Callable[[str], Shape]) -> None:
    """No markup, no second line or property, no formula, no link that leads elsewhere."""
    ours = file(NEUTRAL)
    for text in filter(says_something, map(kept, share(file))):
        assert file(text) == ours, repr(text[:200])


#: What Markdown makes of it, and nothing that loads or runs.
HARMLESS = {"p", "em", "strong", "code", "pre", "blockquote", "ul", "ol", "li", "hr", "br", "a", "h3", "h4", "h5", "h6"}


def for_customers(written: str) -> str:
    return customers_text.markdown(ReportCustomerVersion(happened=written, felt=written, doing=written))


def for_the_house(written: str) -> str:
    return a_report(NEUTRAL, written)


@pytest.mark.parametrize("document", [for_the_house, for_customers])
def test_what_is_written_in_markdown_runs_nothing_and_takes_no_heading_of_the_report(
    document: Callable[[str], str],
) -> None:
    """Sections may have lists and links of their own, and code whose language has a name."""
    ours = of_page(printed.as_html("Title", document("We looked.")))
    for text in filter(says_something, map(kept, share(report_as_page))):
        found = of_page(printed.as_html("Title", document(text)))
        own = [tag for tag in found if tag not in ours]
        assert {tag[0].removeprefix("/") for tag in own} <= HARMLESS, repr(text[:200])
        assert {name.partition("=")[0] for tag in own for name in tag[1:]} <= {"href", "class", "start"}
        leads = [name for tag in own for name in tag[1:] if name.startswith("href")]
        assert not [name for name in leads if not re.match(r"href=(https?|mailto):", name)]
        for heading in ("h1", "h2"):
            assert found.count((heading,)) == ours.count((heading,)), repr(text[:200])


@pytest.mark.parametrize(
    ("broken", "shape"),
    [
        (of_page("<p>x</p>"), of_page("<p><b>x</b></p>")),
        (of_page('<a href="https://good.example">x</a>'), of_page('<a href="https://evil.example">x</a>')),
        (of_page("<p>x</p>"), of_page("<p>x</p><!-- -->")),
        (of_markdown("- x"), of_markdown("- x\n  - y")),
        (of_markdown("[x](https://good.example)"), of_markdown("[x](https://evil.example)")),
        (of_sheet("a,b\r\n"), of_sheet("a,b,c\r\n")),
        (of_calendar("SUMMARY:x\r\n"), of_calendar("SUMMARY:x\r\nATTACH:y\r\n")),
    ],
)
def test_another_shape_is_seen(broken: Shape, shape: Shape) -> None:
    assert broken != shape


@pytest.mark.parametrize("read", [lambda: of_sheet("=1+1\r\n"), lambda: of_calendar("SUMMARY:x\ny\r\n")])
def test_a_formula_and_half_an_end_of_a_line_are_seen(read: Callable[[], Shape]) -> None:
    with pytest.raises((AssertionError, TypeError)):
        read()
