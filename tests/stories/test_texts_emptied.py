"""The demo's whole week is lived through, and two years later its words are no longer kept: no figure changes."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from bot.cli.demo import before_the_week
from bot.cli.story import Story
from bot.commitments import digest
from bot.commitments.meeting_models import AllHands
from bot.commitments.models import Commitment
from bot.contents import EMPTIED
from bot.focus import record
from bot.keep import Keep
from bot.keeping import retention
from bot.questions import queries as questions
from tests.keeping.rows import counts

EPOCH, FOR_EVER = datetime(1970, 1, 1, tzinfo=UTC), datetime(2999, 1, 1, tzinfo=UTC)
KEEP = Keep(focus_days=365, questions_days=365, commitments_days=365, reports_days=365)


@pytest.fixture
async def story(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Story]:
    monkeypatch.setattr("bot.cli.scenes.stage.PATIENCE_SECONDS", 60)
    async with before_the_week(tmp_path) as (story, _sandbox):
        yield story


def figures(session: Session) -> Any:
    promised = session.execute(sa.select(Commitment.phase, Commitment.word, Commitment.first, Commitment.moves)).all()
    held = [digest.thawed(text) for text in session.scalars(sa.select(AllHands.snapshot)) if text]
    told = [(one.states, one.outcomes, one.forecasts_kept, one.forecasts, len(one.changed)) for one in held]
    return (
        list(questions.rows(session, EPOCH, FOR_EVER)),
        promised,
        told,
        record.record(session, "U0MAYA"),
        counts(session),
    )


async def test_two_years_later_the_words_are_gone_and_every_figure_stands(story: Story) -> None:
    await story.open()
    await story.play_all()
    run = story.stage.cadence.database.run_unhurried
    before = await run(figures)
    later = await story.stage.client.clock() + timedelta(days=730)

    emptied = await run(retention.empty, KEEP, later)

    assert {"all_hands", "focus_revisions", "questions", "deliveries"} <= emptied.keys()
    assert await run(figures) == before
    post = await story.stage.person("ana").runs("/focus", "2026-W10", channel="#general")
    assert EMPTIED in str(post)
