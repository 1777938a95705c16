"""`cadence run` from the outside: what keeps it from starting, what it does unset, how it ends."""

import asyncio
import signal
import sqlite3
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web
from pydantic import SecretStr

from bot import schema, startup
from bot.app import SLACK_SECONDS, Cadence
from bot.deployment import Deployment
from bot.engines import make_engine
from bot.errors import CannotStart
from bot.resources import resource
from bot.sandbox.client import SandboxClient
from bot.sandbox.organisation import invented
from bot.sandbox.server import Sandbox
from tests.cli.command import Running, ended, running, starting

SECRETS = ("xoxb-sandbox", "xapp-sandbox", "sandbox-secret", "xoxb-wrong", "xapp-wrong", "hunter2")
NO_SCHEMA = "The database is not at this version's schema. Run `cadence migrate` first."


def no_secret_in(text: str) -> bool:
    return not any(secret in text for secret in SECRETS)


def without_database(environment: dict[str, str]) -> dict[str, str]:
    return {name: value for name, value in environment.items() if not value.startswith("sqlite:")}


async def test_whatever_keeps_it_from_starting_it_ends_with_2_and_one_sentence(
    over_socket_mode: dict[str, str],
    over_http: dict[str, str],
    workspace: SandboxClient,
    busy_port: int,
    tmp_path: Path,
) -> None:
    """Each as a process of its own, so that nothing else is printed and no traceback hides behind the sentence."""
    fine = over_socket_mode
    told = {
        "SLACK_BOT_TOKEN is not set.": {},
        "SLACK_APP_TOKEN is not known to Slack": {**fine, "SLACK_APP_TOKEN": "xapp-wrong"},
        "Slack at http://127.0.0.1:1/api/ could not be": {**fine, "CADENCE_SLACK_API_URL": "http://127.0.0.1:1/api/"},
        "The database at postgresql://bot:***@127.0.0.1:1/": {
            **fine,
            "CADENCE_DATABASE_URL": "postgresql://bot:hunter2@127.0.0.1:1/cadence",
        },
        f"Port {busy_port} on 127.0.0.1 cannot be": {**over_http, "CADENCE_PORT": str(busy_port)},
    }

    # A database each: a SQLite file serves one process.
    environments = [
        {"CADENCE_DATABASE_URL": f"sqlite:///{tmp_path}/{number}.sqlite3", **environment}
        for number, environment in enumerate(without_database(environment) for environment in told.values())
    ]
    ends = await asyncio.gather(*(ended("run", folder=tmp_path, **environment) for environment in environments))

    for begins, end in zip(told, ends, strict=True):
        assert (end.code, end.out, end.err.count("\n")) == (2, "", 1), end.err
        assert end.err.startswith(begins)
        assert no_secret_in(end.err)


def deployment(sandbox: Sandbox, folder: Path, **told: Any) -> Deployment:
    fine = {
        "slack_bot_token": SecretStr("xoxb-sandbox"),
        "slack_app_token": SecretStr("xapp-sandbox"),
        "slack_signing_secret": None,
        "slack_api_url": sandbox.api_url,
        "database_url": SecretStr(f"sqlite:///{folder / 'cadence.sqlite3'}"),
        "host": "127.0.0.1",
        "port": None,
        "installer": None,
        "prompts": None,
    }
    return Deployment(**{**fine, **told})


async def refusal(chosen: Deployment) -> str:
    with pytest.raises(CannotStart) as refused:
        await Cadence(chosen).start()
    assert no_secret_in(str(refused.value))
    return str(refused.value)


async def test_a_revoked_token_is_named(sandbox: Sandbox, workspace: SandboxClient, tmp_path: Path) -> None:
    await workspace.app(token_revoked=True)

    assert (await refusal(deployment(sandbox, tmp_path))).startswith("SLACK_BOT_TOKEN was revoked (token_revoked).")


async def test_a_wrong_token_and_a_missing_way_in_are_named(sandbox: Sandbox, tmp_path: Path) -> None:
    wrong = deployment(sandbox, tmp_path, slack_bot_token=SecretStr("xoxb-wrong"))
    deaf = deployment(sandbox, tmp_path, slack_app_token=None)

    assert (await refusal(wrong)).startswith("SLACK_BOT_TOKEN is not known to Slack (invalid_auth).")
    assert (await refusal(deaf)).startswith("Set SLACK_APP_TOKEN for Socket Mode,")


async def test_the_two_tokens_exchanged_are_told_apart(sandbox: Sandbox, tmp_path: Path) -> None:
    exchanged = {"slack_bot_token": SecretStr("xapp-sandbox"), "slack_app_token": SecretStr("xoxb-sandbox")}
    twice = {"slack_app_token": SecretStr("xoxb-sandbox")}

    assert (await refusal(deployment(sandbox, tmp_path, **exchanged))).startswith("SLACK_BOT_TOKEN is of another kind")
    assert (await refusal(deployment(sandbox, tmp_path, **twice))).startswith("SLACK_APP_TOKEN is of another kind")


