"""What may read as blame in a report's title: said another way, or kept for a reason, through Bolt."""

from collections.abc import AsyncIterator, Callable
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from bot import settings as settings_
from bot.reports import findings
from bot.reports import workbench_views as views
from bot.reports.models import Report, ReportEvent, ReportFinding
from bot.reports.states import What
from bot.storage import Database
from tests.commitments.office import JONAS, PRIYA, remember_everybody
from tests.factories import settings
from tests.reports.test_gather_doors import begins
from tests.reports.windows import Person
from tests.slack_driver import SlackDriver, slack_driver

BLAMING = "Tom Brandt is to blame for the slow checkout"


@pytest.fixture
async def slack(database: Database, now: Any) -> AsyncIterator[SlackDriver]:
    def set_up(session: Session) -> None:
        settings_.save(session, settings(), by="test", now=now)
        remember_everybody(session, now)

    database.run_here(set_up)
    async with slack_driver(database, now) as slack:
        yield slack


@pytest.fixture
def who(slack: SlackDriver) -> Callable[[str], Person]:
    return lambda id: Person(slack, id, {})


def title_of(database: Database) -> str:
    return database.run_here(lambda session: session.scalars(sa.select(Report.title)).one())


def found(database: Database) -> list[tuple[str, bool, str | None, str | None]]:
    def read(session: Session) -> list[tuple[str, bool, str | None, str | None]]:
        return [(one.place, one.stands, one.kept_because, one.kept_by) for one in session.query(ReportFinding)]

    return database.run_here(read)


def asks_for_a_reason(database: Database) -> bool:
    return database.run_here(lambda session: bool(findings.open_confirms(session, session.query(Report).one())))


async def test_a_title_that_may_read_as_blame_stays_for_a_reason(
    who: Callable[[str], Person], database: Database
) -> None:
    jonas = who(JONAS)
    await begins(jonas, title=BLAMING)
    assert asks_for_a_reason(database)
    await jonas.clicks("Look at the title")
    assert "It is saved. Nothing here has to be done, and only you see it." in jonas.text

    await jonas.submits(**{jonas.named("keep"): "It is the headline that customers read."})

    assert jonas.view["callback_id"] == views.WORKBENCH
    assert "Look at the title" not in jonas.text
    assert found(database) == [(findings.TITLE, True, "It is the headline that customers read.", JONAS)]
    assert not asks_for_a_reason(database)
    kept = database.run_here(lambda session: session.query(ReportEvent).filter_by(what=What.KEPT).one())
    assert (kept.by, kept.section) == (JONAS, findings.TITLE)
    assert "It is the headline that customers read." in kept.says


async def test_a_title_is_said_another_way_where_it_was_found(who: Callable[[str], Person], database: Database) -> None:
    jonas = who(JONAS)
    await begins(jonas, title=BLAMING)
    await jonas.clicks("Look at the title")
    assert list((await jonas.submits(**{jonas.named("instead"): " "}))["errors"]) == [
        name for name in jonas.fields if name.startswith("instead")
    ]

    await jonas.submits(**{jonas.named("instead"): "Checkout slow for 47 minutes"})

    assert title_of(database) == "Checkout slow for 47 minutes"
    assert "Saved." in jonas.text
    assert [stands for _, stands, _, _ in found(database)] == [False]
    await jonas.runs("search 47 minutes")
    assert "Checkout slow for 47 minutes" in jonas.text


async def test_a_title_that_is_changed_comes_with_what_may_read_as_blame(
    who: Callable[[str], Person], database: Database
) -> None:
    jonas = who(JONAS)
    await begins(jonas)
    await jonas.clicks("Title, times, severity, services")
    await jonas.submits(title=BLAMING)
    assert jonas.view["callback_id"] == views.TITLE_FINDINGS
    await jonas.submits(**{jonas.named("instead"): "The vendor is to blame for the slow checkout"})
    assert jonas.view["callback_id"] == views.TITLE_FINDINGS, "what was said instead is looked at, too"
    await jonas.clicks("Leave it as it is")
    assert "Look at the title" in jonas.text


async def test_a_second_look_at_a_title_that_somebody_changed_meanwhile_overwrites_nothing(
    who: Callable[[str], Person], database: Database
) -> None:
    jonas, priya = who(JONAS), who(PRIYA)
    await begins(jonas, title=BLAMING)
    await jonas.clicks("Look at the title")
    await priya.runs()
    await priya.clicks(f"Open: {BLAMING}")
    await priya.clicks("Title, times, severity, services")
    await priya.submits(title="Checkout slow")

    await jonas.submits(**{jonas.named("instead"): "The cache was emptied", jonas.named("keep"): "A reason."})

    assert "Somebody changed what is known while you looked." in jonas.text
    assert title_of(database) == "Checkout slow"
    assert [because for _, _, because, _ in found(database)] == ["A reason."], "it holds should the words come back"
