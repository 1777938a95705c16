"""TOML in and out, and what is wrong with it by line and key."""

from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import settings as profile
from hypothesis import strategies as st

from bot import config
from bot.config import InvalidConfig
from bot.settings import Operating, Weekday
from tests.factories import settings


def faults(source: str) -> list[str]:
    with pytest.raises(InvalidConfig) as refused:
        config.validated(config.parse(source), source)
    return str(refused.value).splitlines()


@pytest.mark.parametrize(
    ("source", "sentence"),
    [
        ('[focus]\nchanel = "C0CTO"', "line 2, focus.chanel: is not a setting. Did you mean focus.channel?"),
        ("[nonsense]\na = 1", "line 1, nonsense: is not a setting."),
        ('channel = "C0CTO"', "line 1, channel: is not a setting. Did you mean focus.channel?"),
        (
            '[calendar]\nzone = "Mars/Olympus"',
            'line 2, calendar.zone: "Mars/Olympus" is not a time zone. Write it as in Europe/Berlin.',
        ),
        (
            '[calendar]\nzone = "../../etc/passwd"',
            'line 2, calendar.zone: "../../etc/passwd" is not a time zone. Write it as in Europe/Berlin.',
        ),
        ("[calendar]\nzone = 5", 'line 2, calendar.zone: "5" is not a time zone. Write it as in Europe/Berlin.'),
        ('[focus]\nask_at = "25:00"', 'line 2, focus.ask_at: "25:00" is not a time. Write it as 15:00.'),
        ('[focus]\nask_at = "9:00"', 'line 2, focus.ask_at: "9:00" is not a time. Write it as 15:00.'),
        ('[focus]\nask_at = "09:00:30"', "line 2, focus.ask_at: write the time as HH:MM, such as 15:00."),
        ("[focus]\nask_at = 32400", "line 2, focus.ask_at: write the time as HH:MM, such as 15:00."),
        (
            '[focus]\nask_on = "moonday"',
            "line 2, focus.ask_on: \"moonday\" is not one of 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', "
            "'saturday' or 'sunday'.",
        ),
        (
            '[calendar.hours]\nmonday = ["9-5"]',
            'line 2, calendar.hours.monday: write working hours as "09:00-17:30", not "9-5".',
        ),
        (
            '[calendar.hours]\nmonday = "09:00-17:00"',
            'line 2, calendar.hours.monday: must be a list, as in ["…", "…"].',
        ),
        ('[calendar]\ncountry = "XX"', "line 2, calendar.country: no public holidays are known for XX."),
        (
            '[calendar]\ncountry = "DE"\nsubdivision = "ZZ"',
            "line 3, calendar.subdivision: no public holidays are known for DE, subdivision ZZ.",
        ),
        ('[calendar]\nsubdivision = "BE"', "line 2, calendar.subdivision: needs a country (calendar.country)."),
        (
            '[calendar]\ndays_off = ["2026-02-30"]',
            'line 2, calendar.days_off: "2026-02-30" is not a date. Write it as 2026-12-24.',
        ),
        ('people = "maya"', "line 1, people: must be a table, as in [people]."),
        ('[people]\ncto = "maya"', 'line 2, people.cto: "maya" is not a Slack id.'),
        ("[people]\ncto = 5", "line 2, people.cto: must be text in quotes."),
        ('[people]\noperators = "U0TOM"', 'line 2, people.operators: must be a list, as in ["…", "…"].'),
        ('[people]\ncto_title = ""', "line 2, people.cto_title: must not be empty."),
        (f'[people]\ncto_title = "{"x" * 61}"', "line 2, people.cto_title: must have at most 60 characters."),
        ('[focus]\nremind_minutes_before = "soon"', "line 2, focus.remind_minutes_before: must be a whole number."),
        ("[focus]\nremind_minutes_before = 1.5", "line 2, focus.remind_minutes_before: must be a whole number."),
        ("[focus]\nremind_minutes_before = 4", "line 2, focus.remind_minutes_before: must be 5 or more."),
        ("[focus]\nremind_minutes_before = 1441", "line 2, focus.remind_minutes_before: must be 1440 or less."),
    ],
)
def test_what_is_wrong_is_said_in_a_sentence_with_its_key_and_line(source: str, sentence: str) -> None:
    assert faults(source) == [sentence]