async def test_an_app_installed_with_too_few_scopes_is_told_which(tmp_path: Path) -> None:
    organisation = invented().with_manifest({"oauth_config": {"scopes": {"bot": ["chat:write", "commands"]}}})
    async with Sandbox(organisation) as sandbox:
        sentence = await refusal(deployment(sandbox, tmp_path))

    wanted = {*startup.manifest()["oauth_config"]["scopes"]["bot"]} - set(startup.DISPENSABLE)
    lacking = sorted(wanted - {"chat:write", "commands"})
    assert sentence.startswith(f"The Slack app lacks scopes: {', '.join(lacking)}. Update it from ")


async def test_a_postgresql_that_nobody_migrated_is_named(sandbox: Sandbox, tmp_path: Path, postgres_url: str) -> None:
    engine = make_engine(postgres_url)
    schema.downgrade(engine)
    try:
        assert await refusal(deployment(sandbox, tmp_path, database_url=SecretStr(postgres_url))) == NO_SCHEMA
    finally:
        schema.upgrade(engine)
        engine.dispose()


async def test_prompts_that_cannot_be_used_are_named(sandbox: Sandbox, tmp_path: Path) -> None:
    (tmp_path / "focus.toml").write_text('what_label = "Focus {nmber}"\n')

    assert "has {nmber}, which nothing fills in" in await refusal(deployment(sandbox, tmp_path, prompts=tmp_path))


async def test_rules_and_templates_of_the_organisation_that_cannot_be_used_are_named(
    sandbox: Sandbox, tmp_path: Path
) -> None:
    ours = resource("prompts").joinpath("blame.yaml").read_text(encoding="utf-8")
    own = tmp_path / "blame.yaml"
    own.write_text(ours.replace('    - "common sense|', '    - "(common sense|', 1), encoding="utf-8")
    said = await refusal(deployment(sandbox, tmp_path, prompts=tmp_path))
    assert said.startswith(f"{own}: the rule hindsight: the pattern ")
    assert "(common sense|" in said
    assert "is no regular expression" in said
    own.write_text(ours.replace("  source: LRRIT criteria on blame language; reference", "  sauce: LRRIT"), "utf-8")
    assert "the rule loaded has no 'source'" in await refusal(deployment(sandbox, tmp_path, prompts=tmp_path))
    own.unlink()
    (tmp_path / "reports.toml").write_text('templates = "short | Short | 4"\n')
    assert "reports.toml: write a line as" in await refusal(deployment(sandbox, tmp_path, prompts=tmp_path))


@asynccontextmanager
async def answering(routes: dict[str, Any]) -> AsyncIterator[str]:
    """Something that is not Slack. A method answers its text as JSON, whatever it is."""

    async def answer(request: web.Request) -> web.Response:
        return web.Response(text=routes[request.match_info["method"]], content_type="application/json")

    application = web.Application()
    application.router.add_route("*", "/{method}", answer)
    runner = web.AppRunner(application)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    try:
        yield f"http://127.0.0.1:{runner.addresses[0][1]}/"
    finally:
        await runner.cleanup()


@pytest.mark.parametrize("body", ["<html>Please log in</html>", "", "[]", "{}"])
async def test_what_does_not_answer_as_slack_does_is_named(sandbox: Sandbox, tmp_path: Path, body: str) -> None:
    async with answering({"auth.test": body}) as url:
        sentence = await refusal(deployment(sandbox, tmp_path, slack_api_url=url))

    assert sentence.startswith(f"{url} does not answer as Slack does.")


