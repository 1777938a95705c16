"""`/cadence help` and `/cadence status`."""

from datetime import datetime, timedelta

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from bot.occurrences import JobFailure
from bot.operating import status_views
from bot.prompts import load
from bot.slack import outbox, upkeep
from bot.slack.messages import Message
from bot.slack.outbox import Delivery, State
from bot.storage import Database
from bot.wiring import JOBS
from tests.factories import ANA, MAYA, TOM, settings
from tests.operating.conftest import REMY, save
from tests.slack_driver import SlackDriver, said

WORDS = load().of("operating")
#: They look whether there is something to do, and nobody waits for them.
CLOCKWORK = {"focus.silence", "texts.empty", "questions.lists"} | {
    job.name for job in JOBS if job.rhythm(settings()).label.startswith("Hourly")
}


async def help_for(slack: SlackDriver, person: str, text: str = "help") -> str:
    return str(said(await slack.types("/cadence", text, by=person))["text"])


async def test_help_is_what_this_person_can_do_and_no_more(slack: SlackDriver) -> None:
    by_ana, by_maya, by_tom = [await help_for(slack, person) for person in (ANA, MAYA, TOM)]

    assert "/ask-cto" in by_ana
    assert "/cadence setup" not in by_ana
    assert "/focus away" not in by_ana
    assert "/focus mine" in by_maya
    assert "/cadence setup" not in by_maya
    assert "/cadence setup" in by_tom
    assert "/focus mine" not in by_tom


async def test_the_command_alone_helps_and_a_word_it_does_not_know_is_named(slack: SlackDriver) -> None:
    assert await help_for(slack, ANA, "") == await help_for(slack, ANA)
    assert (await help_for(slack, TOM, "ponies `now`")).startswith("cadence does not know `ponies`.")


async def test_whoever_asks_the_wrong_command_reads_which_one_asks_the_cto(slack: SlackDriver) -> None:
    asks = "cadence does not know `Why`. To ask the CTO something, write it behind `/ask-cto`.\n"
    assert (await help_for(slack, ANA, "Why do we move?")).startswith(asks)
    assert (await help_for(slack, MAYA, "ponies")).startswith("cadence does not know `ponies`.\n")


async def test_help_says_how_to_see_how_soon_reports_come(slack: SlackDriver) -> None:
    assert "`/cadence reports` how soon reports come" in await help_for(slack, ANA)


async def test_help_leaves_out_what_is_switched_off(slack: SlackDriver, database: Database, now: datetime) -> None:
    await save(database, settings(practices={"questions": False}), now)

    told = await help_for(slack, ANA)

    assert "/ask-cto" not in told
    assert "/focus" in told


async def test_guests_read_who_may(slack: SlackDriver) -> None:
    assert await help_for(slack, REMY) == "Only people of this organisation may do this."


@pytest.mark.parametrize("person", [ANA, MAYA])
async def test_status_is_for_operators(slack: SlackDriver, person: str) -> None:
    told = said(await slack.types("/cadence", "status", by=person))

    assert told["text"] == "Only operators can see how cadence runs and change its settings."


async def test_status_says_what_runs_next_and_that_all_is_well_and_which_versions_these_are(slack: SlackDriver) -> None:
    told = said(await slack.types("/cadence", "status", by=TOM))["text"]

    assert "Fri 27 Feb 2026, 15:00 CET" not in told, "that is now"
    assert "Fri 27 Feb 2026, 16:00 CET>: The channel reads what was asked and answered" in told
    assert "Mon 2 Mar 2026, 09:00 CET>: The post goes out, if it is approved" in told
    assert "Nothing failed, and every message has arrived." in told
    assert "cadence 0" in told
    assert "Python 3." in told


async def test_what_failed_and_what_waits_is_named_with_what_to_do(
    slack: SlackDriver, database: Database, now: datetime
) -> None:
    await database.run(_trouble, now)

    told = said(await slack.types("/cadence", "status", by=TOM))

    assert "`focus.ask` failed twice" not in told["text"]
    assert "▲ `focus.ask` failed 4 times since Friday 15:00" in told["text"]
    assert "Last error: ValueError: &lt;!channel&gt;" in told["text"]
    assert "Slack refused a message to <#C0CTO>: is_archived. Unarchive the channel" in told["text"]
    assert "1 message is on the way" in told["text"]

    await slack.clicks(status_views.RETRY, by=TOM)

    assert await database.run(lambda session: upkeep.one(session, "lost").state) == State.WAITING


async def test_what_was_told_to_go_again_waits_since_then(
    slack: SlackDriver, database: Database, now: datetime
) -> None:
    def tried_again(session: Session) -> None:
        outbox.enqueue(session, key="k", channel="C0CTO", message=Message("Hello"), now=now - timedelta(days=20))
        session.execute(sa.update(Delivery).values(state=State.REFUSED, error="is_archived"))
        upkeep.retry_all(session, now)

    await database.run(tried_again)

    told = said(await slack.types("/cadence", "status", by=TOM))["text"]

    assert "1 message is on the way" in told
    assert "the oldest since <!date^1772200800" in told, "not since it was written, in another month"


def _trouble(session: object, now: datetime) -> None:
    row = {"job": "focus.ask", "local": "2026-02-27T15:00", "failures": 4, "error": "ValueError: <!channel>"}
    session.add(JobFailure(**row, try_again_at=now + timedelta(minutes=4)))
    for key in ("lost", "waits"):
        outbox.enqueue(session, key=key, channel="C0CTO", message=Message("Hello"), now=now)
    lost = session.query(Delivery).filter_by(key="lost").one()
    lost.state, lost.error = State.REFUSED, "is_archived"


async def test_before_the_set_up_the_installer_sees_what_is_missing(fresh: SlackDriver) -> None:
    told = said(await fresh.types("/cadence", "status", by=TOM))

    assert "Nothing runs yet: who the CTO is, the channel for Monday's post." in told["text"]
    assert "Set up" in str(told["blocks"][-1])


async def test_once_somebody_operates_the_installer_is_anybody(
    fresh: SlackDriver, database: Database, now: datetime
) -> None:
    await save(database, settings(people={"operators": [MAYA]}), now)

    told = said(await fresh.types("/cadence", "status", by=TOM))

    assert told["text"].startswith("Only operators")


async def test_where_nobody_may_set_up_it_says_how_somebody_can(fresh: SlackDriver) -> None:
    told = said(await fresh.types("/cadence", "setup", by=ANA))

    assert "CADENCE_INSTALLER" in told["text"]


def test_every_job_is_told_in_words_or_is_clockwork() -> None:
    unsaid = {job.name for job in JOBS if status_views.what(job.name, WORDS) is None}

    assert unsaid <= CLOCKWORK, 'give it a sentence in prompts/operating.toml, such as job_focus_ask = "The CTO is …"'


def test_every_job_belongs_to_a_practice() -> None:
    assert [job.name for job in JOBS if not job.practice] == ["texts.empty"], "what is kept is no practice"