def test_all_that_is_wrong_is_told_at_once_in_the_order_of_the_file() -> None:
    source = '[focus]\npost_at = "25:00"\n\n[calendar]\nzone = "Mars"\n[people]\ncto = "x"\ncheif = "y"\n'

    assert [fault.partition(":")[0] for fault in faults(source)] == [
        "line 2, focus.post_at",
        "line 5, calendar.zone",
        "line 7, people.cto",
        "line 8, people.cheif",
    ]


LAID_OUT = '''# comment with zone = "x"
people = { cto = "U0MAYA", "cto_title" = "CTO" }
focus.channel = "C0CTO"
"focus"."ask_at" = "15:00"

[calendar] # of the office
  zone = "Europe/Berlin"
days_off = [
    "2026-12-24", # country = "DE"
    # "soon"
    "soon",
]
country = """
[focus]
zone = "UTC"
"""
hours . monday = []

[ calendar . hours ]
tuesday = []

[[nonsense]]
a = 1
'''


@pytest.mark.parametrize(
    ("key", "given", "line"),
    [
        ("people", None, 2),
        ("people.cto", None, 2),
        ("people.cto_title", None, 2),
        ("people.cheif", None, 2),
        ("focus.channel", None, 3),
        ("focus.ask_at", None, 4),
        ("calendar", None, 6),
        ("calendar.zone", None, 7),
        ("calendar.days_off", None, 8),
        ("calendar.days_off", "2026-12-24", 9),
        ("calendar.country", None, 13),
        ("calendar.hours.monday", None, 17),
        ("calendar.hours.tuesday", None, 20),
        ("nonsense", None, 22),
        ("focus.zone", None, 4),
        ("elsewhere", None, None),
    ],
)
@pytest.mark.parametrize("newline", ["\n", "\r\n"], ids=["unix", "windows"])
def test_lines_are_right_however_the_file_is_laid_out(key: str, given: object, line: int | None, newline: str) -> None:
    assert config.line_of(LAID_OUT.replace("\n", newline), key, given) == line


@pytest.mark.parametrize(
    ("source", "line"),
    [
        ('[people]\ncto = "maya\n', 2),
        ("[people\n", 1),
        ("[people]\ncto = maya\n", 2),
        ('[people]\ncto = "a"\ncto = "b"\n', 3),
        ("[people]\ndelegates = [\n", 2),
    ],
)
def test_what_is_not_toml_is_told_with_its_line(source: str, line: int) -> None:
    with pytest.raises(InvalidConfig) as refused:
        config.parse(source)

    assert str(refused.value).startswith(f"line {line}, the file: is not TOML here: ")


def test_a_file_in_another_coding_is_told_with_its_line(tmp_path: Any) -> None:
    file = tmp_path / "settings.toml"
    file.write_bytes('[people]\ncto_title = "Jäger"\n'.encode("latin-1"))

    with pytest.raises(InvalidConfig, match=r"^line 2, the file: is not UTF-8 here\. Save it as UTF-8\.$"):
        config.read(file)


def test_a_byte_order_mark_is_no_part_of_the_text(tmp_path: Any) -> None:
    file = tmp_path / "settings.toml"
    file.write_bytes("\ufeff[people]\r\n".encode())

    assert config.parse(config.read(file)) == {"people": {}}


