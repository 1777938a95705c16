"""The table of what one try can come to, through the SDK and a real socket wherever a socket is part of the story."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import timedelta

import aiohttp
import pytest
from aiohttp import web
from hypothesis import given
from hypothesis import strategies as st
from slack_sdk.web.async_client import AsyncWebClient

from bot.slack.outcome import (
    HOLD,
    LONGEST_PAUSE,
    LOOK_AFTER,
    Later,
    Outcome,
    Refused,
    Resting,
    Sent,
    Unsure,
    error_name,
    outcome_of,
    pause_after,
)
from bot.slack.pace import EVERYTHING

Answer = Callable[[web.Request], Awaitable[web.Response]]
TRIES = st.integers(1, 10_000)
JITTER = st.floats(0, 1)


@asynccontextmanager
async def slack_that(answer: Answer, *, patience: float = 5.0) -> AsyncIterator[AsyncWebClient]:
    application = web.Application()
    application.router.add_route("*", "/{method}", answer)
    runner = web.AppRunner(application, shutdown_timeout=0)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    url = f"http://127.0.0.1:{runner.addresses[0][1]}/"
    try:
        async with aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=patience)) as session:
            yield AsyncWebClient(base_url=url, session=session, retry_handlers=[])
    finally:
        await runner.cleanup()


def says(body: dict[str, object] | str, status: int = 200, kind: str = "application/json", **headers: str) -> Answer:
    async def answer(request: web.Request) -> web.Response:
        told = {name.replace("_", "-"): value for name, value in headers.items()}
        if isinstance(body, dict):
            return web.json_response(body, status=status, headers=told)
        return web.Response(body=body.encode("latin-1"), status=status, content_type=kind, headers=told)

    return answer


def refuses(error: str) -> Answer:
    return says({"ok": False, "error": error})


async def outcome_where_slack(answer: Answer, *, patience: float = 5.0) -> Outcome:
    async with slack_that(answer, patience=patience) as client:
        return await outcome_with(client)


async def outcome_with(client: AsyncWebClient) -> Outcome:
    with pytest.raises(Exception) as raised:  # noqa: PT011  # whatever the SDK makes of it
        await client.chat_postMessage(channel="C0CTO", text="Hello")
    return outcome_of(raised.value, tries=1, jitter=0.5)


@pytest.mark.parametrize("error", ["ratelimited", "rate_limited"])
async def test_a_limit_says_when_to_come_back_and_closes_the_method(error: str) -> None:
    limit = says({"ok": False, "error": error}, status=429, Retry_After="7")

    assert await outcome_where_slack(limit) == Later("ratelimited", timedelta(seconds=7), "chat.postMessage")


@pytest.mark.parametrize("error", ["ratelimited", "rate_limited"])
async def test_a_limit_told_with_status_200_is_a_limit(error: str) -> None:
    outcome = await outcome_where_slack(says({"ok": False, "error": error}, Retry_After="7"))

    assert outcome == Later("ratelimited", timedelta(seconds=7), "chat.postMessage")


@pytest.mark.parametrize(
    "headers", [{}, {"Retry_After": "soon"}, {"Retry_After": "-3"}, {"Retry_After": "²"}, {"Retry_After": ""}]
)
async def test_a_limit_that_does_not_say_how_long_rests_as_after_any_failure(headers: dict[str, str]) -> None:
    outcome = await outcome_where_slack(says({"ok": False, "error": "ratelimited"}, status=429, **headers))

    assert outcome == Later("ratelimited", pause_after(1, 0.5), "chat.postMessage")


@pytest.mark.parametrize("kind", ["text/html", "text/plain", "application/json"])
async def test_a_limit_without_a_json_body_is_a_limit(kind: str) -> None:
    outcome = await outcome_where_slack(says("<h1>Slow down</h1>", status=429, kind=kind, Retry_After="7"))

    assert outcome == Later("ratelimited", timedelta(seconds=7), "chat.postMessage")


@pytest.mark.parametrize(("told", "seconds"), [("0", 1), ("86400", 3600), ("9" * 5000, 3600)])
async def test_no_limit_makes_us_hurry_or_stops_us_for_a_day(told: str, seconds: int) -> None:
    outcome = await outcome_where_slack(says({"ok": False, "error": "ratelimited"}, status=429, Retry_After=told))

    assert outcome == Later("ratelimited", timedelta(seconds=seconds), "chat.postMessage")


async def test_a_refused_connection_carried_nothing(unused_tcp_port: int) -> None:
    async with aiohttp.ClientSession() as session:
        nobody = AsyncWebClient(base_url=f"http://127.0.0.1:{unused_tcp_port}/", session=session, retry_handlers=[])

        assert await outcome_with(nobody) == Later("ClientConnectorError", pause_after(1, 0.5))


async def test_a_connection_dropped_after_the_request_leaves_doubt() -> None:
    async def drops(request: web.Request) -> web.Response:
        await request.read()
        assert request.transport
        request.transport.abort()
        return web.Response()

    outcome = await outcome_where_slack(drops)

    assert isinstance(outcome, Unsure)
    assert outcome.pause == LOOK_AFTER


async def test_a_response_that_never_comes_leaves_doubt() -> None:
    async def hangs(request: web.Request) -> web.Response:
        await asyncio.sleep(0.3)
        return web.Response()

    assert await outcome_where_slack(hangs, patience=0.1) == Unsure("TimeoutError", LOOK_AFTER)


@pytest.mark.parametrize("status", [500, 502, 503, 504])
@pytest.mark.parametrize("kind", ["text/html", "text/plain", "application/json"])
async def test_a_server_error_leaves_doubt(status: int, kind: str) -> None:
    outcome = await outcome_where_slack(says("<h1>Bad Gateway</h1>", status=status, kind=kind))

    assert outcome == Unsure(f"status {status}", LOOK_AFTER)


@pytest.mark.parametrize("kind", ["text/html", "text/plain", "application/json"])
@pytest.mark.parametrize("body", ["<html>", "", "{", "[]", '"ok"', "\xff\xfe{"])
async def test_an_answer_that_is_not_slacks_leaves_doubt(body: str, kind: str) -> None:
    assert isinstance(await outcome_where_slack(says(body, kind=kind)), Unsure)


@pytest.mark.parametrize("error", ["internal_error", "fatal_error", "request_timeout", "service_unavailable"])
async def test_an_error_of_which_slack_says_that_it_may_have_worked_leaves_doubt(error: str) -> None:
    assert await outcome_where_slack(refuses(error)) == Unsure(error, LOOK_AFTER)


async def test_a_named_error_with_status_500_leaves_doubt() -> None:
    outcome = await outcome_where_slack(says({"ok": False, "error": "channel_not_found"}, status=500))

    assert outcome == Unsure("channel_not_found", LOOK_AFTER)


@pytest.mark.parametrize(
    "error",
    [
        "channel_not_found",
        "not_in_channel",
        "is_archived",
        "invalid_blocks",
        "msg_too_long",
        "missing_scope",
        "user_not_found",
        "messages_tab_disabled",
        "an_error_that_slack_invents_tomorrow",
    ],
)
async def test_a_named_error_is_a_refusal(error: str) -> None:
    assert await outcome_where_slack(refuses(error)) == Refused(error)


@pytest.mark.parametrize("error", ["token_revoked", "token_expired", "account_inactive", "invalid_auth", "not_authed"])
async def test_where_slack_does_not_take_the_token_nothing_is_wrong_with_the_message(error: str) -> None:
    assert await outcome_where_slack(refuses(error)) == Later(error, HOLD, EVERYTHING)


def test_what_was_not_called_because_it_rests_is_no_attempt() -> None:
    assert outcome_of(Resting(timedelta(seconds=7)), tries=1, jitter=0.5) == Later("ratelimited", timedelta(seconds=7))


@pytest.mark.parametrize("error", ["already_pinned", "no_pin", "not_pinned"])
async def test_what_is_so_already_counts_as_sent(error: str) -> None:
    assert await outcome_where_slack(refuses(error)) == Sent(None, None)


def test_what_may_be_a_defect_of_ours_leaves_doubt_at_first() -> None:
    assert outcome_of(KeyError("channel"), tries=1, jitter=0.5) == Unsure("defect: KeyError", LOOK_AFTER)


def test_what_stays_a_defect_is_refused_in_the_end() -> None:
    assert outcome_of(KeyError("channel"), tries=5, jitter=0.5) == Refused("defect: KeyError")


def test_an_error_is_named_only_where_slack_named_it() -> None:
    assert error_name({"error": "a dictionary is no response"}) is None


@given(tries=TRIES, jitter=JITTER)
def test_pauses_are_between_one_second_and_ten_minutes(tries: int, jitter: float) -> None:
    assert timedelta(seconds=1) <= pause_after(tries, jitter) <= LONGEST_PAUSE


@given(tries=TRIES, jitter=JITTER)
def test_pauses_grow_until_they_are_as_long_as_they_get(tries: int, jitter: float) -> None:
    before, after = pause_after(tries, jitter), pause_after(tries + 1, jitter)

    assert before < after or after == LONGEST_PAUSE * (1 - jitter / 2)


@given(tries=TRIES, jitter=JITTER)
def test_jitter_takes_away_at_most_half(tries: int, jitter: float) -> None:
    whole = pause_after(tries, 0)

    assert whole / 2 <= pause_after(tries, jitter) <= whole


@given(tries=TRIES, jitter=st.tuples(JITTER, JITTER))
def test_rows_with_other_jitter_come_back_at_other_times(tries: int, jitter: tuple[float, float]) -> None:
    little, much = sorted(jitter)

    assert pause_after(tries, much) < pause_after(tries, little) or much - little < 1e-6
