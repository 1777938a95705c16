"""What a person reads when something could not be done."""

from typing import Any

import pytest

from bot.errors import Unavailable
from bot.slack import notices, remedies
from bot.slack.messages import spoken
from bot.slack.validation import problems


def test_what_is_missing_is_told_by_key_and_meaning_and_how_to_set_it() -> None:
    sentence = notices.what_is_missing({"people.cto": "who the CTO is", "focus.channel": "the channel"})

    assert "who the CTO is (`people.cto`); the channel (`focus.channel`)" in sentence
    assert "`/cadence setup`" in sentence


def test_an_apology_says_what_happened_and_names_the_reference() -> None:
    assert "the database did not answer" in notices.apology(Unavailable(), "AB12")
    assert "it was not you" in notices.apology(ZeroDivisionError("secret"), "AB12")
    assert notices.apology(Unavailable(), "AB12").endswith("(ref AB12)")


def test_an_apology_does_not_quote_a_defect() -> None:
    assert "secret" not in notices.apology(ZeroDivisionError("secret"), "AB12")


REFUSALS = (
    "channel_not_found not_in_channel is_archived account_inactive invalid_blocks msg_too_long missing_scope "
    "token_revoked user_not_found messages_tab_disabled restricted_action_thread_locked"
)


@pytest.mark.parametrize("error", REFUSALS.split())
def test_operators_are_told_which_message_was_refused_where_why_and_what_to_do(error: str) -> None:
    sentence = notices.refused("focus:2026-W10:post", "C0CTO", error)

    assert "`focus:2026-W10:post`" in sentence
    assert "<#C0CTO>" in sentence
    assert error in sentence
    assert remedies.remedy(error) in sentence
    assert "The log" not in remedies.remedy(error), "each of these has a remedy of its own"


def test_of_a_refusal_of_tomorrow_the_log_says_more() -> None:
    assert "an_error_of_tomorrow. The log has the details." in notices.refused("key", "U0ANA", "an_error_of_tomorrow")


def test_of_a_message_that_may_stand_there_twice_operators_learn_why_nobody_could_look() -> None:
    sentence = notices.flawed("focus:post", "C0CTO", "in doubt: missing_scope")

    assert "may stand there twice" in sentence
    assert "(missing_scope)" in sentence


def test_a_job_that_fails_is_told_with_its_error_made_safe() -> None:
    assert "&lt;!channel&gt;" in notices.job_fails("focus.post", "Monday 09:00", "ValueError: <!channel>")


@pytest.mark.parametrize(
    ("body", "typed"),
    [
        ({"command": "/ask", "text": "why now?"}, "why now?"),
        ({"command": "/ask", "text": ""}, ""),
        ({"view": {"state": {"values": {"a": {"a": {"value": "one"}}, "b": {"b": {"value": "two"}}}}}}, "one\ntwo"),
        ({"view": {"state": {"values": {"a": {"a": {"value": None}}, "b": {"b": {"type": "datepicker"}}}}}}, ""),
        ({"actions": [{"action_id": "x"}]}, ""),
        ({"view": {"type": "home"}}, ""),
    ],
)
def test_all_that_was_typed_is_given_back(body: dict[str, Any], typed: str) -> None:
    assert notices.typed_by(body) == typed


def test_words_given_back_in_a_message_ping_nobody() -> None:
    assert notices.with_typed("Not saved.", "<!channel> & more").endswith("&lt;!channel&gt; &amp; more")
    assert notices.with_typed("Not saved.", "") == "Not saved."


@pytest.mark.parametrize("typed", ["", "my words <!channel>", "long " * 5000])
def test_a_notice_is_a_window_that_slack_takes(typed: str) -> None:
    view = notices.notice_view("Not saved: " + "so long " * 1000, typed)

    assert problems(view) == []
    assert view["title"]["text"] == "Not saved"


def test_words_given_back_in_a_window_stand_there_as_they_were_typed() -> None:
    (told,) = [
        block for block in notices.notice_view("Not saved.", "a <b> *c*")["blocks"] if block["type"] == "rich_text"
    ]

    assert told["elements"][0]["elements"] == [{"type": "text", "text": "a <b> *c*"}]
    assert "Not saved." in spoken(notices.notice_view("Not saved.", "")["blocks"])
