"""By week as a chart, to whoever asks for it; where Slack does not take the chart, its words arrive."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest

from bot.cli.scenes.stage import ZONE, Json, Stage, action_of, says

TUESDAY = datetime(2026, 3, 3, 10, 12, tzinfo=ZONE)
WORDS = "Questions by week"
WEEKS = ("2 Mar: 1 asked, 1 of 1 answered in time", "9 Mar: 1 asked, 1 of 1 answered in time")


@pytest.fixture
def transport() -> str:
    """However it comes in, what goes out is the same."""
    return "socket mode"


def is_answered(text: str) -> Callable[[Json], bool]:
    return lambda message: text in message["text"] and "Answered by" in message["text"]


@pytest.fixture
async def figures(stage: Stage) -> Json:
    """Of two weeks, as Priya is shown them."""
    for week, text in enumerate(("Why two deploy pipelines?", "Are we moving offices?")):
        await stage.until(TUESDAY + timedelta(days=7 * week), hourly=False)
        await stage.person("ana").runs("/ask-cto", text, channel="#general")
        asked = await stage.sees("priya", "#cto", says(text), "the card")
        await stage.person("maya").says("#cto", "It is so.", thread=asked["ts"])
        await stage.sees("priya", "#cto", is_answered(text), "the answer")
    await stage.person("priya").runs("/cadence", "response-times", channel="#general")
    return await stage.sees("priya", "#general", says("Response times"), "the figures")


async def asks_for_the_chart(stage: Stage, figures: Json) -> None:
    await stage.person("priya").clicks(str(action_of(figures, "As a chart")), on=figures)


async def test_the_chart_shows_each_week_and_says_the_same_in_words(stage: Stage, figures: Json) -> None:
    await asks_for_the_chart(stage, figures)

    chart = await stage.sees("priya", "#general", says(WORDS), "the chart")
    drawn, below = chart["blocks"]
    assert drawn["type"] == "data_visualization"
    in_time, late = drawn["chart"]["series"]
    assert [one["label"] for one in in_time["data"]] == ["9 Feb", "16 Feb", "23 Feb", "2 Mar", "9 Mar"]
    assert [one["value"] for one in in_time["data"]] == [0, 0, 0, 1, 1]
    assert [one["value"] for one in late["data"]] == [0, 0, 0, 0, 0]
    assert [one["text"]["text"] for one in below["elements"]] == ["Why this number?"]
    assert all(week in chart["text"] for week in WEEKS)


async def test_where_slack_refuses_the_chart_its_words_arrive(stage: Stage, figures: Json) -> None:
    await stage.client.fault("error", method="chat.postEphemeral", error="invalid_blocks", times=1)
    await asks_for_the_chart(stage, figures)

    told = await stage.sees("priya", "#general", says(WORDS), "the words")
    assert (await stage.client.faults())["counts"] == {"error": 1}
    assert not told.get("blocks")
    assert all(week in told["text"] for week in WEEKS)
