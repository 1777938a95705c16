"""The log of a running bot, as somebody reads it who looks for what became of something."""

from datetime import datetime
from pathlib import Path

from bot import settings as settings_
from bot.engines import make_engine
from bot.sandbox.client import SandboxClient
from bot.storage import Database
from tests.cli.command import running
from tests.factories import settings


async def test_the_log_of_a_running_bot_leads_from_the_act_to_its_sending(
    over_socket_mode: dict[str, str],
    workspace: SandboxClient,
    tmp_path: Path,
    now: datetime,
) -> None:
    async with running(tmp_path, **over_socket_mode) as cadence:
        database = Database(make_engine(over_socket_mode["CADENCE_DATABASE_URL"]))
        database.run_here(settings_.save, settings(), by="test", now=now)
        database.close()
        await workspace.person("ana").runs("/ask-cto", "Why two pipelines?", channel="general")
        sent = await cadence.says("delivery")
        lines = cadence.events

    (door,) = [line for line in lines if line["event"] == "door" and line["request"] == sent["request"]]
    assert (door["door"], door["outcome"]) == ("command", "answered")
    assert sent["key"] == "question:1:card"