async def test_a_socket_that_never_opens_is_not_waited_for_for_ever(
    sandbox: Sandbox, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.web.socket_mode.OPENING_SECONDS", 0.5)
    identity = '{"ok": true, "bot_id": "B0", "user_id": "U0", "team_id": "T0", "team": "x"}'
    opened = '{"ok": true, "url": "ws://127.0.0.1:1/link?ticket=hunter2"}'
    async with answering({"auth.test": identity, "apps.connections.open": opened}) as url:
        sentence = await refusal(deployment(sandbox, tmp_path, slack_api_url=url))

    assert sentence.startswith("Slack opened no Socket Mode connection.")


async def direct_messages(workspace: SandboxClient, person: str) -> list[str]:
    return [message["text"] for message in await workspace.messages(person, viewer=person)]


async def until(holds: Any) -> None:
    async with asyncio.timeout(60):
        while not await holds():  # no event tells
            await asyncio.sleep(0.05)


async def test_without_settings_it_says_what_is_missing_once_and_does_nothing_else(
    over_socket_mode: dict[str, str], workspace: SandboxClient, tmp_path: Path
) -> None:
    told = {**over_socket_mode, "CADENCE_INSTALLER": "U0TOM"}

    async def tom_knows() -> bool:
        return bool(await direct_messages(workspace, "tom"))

    async with running(tmp_path, **told) as cadence:
        missing = await cadence.says("settings.missing")
        assert missing["keys"] == ["focus.channel", "people.cto"]
        await until(tom_knows)
        answer = await workspace.person("ana").runs("/focus", channel="general")
        assert "not set up yet" in answer["ack"]["text"]
        cadence.tell(signal.SIGTERM)
        assert await cadence.ends() == 0

    async with running(tmp_path, **told) as cadence:
        answer = await workspace.person("tom").runs("/focus", channel="general")
        assert "`people.cto`" in answer["ack"]["text"], "who installed it is told what to do"
        cadence.tell(signal.SIGINT)
        assert await cadence.ends() == 0
        assert no_secret_in("\n".join(cadence.said))

    [only] = await direct_messages(workspace, "tom")
    assert "waits for four answers" in only
    posted = [entry for entry in await workspace.log("api") if entry["name"].startswith("chat.")]
    assert len(posted) == 1
    assert all(event["event"] != "delivery.refused" for event in cadence.events)


@asynccontextmanager
async def nobody_may_write(file: Path) -> AsyncIterator[None]:
    """Holds the bot's database up, so that a request stays in flight."""
    with sqlite3.connect(file, isolation_level=None) as connection:
        connection.execute("BEGIN IMMEDIATE")
        yield
        connection.execute("ROLLBACK")
    connection.close()


async def left_in_the_middle(cadence: Running, workspace: SandboxClient, file: Path) -> dict[str, Any]:
    """SIGTERM while somebody waits for an answer; what they got."""
    async with nobody_may_write(file):
        asking = asyncio.create_task(workspace.person("ana").runs("/focus", "what is this payload", channel="general"))
        await asyncio.sleep(0.3)
        cadence.tell(signal.SIGTERM)
        await asyncio.sleep(0.3)
        assert cadence.process.returncode is None
        assert not asking.done()
    return await asking


async def test_told_to_stop_it_answers_who_waits_over_socket_mode(
    over_socket_mode: dict[str, str], workspace: SandboxClient, tmp_path: Path
) -> None:
    async with running(tmp_path, **over_socket_mode) as cadence:
        began = time.monotonic()
        answer = await left_in_the_middle(cadence, workspace, tmp_path / "cadence.sqlite3")

        assert await cadence.ends() == 0
        assert time.monotonic() - began < 10
        assert "not set up yet" in answer["ack"]["text"]
        assert (await workspace.state())["connections"] == 0
        assert no_secret_in("\n".join(cadence.said))
        assert "what is this payload" not in "\n".join(cadence.said)


async def test_told_to_stop_it_answers_who_waits_over_http(
    over_http: dict[str, str], workspace: SandboxClient, tmp_path: Path
) -> None:
    async with running(tmp_path, **over_http) as cadence:
        port = (await cadence.says("ready"))["port"]
        await workspace.app(request_url=f"http://127.0.0.1:{port}/slack/events")
        began = time.monotonic()
        answer = await left_in_the_middle(cadence, workspace, tmp_path / "cadence.sqlite3")

        assert await cadence.ends() == 0
        assert time.monotonic() - began < 10
        assert "not set up yet" in answer["ack"]["text"]
        assert no_secret_in("\n".join(cadence.said))
        assert "what is this payload" not in "\n".join(cadence.said)


async def test_told_to_stop_while_it_starts_it_does_not_wait_for_slack(
    over_socket_mode: dict[str, str], tmp_path: Path
) -> None:
    """Something takes the connection and never answers."""
    asked, enough = asyncio.Event(), asyncio.Event()

    async def say_nothing(_reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        asked.set()
        await enough.wait()
        writer.close()

    async with await asyncio.start_server(say_nothing, "127.0.0.1", 0) as silent:
        url = f"http://127.0.0.1:{silent.sockets[0].getsockname()[1]}/"
        async with starting(tmp_path, **{**over_socket_mode, "CADENCE_SLACK_API_URL": url}) as cadence:
            await asyncio.wait_for(asked.wait(), 120)
            told_at = time.monotonic()
            cadence.tell(signal.SIGTERM)
            assert await cadence.ends() == 0
            assert time.monotonic() - told_at < SLACK_SECONDS, "sooner than it would have given Slack up"
        enough.set()
    assert cadence.said == []