ids = st.from_regex(r"\AU[A-Z0-9]{1,10}\Z")
zones = st.sampled_from(["Europe/Berlin", "Asia/Kolkata", "America/New_York", "Pacific/Apia", "UTC"])
clock_times = st.times().map(lambda at: at.strftime("%H:%M"))
intervals = st.tuples(clock_times, clock_times).map("-".join)
documents = st.fixed_dictionaries(
    {},
    optional={
        "people": st.fixed_dictionaries(
            {},
            optional={
                "cto": ids,
                "cto_title": st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=60),
                "delegates": st.lists(ids, max_size=3),
                "operators": st.lists(ids, max_size=3),
            },
        ),
        "calendar": st.fixed_dictionaries(
            {},
            optional={
                "zone": zones,
                "country": st.sampled_from(["DE", "US", "IN"]),
                "days_off": st.lists(st.dates().map(str), max_size=3),
                "hours": st.dictionaries(st.sampled_from(Weekday).map(str), st.lists(intervals, max_size=3)),
            },
        ),
        "focus": st.fixed_dictionaries(
            {},
            optional={
                "channel": ids.map(lambda name: f"C{name}"),
                "ask_on": st.sampled_from(Weekday).map(str),
                "post_at": clock_times,
                "remind_minutes_before": st.integers(5, 1440),
                "zone": zones,
            },
        ),
    },
)


@given(documents, st.booleans())
@profile(max_examples=40, deadline=None)
def test_what_is_exported_is_imported_as_it_was(document: dict[str, Any], everything: bool) -> None:
    operating = config.validated(document)

    text = config.as_toml(operating, everything=everything)

    assert config.validated(config.parse(text), text) == operating
    assert config.as_toml(config.validated(config.parse(text))) == config.as_toml(operating)


def test_only_what_differs_from_the_defaults_is_exported() -> None:
    assert config.as_document(Operating()) == {}
    assert config.as_document(settings(focus={"post_at": "09:00"}))["focus"] == {"channel": "C0CTO"}


@pytest.mark.parametrize(
    ("key", "value", "read"),
    [
        ("people.operators", "U0TOM, U0ANA", ("U0TOM", "U0ANA")),
        ("people.operators", "U0TOM", ("U0TOM",)),
        ("people.operators", "U0TOM,", ("U0TOM",)),
        ("people.operators", "", ()),
        ("people.cto_title", "", "CTO"),
        ("people.cto_title", "Chief, Technology", "Chief, Technology"),
        ("calendar.zone", "Asia/Kolkata", ZoneInfo("Asia/Kolkata")),
        ("calendar.hours.friday", "09:00-12:00, 13:00-15:00", ("09:00-12:00", "13:00-15:00")),
        ("calendar.hours.friday", ",", ()),
        ("calendar.hours.friday", "", ("09:00-17:30",)),
        ("focus.remind_minutes_before", "30", 30),
        ("focus.zone", "", None),
    ],
)
def test_one_value_is_changed_as_it_is_typed(key: str, value: str, read: object) -> None:
    before = settings(people={"operators": ["U0X"], "cto_title": "Boss"}, focus={"zone": "UTC"})

    after = config.validated(config.with_value(before, key, value))

    found: Any = after
    for name in key.split("."):
        found = getattr(found, name)
    assert found == read
    assert after.people.cto == before.people.cto, "the others stay"


@pytest.mark.parametrize(
    ("key", "sentence"),
    [
        ("focus.chanel", "focus.chanel: is not a setting. Did you mean focus.channel?"),
        ("calendar.hours", "calendar.hours: is not a setting. Did you mean calendar.hours.sunday?"),
        ("zone", "zone: is not a setting. Did you mean all_hands.zone?"),
        ("", ": is not a setting."),
    ],
)
def test_an_unknown_key_is_refused_with_a_suggestion(key: str, sentence: str) -> None:
    with pytest.raises(InvalidConfig) as refused:
        config.with_value(Operating(), key, "x")

    assert str(refused.value) == sentence


def test_what_has_neither_value_nor_default_is_listed() -> None:
    assert config.unset(settings()) == [
        "people.stand_in",
        "focus.zone",
        "all_hands.channel",
        "all_hands.on",
        "all_hands.zone",
        "questions.channel",
        "questions.chief_of_staff",
        "reports.channel",
        "reports.engineering_channel",
        "reports.severe_channel",
        "keep.focus_days",
        "keep.questions_days",
        "keep.commitments_days",
        "keep.reports_days",
    ]
    assert "people.cto" in config.unset(Operating())
