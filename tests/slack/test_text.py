import re
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from wcwidth import iter_graphemes

from bot.slack.text import (
    about_text,
    clean,
    date_text,
    duration_text,
    escape,
    length,
    one_line,
    pieces,
    shorten,
    shorten_mrkdwn,
)

FAMILY, FLAG, WAVE, ACCENT = "👨‍👩‍👧‍👦", "🇩🇪", "👋🏽", "e\u0301"
# Text as people and attackers write it: far denser in trouble than random characters are.
TROUBLE = [
    "&",
    "<",
    ">",
    "<!here>",
    "<@U1>",
    "@channel",
    "*",
    "_",
    "~",
    "`",
    "\r\n",
    "\u202e",
    "\u2066",
    "שלום",
    "عرب",
]
PARTS = st.sampled_from([*TROUBLE, FAMILY, FLAG, WAVE, ACCENT, " ", "word", "https://a.io/_x?y=1&z", "\u0600", "7"])
ANY_TEXT = st.text() | st.lists(PARTS, max_size=40).map("".join)


@pytest.mark.parametrize(
    "typed",
    [
        "<!channel>",
        "<!here>",
        "<!everyone>",
        "<!subteam^S1>",
        "<@U1>",
        "<#C1>",
        "<http://evil.io|bank>",
        "a & b",
    ],
)
def test_markup_that_a_person_typed_is_shown_as_the_characters_they_typed(typed):
    shown = escape(typed)
    assert "<" not in shown
    assert ">" not in shown
    assert shown.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&").replace("\u2060", "") == typed


def test_an_entity_that_a_person_typed_stays_what_they_typed():
    assert escape("&lt;!here&gt;") == "&amp;lt;!here&amp;gt;"


@pytest.mark.parametrize("name", ["@channel", "@here", "@Everyone", "(@channel)", "＠here", "@platform-team"])
def test_a_bare_mention_pings_nobody(name):
    assert re.search(r"[@＠]\w", escape(name)) is None


def test_a_mail_address_stays_as_it_is():
    assert escape("ana@example.com") == "ana@example.com"


@pytest.mark.parametrize("typed", ["*bold*", "_slanted_", "~gone~", "`code`", "lone *", "*lone", "```", "a_ b", "é*x"])
def test_a_marker_that_could_pair_with_ours_is_replaced_by_its_lookalike(typed):
    assert not set(escape(typed)) & set("*_~`")


@pytest.mark.parametrize("typed", ["snake_case_name", "2*3*4", "a * b", "https://a.io/_next/*/x_y", "v1~2"])
def test_characters_that_slack_would_not_interpret_are_kept(typed):
    assert escape(typed) == typed


def test_a_line_that_starts_like_a_quote_is_not_one():
    assert escape("> said\nx > y") == "\u2060&gt; said\nx &gt; y"


def test_web_addresses_stay_whole_so_that_slack_links_them():
    assert escape("see https://a.io/@me?x=1&y=2.") == "see https://a.io/@me?x=1&amp;y=2."


def test_line_ends_become_one_kind_and_control_characters_go():
    assert clean("a\r\nb\rc\u2028d\x85e\tf\x00\x1b[31m") == "a\nb\nc\nd\ne\tf[31m"


def test_half_a_character_becomes_the_sign_for_one():
    assert clean("a\ud83db") == "a\ufffdb"


@pytest.mark.parametrize("mark", [*map(chr, range(0x202A, 0x202F)), *map(chr, range(0x2066, 0x206A))])
def test_marks_that_turn_the_direction_of_text_do_not_leave_a_persons_words(mark):
    assert mark not in clean(f"before {mark} after")


def test_right_to_left_lines_are_fenced_and_keep_their_letters():
    assert escape("שלום 3\nplain") == "\u2068שלום 3\u2069\nplain"


def test_left_to_right_text_gets_no_fence():
    assert escape("Zoë – 7") == "Zoë – 7"


def test_one_line_is_one_line():
    assert one_line(" a\r\n\n b\tc ") == "a b c"


@given(ANY_TEXT)
def test_escaped_text_holds_nothing_that_slack_would_parse(text):
    shown = escape(text)
    assert not set(shown) & set("<>`")
    assert re.search(r"&(?!amp;|lt;|gt;)", shown) is None
    assert shown.count("\u2068") == shown.count("\u2069")
    assert all(line.count("\u2068") == line.count("\u2069") for line in shown.split("\n"))


