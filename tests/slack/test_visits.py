"""Who opened their Home gets it at once, and anew when something changes; delivered to a whole workspace."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from threading import Barrier, Thread
from typing import Any

import pytest
import sqlalchemy as sa
from aiohttp import ClientSession
from slack_sdk.web.async_client import AsyncWebClient
from sqlalchemy.orm import Session

from bot import settings as settings_
from bot.access import ANYONE
from bot.errors import BotError
from bot.sandbox.clock import Clock
from bot.sandbox.organisation import Organisation, invented
from bot.sandbox.server import Sandbox
from bot.slack import blocks, outbox, visits
from bot.slack.delivery import DeliveryLoop
from bot.slack.doors import Answer, Call, Done, Door, Open, Redraw, Route, Say
from bot.slack.messages import Message
from bot.slack.outbox import Delivery, State
from bot.slack.visits import LATELY, MOST, REST, HomeVisit
from bot.storage import Database
from tests.factories import ANA, MAYA, TOM, settings
from tests.sandbox.payloads import home
from tests.slack.test_delivery import Fault, Line, breaks_with, drops, says, served, too_many
from tests.slack_driver import SlackDriver, slack_driver

HOME = "views.publish"


@dataclass
class Office:
    """`news` is what stands on everybody's Home."""

    database: Database
    sandbox: Sandbox
    line: Line
    loop: DeliveryLoop
    now: datetime
    news: str = "nothing"
    drawn: list[str] = field(default_factory=list)

    def draw(self, session: Session, person: str, now: datetime) -> dict[str, Any]:
        self.drawn.append(person)
        return home(blocks.section(f"{person}: {self.news}"))

    def opens(self, person: str) -> None:
        self.database.run_here(visits.opened, person, self.now)

    def changes(self, *people: str, news: str = "news") -> None:
        self.news = news
        self.database.run_here(visits.changed, people, self.now)

    async def delivers(self, *, after: timedelta = timedelta()) -> None:
        self.now += after
        while await self.loop.deliver_due():
            pass

    def sees(self, person: str) -> str:
        view = self.sandbox.workspace.views.homes.get(person)
        return str(view.blocks[0]["text"]["text"]) if view else ""

    def row(self, person: str) -> Delivery:
        query = sa.select(Delivery).where(Delivery.key == visits.key(person))
        return self.database.run_here(lambda session: session.scalars(query).one())


@asynccontextmanager
async def an_office(
    database: Database, now: datetime, organisation: Organisation | None = None
) -> AsyncIterator[Office]:
    async with Sandbox(organisation, clock=Clock(now, running=False)) as sandbox, ClientSession() as session:
        line = Line(sandbox.api_url, session)
        async with served(line) as url:
            client = AsyncWebClient(token="xoxb-sandbox", base_url=url, session=session, retry_handlers=[])
            loop = DeliveryLoop(database, client, lambda: office.now, home=lambda *asked: office.draw(*asked))
            office = Office(database, sandbox, line, loop, now)
            yield office
            line.given_up.set()


@pytest.fixture
async def office(database: Database, now: datetime) -> AsyncIterator[Office]:
    async with an_office(database, now) as office:
        yield office


async def test_whoever_opens_their_home_gets_it(office: Office) -> None:
    office.opens(ANA)
    await office.delivers()

    assert office.sees(ANA) == f"{ANA}: nothing"
    assert office.sees(MAYA) == ""


async def test_it_goes_before_everything_and_waits_behind_nothing(office: Office) -> None:
    def waits(session: Session) -> None:
        for number in range(30):
            outbox.enqueue(session, key=f"m{number}", channel=ANA, message=Message("Hello"), now=office.now)

    office.database.run_here(settings_.save, settings(), by="test", now=office.now)
    office.database.run_here(waits)
    office.opens(ANA)
    await office.loop.deliver_due()

    assert office.sees(ANA)


async def test_a_change_is_seen_by_those_whom_it_concerns_and_who_opened_theirs(office: Office) -> None:
    office.opens(ANA)
    office.opens(MAYA)
    await office.delivers()

    office.now += REST
    office.changes(ANA, "U0TOM")
    await office.delivers()

    assert office.sees(ANA) == f"{ANA}: news"
    assert office.sees(MAYA) == f"{MAYA}: nothing"
    assert office.drawn == [ANA, MAYA, ANA]


async def test_what_concerns_everybody_reaches_everybody_who_opened_theirs(office: Office) -> None:
    office.opens(ANA)
    office.opens(MAYA)
    await office.delivers()

    office.now += REST
    office.news = "news"
    office.database.run_here(visits.changed_for_all, office.now)
    await office.delivers(after=REST)

    assert (office.sees(ANA), office.sees(MAYA)) == (f"{ANA}: news", f"{MAYA}: news")


