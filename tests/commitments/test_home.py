"""What App Home shows of commitments, and what its buttons do."""

from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from bot import settings as settings_
from bot.commitments import home, promise_form, reminders
from bot.commitments.checks import Audience
from bot.commitments.models import Commitment
from bot.commitments.states import State
from bot.slack import visits
from bot.slack.outbox import Delivery
from bot.storage import Database
from tests.commitments.office import GIL, JONAS, PRIYA, WORDS, Office, remember_everybody
from tests.factories import ANA, MAYA, TOM, settings
from tests.home import Seen, seen
from tests.slack_driver import SlackDriver, slack_driver

HOME = {"type": "home"}


def looks(office: Office, who: str = PRIYA) -> Seen:
    return seen(office.session, who, office.now)


def test_whoever_is_asked_to_promise_something_answers_there(office: Office) -> None:
    office.proposes("Search under 200 ms")

    found = looks(office)
    assert "*Search under 200 ms*" in found.waits
    assert "Maya Okafor asks whether you promise this, by 27 Mar." in found.waits
    assert found.buttons[:3] == ["Accept", "Propose another date", "Decline"]
    assert "Search" not in looks(office, MAYA).waits


def test_the_other_day_that_an_owner_named_waits_for_whoever_asked(office: Office) -> None:
    office.counters(office.proposes("Search under 200 ms"), "3 Apr", "The index takes a week.")

    assert "Priya Raman would promise this for 3 Apr. “The index takes a week.”" in looks(office, MAYA).waits
    assert looks(office, MAYA).buttons[:2] == ["Agree", "Take it back"]
    assert "Search" not in looks(office).waits


def test_a_hand_over_waits_for_whoever_is_asked_to_take_it(office: Office) -> None:
    office.offers(office.promises("Search under 200 ms"), JONAS)

    assert "Priya Raman's promise, promised 27 Mar. You are asked to take it over." in looks(office, JONAS).waits
    assert looks(office, JONAS).buttons[:2] == ["Take it over", "No"]


def test_a_promise_that_wants_a_word_has_the_buttons_for_it(office: Office) -> None:
    office.promises("Search under 200 ms", for_="20 May")
    assert "Search" not in looks(office).waits
    assert "*Search under 200 ms*" in looks(office).below(home.MINE)

    office.at("18 Mar 10:00")

    found = looks(office)
    assert "*One of your promises wants a word*" in found.waits
    assert found.buttons[:3] == ["On track", "Update", "Hand over"]
    assert "It stands above, where a word is wanted." in found.below(home.MINE)


def test_who_has_many_sees_the_first_and_how_many_more_there_are(office: Office) -> None:
    for number in range(8):
        office.promises(f"Promise {number}", for_="20 May")

    found = looks(office).below(home.MINE)
    assert found.count("*Promise") == home.MOST
    assert "And 3 more." in found


def test_who_promised_nothing_reads_how_to_begin(office: Office) -> None:
    found = looks(office).below(home.MINE)

    assert found.startswith(home.NONE_OF_MINE)
    assert "Promise something" in looks(office).buttons


def test_private_promises_and_those_of_leaders_are_on_nobody_else_s_home(office: Office) -> None:
    office.promises("A secret", audience=Audience.PRIVATE)
    office.promises("For leaders", audience=Audience.LEADERS)

    assert "A secret" in looks(office).text
    for other in (MAYA, TOM, ANA, JONAS):
        assert not {"A secret", "For leaders"} & set(looks(office, other).text.replace("*", "").split("\n"))


def test_a_guest_sees_none(office: Office) -> None:
    office.promises()

    assert "Search" not in looks(office, GIL).text


def test_what_was_declined_taken_back_or_closed_is_gone(office: Office) -> None:
    office.declines(office.proposes("One"))
    office.withdraws(office.proposes("Two"))
    office.says(office.promises("Three"), State.KEPT)

    assert not {"One", "Two", "Three"} & set(looks(office).text.replace("*", "").split())


# Through the doors


@pytest.fixture
async def slack(database: Database, now: datetime) -> AsyncIterator[SlackDriver]:
    def set_up(session: Session) -> None:
        settings_.save(session, settings(), by="test", now=now)
        remember_everybody(session, now)
        Office(session, settings(), now).proposes("Search under 200 ms")
        for person in (MAYA, PRIYA, ANA):
            visits.opened(session, person, now)

    database.run_here(set_up)
    delivers(database)
    async with slack_driver(database, now) as slack:
        yield slack


def delivers(database: Database) -> None:
    database.run_here(lambda session: session.execute(sa.update(Delivery).values(state="sent")))


async def presses(slack: SlackDriver, database: Database, label: str, by: str = PRIYA) -> dict[str, Any]:
    button = database.run_here(seen, by, slack.now).button(label)
    await slack.clicks(button["action_id"], button.get("value", ""), by=by, view=HOME)
    return button


def drawn_anew(database: Database) -> list[str | None]:
    waits = sa.select(Delivery.reader).where(Delivery.key.like("home:%"), Delivery.state == "waiting")
    return database.run_here(lambda session: sorted(session.scalars(waits)))


async def test_accepting_on_home_makes_it_a_promise_and_both_see_it(slack: SlackDriver, database: Database) -> None:
    await presses(slack, database, "Accept")

    assert database.run_here(lambda session: session.scalars(sa.select(Commitment.phase)).one()) == "open"
    assert "Search under 200 ms" in database.run_here(seen, PRIYA, slack.now).below(home.MINE)
    assert drawn_anew(database) == [MAYA, PRIYA]


async def test_forms_open_from_home_and_what_they_change_is_seen_there(slack: SlackDriver, database: Database) -> None:
    await presses(slack, database, "Decline")
    assert drawn_anew(database) == []
    await slack.submits(slack.opened(), {"note": "No room before April."}, by=PRIYA)

    assert drawn_anew(database) == [MAYA, PRIYA]
    assert "Search" not in database.run_here(seen, PRIYA, slack.now).text


async def test_a_promise_begins_on_home(slack: SlackDriver, database: Database) -> None:
    await presses(slack, database, "Promise something", by=ANA)

    assert slack.opened()["callback_id"] == promise_form.PROMISE_FORM


async def test_all_of_theirs_open_in_a_window(slack: SlackDriver, database: Database, now: datetime) -> None:
    def many(session: Session) -> None:
        for number in range(8):
            Office(session, settings(), now).promises(f"Promise {number}", for_="20 May")

    database.run_here(many)
    await presses(slack, database, "See all")

    assert "Promise 7" in str(slack.opened())


async def test_being_asked_for_a_word_shows_on_home(slack: SlackDriver, database: Database, now: datetime) -> None:
    later = now + timedelta(days=20, hours=-6)  # a morning in Priya's hours

    def promised(session: Session) -> None:
        Office(session, settings(), now).promises("Quieter nights", for_="20 May")
        visits.opened(session, PRIYA, later)

    def reminds(session: Session) -> None:
        office = Office(session, settings(), later)
        reminders.remind(session, settings=office.settings, words=WORDS, now=office.now)

    database.run_here(promised)
    delivers(database)
    database.run_here(reminds)

    assert drawn_anew(database) == [PRIYA]
