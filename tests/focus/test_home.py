"""What App Home shows of the week's post: to its writers what there is to do, to everybody this week's focus."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from bot import settings as settings_
from bot.focus import form, home
from bot.slack import visits
from bot.slack.outbox import Delivery
from bot.storage import Database
from tests.factories import ANA, MAYA, TOM, settings
from tests.focus.office import Office, remember_everybody
from tests.home import Seen, seen
from tests.slack_driver import slack_driver


def looks(office: Office, who: str = MAYA) -> Seen:
    return seen(office.session, who, office.now)


def test_nothing_waits_before_the_post_is_asked_for(office: Office) -> None:
    assert "Monday's post" not in looks(office).waits


def test_from_friday_on_the_post_waits_to_be_written(office: Office) -> None:
    office.runs_jobs("2026-02-27 15:00")

    assert "*Monday's post wants to be written*" in looks(office).waits
    assert looks(office).buttons[:2] == ["Write it", "Skip this week"]


def test_what_is_written_waits_for_approval_and_is_read_before(office: Office) -> None:
    office.runs_jobs("2026-02-27 15:00")
    office.writes("Payments leave the shared database", "On-call that lets people sleep")

    found = looks(office)
    assert "*Monday's post waits for your approval*" in found.waits
    assert "2  On-call that lets people sleep" in found.waits
    assert "It goes out" in found.waits
    assert found.buttons[:4] == ["Approve", "Read it", "Edit", "Skip this week"]


def test_approved_or_skipped_it_waits_no_more(office: Office) -> None:
    office.runs_jobs("2026-02-27 15:00")
    office.writes_and_approves("Payments")
    assert "Monday's post" not in looks(office).waits

    office.skips()
    assert "Monday's post" not in looks(office).waits


def test_after_the_hour_it_says_that_it_is_late(office: Office) -> None:
    office.runs_jobs("2026-02-27 15:00")
    office.writes("Payments")
    office.runs_jobs("2026-03-02 09:00")

    assert "It was due" in looks(office).waits
    assert looks(office).buttons[0] == "Approve and post now"


def test_it_waits_for_its_writers_only(office: Office) -> None:
    office.runs_jobs("2026-02-27 15:00")
    office.writes("Payments")
    assert "Payments" not in looks(office, TOM).text + looks(office, ANA).text

    office.writes("Payments", "A platform lead", by=TOM)
    assert "A platform lead" in looks(office, TOM).waits


def test_everybody_reads_this_week_s_focus_once_it_is_posted(office: Office) -> None:
    office.runs_jobs("2026-02-27 15:00")
    office.writes_and_approves("Payments leave the shared database")
    assert "Payments" not in looks(office, ANA).text
    assert looks(office, ANA).below(home.FOCUS).startswith("There is no Monday post yet. The first one is due")

    office.runs_jobs("2026-03-02 09:00")
    office.delivers()

    found = looks(office, ANA).below(home.FOCUS)
    assert "*1  Payments leave the shared database*\nBecause it cannot wait." in found
    assert "Week 10, Maya Okafor · <https://slack.com/archives/" in found


# Through the doors


def begin(session: Session, now: datetime) -> Office:
    office = Office(session, settings(), now)
    settings_.save(session, settings(), by="test", now=now)
    remember_everybody(session, now)
    office.runs_jobs("2026-02-27 14:00")
    office.runs_jobs("2026-02-27 15:00")
    for person in (MAYA, ANA):
        visits.opened(session, person, now)
    return office


def drawn_anew(database: Database) -> list[str | None]:
    waits = sa.select(Delivery.reader).where(Delivery.key.like("home:%"), Delivery.state == "waiting")
    return database.run_here(lambda session: sorted(session.scalars(waits)))


def delivers(database: Database) -> None:
    database.run_here(lambda session: session.execute(sa.update(Delivery).values(state="sent")))


async def test_it_is_read_and_approved_on_home_and_everybody_s_is_drawn_anew_once_it_is_out(
    database: Database, now: datetime
) -> None:
    database.run_here(lambda session: begin(session, now).writes("Payments"))
    delivers(database)
    async with slack_driver(database, now) as slack:

        async def presses(label: str) -> None:
            button = database.run_here(seen, MAYA, slack.now).button(label)
            await slack.clicks(button["action_id"], button["value"], by=MAYA, view={"type": "home"})

        await presses("Read it")
        assert "Payments" in str(slack.opened())
        assert "'actions'" not in str(slack.opened())
        await presses("Edit")
        assert slack.opened()["callback_id"] == form.FORM
        assert drawn_anew(database) == []

        await presses("Approve")
        assert drawn_anew(database) == [MAYA]
        delivers(database)

    def monday(session: Session) -> None:
        office = Office(session, settings(), now)
        for person in (MAYA, ANA):
            visits.opened(session, person, datetime.fromisoformat("2026-03-02T08:00:00+01:00"))
        session.execute(sa.update(Delivery).values(state="sent"))
        office.runs_jobs("2026-03-02 09:00")

    database.run_here(monday)
    assert drawn_anew(database) == [ANA, MAYA]


async def test_the_draft_is_read_by_its_writers_only(database: Database, now: datetime) -> None:
    database.run_here(lambda session: begin(session, now).writes("Payments"))
    async with slack_driver(database, now) as slack:
        await slack.clicks(home.READ, "2026-W10:1", by=ANA, view={"type": "home"})

        assert "Payments" not in str(slack.wire.calls)