async def test_ten_changes_are_one_drawing_of_how_things_stand(office: Office) -> None:
    office.opens(ANA)
    await office.delivers()
    office.now += REST

    for number in range(10):
        office.changes(ANA, news=f"change {number}")
    await office.delivers()

    assert office.sees(ANA) == f"{ANA}: change 9"
    assert office.line.times(HOME) == 2


async def test_nobodys_is_drawn_twice_within_two_seconds(office: Office) -> None:
    office.opens(ANA)
    await office.delivers()

    office.changes(ANA)
    await office.delivers(after=timedelta(seconds=1))
    assert office.sees(ANA) == f"{ANA}: nothing"

    await office.delivers(after=REST)
    assert office.sees(ANA) == f"{ANA}: news"


async def test_whoever_opened_theirs_yesterday_gets_it_when_they_open_it_again(office: Office) -> None:
    office.opens(ANA)
    await office.delivers()
    office.now += LATELY

    office.changes(ANA)
    await office.delivers(after=REST)
    assert office.sees(ANA) == f"{ANA}: nothing"

    office.opens(ANA)
    await office.delivers()
    assert office.sees(ANA) == f"{ANA}: news"


async def test_a_change_that_fails_draws_nothing(office: Office) -> None:
    office.opens(ANA)
    await office.delivers()

    def fails(session: Session) -> None:
        visits.changed(session, [ANA], office.now)
        raise LookupError

    with pytest.raises(LookupError):
        office.database.run_here(fails)
    await office.delivers(after=REST)

    assert office.drawn == [ANA]


async def test_a_change_while_it_is_on_its_way_is_drawn_afterwards(office: Office) -> None:
    office.opens(ANA)
    draw = office.draw

    def draw_and_change(session: Session, person: str, now: datetime) -> dict[str, Any]:
        view = draw(session, person, now)
        if len(office.drawn) == 1:
            office.news = "news"
            visits.changed(session, [ANA], now)
        return view

    office.draw = draw_and_change
    await office.delivers()
    await office.delivers(after=REST)

    assert office.sees(ANA) == f"{ANA}: news"


async def test_of_thousands_only_those_who_came_last_are_drawn_anew_and_slowly(
    database: Database, now: datetime
) -> None:
    def opened(session: Session) -> None:
        for number in range(MOST + 20):
            visits.opened(session, f"U0P{number:03}", now + timedelta(seconds=number))
        session.execute(sa.update(Delivery).values(state=State.SENT))

    def due(session: Session) -> list[datetime]:
        waits = sa.select(Delivery.due_at).where(Delivery.state == State.WAITING).order_by(Delivery.due_at)
        return list(session.scalars(waits))

    later = now + timedelta(minutes=5)
    database.run_here(opened)
    database.run_here(visits.changed_for_all, later)

    found = database.run_here(due)
    assert len(found) == MOST
    assert timedelta(seconds=55) < found[-1] - found[0] <= timedelta(seconds=60)


async def test_who_opened_theirs_is_forgotten_after_a_working_day(database: Database, now: datetime) -> None:
    database.run_here(visits.opened, ANA, now)
    database.run_here(visits.opened, MAYA, now + LATELY)

    assert database.run_here(lambda session: session.scalars(sa.select(HomeVisit.person)).all()) == [MAYA]


@pytest.mark.parametrize("fault", [drops, breaks_with(500), too_many])
async def test_whatever_breaks_it_arrives_in_the_end(office: Office, fault: Fault) -> None:
    office.line.breaks[HOME] = [fault]
    office.opens(ANA)
    await office.delivers()
    await office.delivers(after=timedelta(seconds=31))

    assert office.sees(ANA) == f"{ANA}: nothing"
    assert office.row(ANA).state == State.SENT


@pytest.mark.parametrize("error", ["user_not_found", "user_disabled"])
async def test_that_somebody_is_gone_is_told_to_nobody(office: Office, error: str) -> None:
    office.line.breaks[HOME] = [says(error)]
    office.opens(ANA)
    await office.delivers()

    assert (office.row(ANA).state, office.row(ANA).error) == (State.REFUSED, error)
    assert office.line.asked == [HOME]


async def test_a_home_tab_that_is_off_is_told_to_operators_once(database: Database, now: datetime) -> None:
    organisation = invented().with_manifest({"features": {"app_home": {"home_tab_enabled": False}}})
    database.run_here(settings_.save, settings(), by="test", now=now)
    async with an_office(database, now, organisation) as office:
        office.opens(ANA)
        office.opens(MAYA)
        await office.delivers()

        (told,) = messages_to(office, TOM)
        assert "Switch the app's Home Tab on" in told