def test_length_is_that_of_the_stricter_count():
    assert [length(text) for text in ("abc", "é", "👋", FAMILY)] == [3, 1, 2, 11]


def test_text_that_fits_is_left_alone():
    assert shorten("exactly ten", 11) == "exactly ten"
    assert shorten("exactly ten", 10) == "exactly…"


def test_text_is_cut_between_words_when_one_ends_nearby():
    assert shorten("Why do we run two deploy pipelines?", 20) == "Why do we run two…"
    assert shorten("x" * 30, 20) == "x" * 19 + "…"


@pytest.mark.parametrize("cluster", [FAMILY, FLAG, WAVE, ACCENT, "👍🏿", "각", "क्षि", "\r\n"])
def test_a_character_of_several_parts_is_never_split(cluster):
    for limit in range(1, 30):
        kept = shorten(cluster * 20, limit).removesuffix("…")
        assert kept == cluster * (len(kept) // len(cluster))


def test_text_of_ampersands_is_cut_so_that_its_escaped_form_fits():
    assert escape(shorten("&" * 100, 21, escape)) == "&amp;" * 4 + "…"


@given(ANY_TEXT, st.integers(0, 60))
@example("\u0600 tail of it", 3)
def test_shortened_text_fits_and_is_a_prefix_of_whole_characters(text, limit):
    short = shorten(text, limit)
    assert length(short) <= limit
    if short != text:
        kept = list(iter_graphemes(short.removesuffix("…")))
        assert kept == list(iter_graphemes(text))[: len(kept)]
        assert short.endswith("…") or limit == 0


@given(ANY_TEXT, st.integers(1, 60))
def test_what_is_sent_of_shortened_text_fits(text, limit):
    assert length(escape(shorten(text, limit, escape))) <= limit


@given(
    st.lists(st.sampled_from(["&amp;", "&lt;", "<@U123>", "<!date^1^{time}|now>", " ", "word", FAMILY])),
    st.integers(1, 60),
)
def test_our_own_markup_is_never_cut_inside_a_token(parts, limit):
    kept = shorten_mrkdwn("".join(parts), limit)
    assert length(kept) <= limit
    assert not set(re.sub(r"<[^<>]*>|&(amp|lt|gt);", "", kept)) & set("<>&;")


@given(ANY_TEXT, st.integers(12, 60))
def test_pieces_lose_nothing_and_each_fits(text, limit):
    parts = pieces(text, limit)
    assert "".join(parts) == text
    assert all(length(part) <= limit for part in parts)


def test_only_a_pile_of_accents_longer_than_a_piece_is_taken_apart():
    pile = "e" + "\u0301" * 30
    assert [length(part) for part in pieces(pile, 10)] == [10, 10, 10, 1]
    assert "".join(pieces(pile, 10)) == pile


def test_pieces_end_between_words():
    assert pieces("one two three four five", 10) == ["one two ", "three ", "four five"]


def test_a_time_is_shown_in_each_readers_zone_with_a_fallback_in_ours():
    instant = datetime(2026, 3, 3, 9, 12, tzinfo=UTC)
    assert date_text(instant, ZoneInfo("Europe/Berlin")) == (
        "<!date^1772529120^{date_short_pretty} at {time}|Tue 3 Mar 2026, 10:12 CET>"
    )
    assert date_text(instant, UTC, "{time}") == "<!date^1772529120^{time}|Tue 3 Mar 2026, 09:12 UTC>"


def test_a_time_without_a_zone_is_refused():
    with pytest.raises(ValueError, match="without a zone"):
        date_text(datetime(2026, 3, 3), UTC)  # noqa: DTZ001  # the mistake it is about


@pytest.mark.parametrize(
    ("minutes", "words"),
    [
        (-5, "under 1 m"),
        (0.9, "under 1 m"),
        (1, "1 m"),
        (59.9, "59 m"),
        (60, "1 h 00 m"),
        (65, "1 h 05 m"),
        (200, "3 h 20 m"),
        (31 * 60, "31 h 00 m"),
    ],
)
def test_durations_in_words(minutes, words):
    assert duration_text(timedelta(minutes=minutes)) == words


@pytest.mark.parametrize(
    ("hours", "words"),
    [(0.5, "30 m"), (1, "1 h"), (47.9, "47 h"), (48, "2 days"), (20.9 * 24, "20 days"), (21 * 24, "3 weeks")],
)
def test_rough_durations_in_words(hours, words):
    assert about_text(timedelta(hours=hours)) == words
