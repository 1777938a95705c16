"""The demo's whole week is lived through; an owner leaves and is forgotten; two years later its words are gone.

One story, since living through the week takes long: the weeks after say nothing of her, and no figure ever changes.
"""

from collections.abc import AsyncIterator, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from click.testing import CliRunner, Result
from sqlalchemy.orm import Session
from structlog.testing import capture_logs

from bot.cli import main
from bot.cli.demo import before_the_week
from bot.cli.scenes.stage import Stage
from bot.cli.story import Story
from bot.commitments import digest
from bot.commitments.meeting_models import AllHands
from bot.commitments.models import Commitment
from bot.contents import EMPTIED
from bot.focus import record
from bot.keep import Keep
from bot.keeping import retention
from bot.questions import queries as questions
from bot.web import slack_client
from tests.keeping.rows import counts, everything

EPOCH, FOR_EVER = datetime(1970, 1, 1, tzinfo=UTC), datetime(2999, 1, 1, tzinfo=UTC)
#: What forgetting adds to or takes away, and what goes on by itself.
CHANGING = ("audit_entries", "anonymous_counts", "seen_events", "profiles")
KEEP = Keep(focus_days=365, questions_days=365, commitments_days=365, reports_days=365)
PRIYA, NAME = "U0PRIYA", "Priya Raman"


@pytest.fixture
async def story(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Story]:
    monkeypatch.setattr("bot.cli.scenes.stage.PATIENCE_SECONDS", 60)
    async with before_the_week(tmp_path) as (story, _sandbox):
        yield story


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "demo.sqlite3"


def cadence(file: Path, *arguments: str, answer: str | None = None) -> Result:
    environment = {
        "CADENCE_DATABASE_URL": f"sqlite:///{file}",
        "SLACK_BOT_TOKEN": None,
        "CADENCE_SLACK_BOT_TOKEN": None,
    }
    return CliRunner().invoke(main, arguments, env=environment, input=answer)


def traces(lines: list[str]) -> Iterator[str]:
    return (line for line in lines if PRIYA in line or NAME.casefold() in line.casefold())


def is_in(file: Path, *wanted: str) -> bool:
    """Also where a database leaves what it no longer uses."""
    written = file.read_bytes()
    return any(each.encode() in written for each in wanted)


def figures(session: Session) -> Any:
    """What was measured of questions, of promises and at each all-hands, and how much there is of everything."""
    asked = [{**row, "asker": None, "answered_by": None} for row in questions.rows(session, EPOCH, FOR_EVER)]
    promised = session.execute(sa.select(Commitment.phase, Commitment.word, Commitment.first, Commitment.moves)).all()
    held = [digest.thawed(text) for text in session.scalars(sa.select(AllHands.snapshot)) if text]
    told = [(one.states, one.outcomes, one.forecasts_kept, one.forecasts, len(one.changed)) for one in held]
    there = {name: count for name, count in counts(session).items() if name not in CHANGING}
    return asked, promised, told, record.record(session, "U0MAYA"), there


async def test_nothing_leads_to_whoever_was_forgotten_and_figures_outlive_words(story: Story, file: Path) -> None:
    stage, run = story.stage, story.stage.cadence.database.run_unhurried
    await story.open()
    await story.play_all()
    await stage.client.changes("priya", deleted=True)
    before = await run(figures)
    assert len(list(traces(await run(everything)))) > 10

    asked = cadence(file, "forget", NAME, answer="n\n")
    assert "commitment_updates" in asked.output
    assert await run(figures) == before
    done = cadence(file, "forget", NAME, "--yes")

    assert done.exit_code == 0, done.output
    assert await run(figures) == before
    assert list(traces(await run(everything))) == []
    assert not is_in(file, PRIYA, NAME)
    with capture_logs() as logged:
        await stage.travel(await stage.client.clock() + timedelta(days=15), hourly=False)
        await slack_client.meet_everybody(stage.cadence.client, stage.cadence.database, stage.cadence._now)
    kept = await run(everything)
    assert len(logged) > 3
    assert list(traces([*kept, *map(str, logged)])) == []
    assert any("someone left Slack" in line or "without an owner" in line for line in kept)
    await words_go_and_figures_stay(stage)


async def words_go_and_figures_stay(stage: Stage) -> None:
    run, two_years_later = stage.cadence.database.run_unhurried, await stage.client.clock() + timedelta(days=730)
    before = await run(figures)

    emptied = await run(retention.empty, KEEP, two_years_later)

    assert {"all_hands", "focus_revisions", "questions", "deliveries"} <= emptied.keys()
    assert await run(figures) == before
    assert EMPTIED in str(await stage.person("ana").runs("/focus", "2026-W10", channel="#general"))