def messages_to(office: Office, person: str) -> list[str]:
    query = sa.select(Delivery.payload).where(Delivery.channel == person, Delivery.kind == outbox.Kind.POST)
    return office.database.run_here(lambda session: [payload["text"] for payload in session.scalars(query)])


async def test_a_drawing_that_breaks_is_tried_again_and_then_told_to_operators(office: Office) -> None:
    def breaks(session: Session, person: str, now: datetime) -> dict[str, Any]:
        raise ZeroDivisionError("a defect")

    office.database.run_here(settings_.save, settings(), by="test", now=office.now)
    office.draw = breaks
    office.opens(ANA)
    for _ in range(5):
        await office.delivers(after=timedelta(minutes=1))

    assert (office.row(ANA).state, office.row(ANA).error) == (State.REFUSED, "defect: ZeroDivisionError")
    assert len(messages_to(office, TOM)) == 1


def test_two_who_click_at_once_and_concern_each_other_wait_for_nobody(database: Database, now: datetime) -> None:
    """Rows are held in one order and only for a transaction's last moment: otherwise these two would lock up."""
    if database.engine.dialect.name == "sqlite":
        pytest.skip("SQLite has one writer")
    both = Barrier(2)

    def clicks(person: str) -> None:
        def act(session: Session) -> None:
            visits.clicked(session, person, now)
            visits.changed(session, [ANA, MAYA], now)
            session.execute(sa.select(sa.func.now()))
            both.wait(timeout=20)

        database.run_here(act)

    for person in (ANA, MAYA):
        database.run_here(visits.opened, person, now)
    threads = [Thread(target=clicks, args=(person,)) for person in (MAYA, ANA)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert homes(database) == [ANA, MAYA]
    revisions = database.run_here(lambda session: session.scalars(sa.select(Delivery.revision)).all())
    assert revisions == [2, 2]


# At the doors


async def test_opening_the_tab_publishes_and_opening_the_messages_does_not(database: Database, now: datetime) -> None:
    async with slack_driver(database, now, visits.ROUTES) as slack:
        await slack.event(type="app_home_opened", user=ANA, channel="D1", tab="messages")
        await slack.event(type="app_home_opened", user=MAYA, channel="D2", tab="home")

    assert homes(database) == [MAYA]


def homes(database: Database) -> list[str | None]:
    waits = sa.select(Delivery.reader).where(Delivery.kind == outbox.Kind.HOME, Delivery.state == State.WAITING)
    return database.run_here(lambda session: list(session.scalars(waits)))


class Regret(BotError):
    """Something a person can understand."""


def regrets(session: Session, call: Call) -> Answer:
    raise Regret("This was decided already.")


@asynccontextmanager
async def clicked_on_home(database: Database, now: datetime, answer: Answer | None) -> AsyncIterator[SlackDriver]:
    handler = (lambda _session, _call: answer) if answer else regrets
    database.run_here(settings_.save, settings(), by="test", now=now)
    database.run_here(visits.opened, ANA, now)
    database.run_here(lambda session: session.execute(sa.update(Delivery).values(state=State.SENT)))
    async with slack_driver(database, now, (Route(Door.ACTION, "test.press", handler, ANYONE),)) as slack:
        await slack.clicks("test.press", by=ANA, view={"type": "home"})
        yield slack


MODAL = blocks.modal("A form", [blocks.section("Words")])


async def test_what_is_done_on_home_shows_there_at_once(database: Database, now: datetime) -> None:
    async with clicked_on_home(database, now, Done()):
        assert homes(database) == [ANA]


@pytest.mark.parametrize("answer", [Open(MODAL), Redraw(MODAL)])
async def test_what_only_opens_something_leaves_no_trace_of_who_clicked(
    database: Database, now: datetime, answer: Answer
) -> None:
    async with clicked_on_home(database, now, answer) as slack:
        assert slack.opened()["title"]["text"] == "A form"
        assert homes(database) == []


async def test_words_to_one_person_open_where_they_clicked(database: Database, now: datetime) -> None:
    async with clicked_on_home(database, now, Say(Message("Counted."))) as slack:
        assert "Counted." in str(slack.opened())


async def test_what_is_refused_on_home_says_why_and_shows_how_things_stand(database: Database, now: datetime) -> None:
    async with clicked_on_home(database, now, None) as slack:
        assert "This was decided already." in str(slack.opened())
        assert homes(database) == [ANA]
