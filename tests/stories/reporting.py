"""People who write, review, publish and read reports, each in front of their own windows."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy.orm import Session

from bot import settings as settings_
from bot.access import Person
from bot.cli.scenes.stage import Stage, action_of, says
from bot.config import validated
from bot.reports import reviewing, starting, versions, writing
from bot.reports.rules import Times
from bot.reports.starting import Start
from bot.reports.states import Audience
from bot.reports.writing import Wrote
from bot.settings import Operating
from tests.factories import settings

Json = dict[str, Any]
TITLE = "Checkout slow for 47 minutes"
SECTIONS = {
    "summary": "A cache was emptied by a routine change.",
    "impact": "3,100 customers waited.",
    "learned": "The runbook assumes a warm cache.",
}
LINES = {"line-0": "A cache was emptied.", "line-1": "3,100 customers waited.", "line-2": "Warm it first."}


@dataclass
class Desk:
    """Priya holds the pen; whoever else does something is named."""

    stage: Stage

    @classmethod
    async def at(cls, stage: Stage, others: Json | None = None, **reports: Any) -> "Desk":
        """Reports for everyone go to #cto, those for engineering to #engineering."""
        desk = cls(stage)
        document = settings().model_dump(mode="json", exclude_defaults=True)
        channels = {"channel": desk.channel("cto"), "engineering_channel": desk.channel("engineering")}
        wished = validated({**document, **(others or {}), "reports": {**channels, **reports}})
        await stage.cadence.database.run(settings_.save, wished, by="test", now=await stage.client.clock())
        return desk

    def person(self, name: str) -> str:
        return next(each.id for each in self.stage.transcript.organisation.people if each.name == name)

    def channel(self, name: str) -> str:
        return next(each.id for each in self.stage.transcript.organisation.channels if each.name == name)

    # In one transaction, what another story tells at its doors

    async def does(self, act: Callable[[Session, Operating, datetime], Any]) -> Any:
        now = await self.stage.client.clock()
        return await self.stage.cadence.database.run(lambda session: act(session, settings_.load(session), now))

    async def written(self, *, sections: Json = SECTIONS, by: str = "priya", **told: Any) -> int:
        """Its number. `told`: of the form by which it begins."""
        writer = self.person(by)

        def write(session: Session, operating: Operating, now: datetime) -> int:
            began = now - timedelta(hours=3)
            times = Times(began, *(began + timedelta(minutes=later) for later in (8, 40, 47)))
            asked = {"title": TITLE, "severity": 2, "owner": writer, "audience": Audience.EVERYONE, **told}
            start = Start(times=times, zone="Europe/Berlin", **asked)
            report = starting.start(session, start, by=writer, settings=operating, now=now)
            for key, text in sections.items():
                writing.write(session, report.id, Wrote(key, text, 0), by=Person(writer), settings=operating, now=now)
            return report.id

        return int(await self.does(write))

    async def rewrites(self, key: str, text: str, number: int = 1, by: str = "priya") -> None:
        writer = Person(self.person(by))

        def write(session: Session, operating: Operating, now: datetime) -> None:
            base = versions.numbers(session, number).get(key, 0)
            writing.write(session, number, Wrote(key, text, base), by=writer, settings=operating, now=now)

        await self.does(write)

    async def approved(self, number: int = 1, by: str = "ana", owner: str = "priya") -> None:
        reviewer, asking = Person(self.person(by)), Person(self.person(owner))

        def approve(session: Session, operating: Operating, now: datetime) -> None:
            reviewing.submit(session, number, [reviewer.id], "", by=asking, settings=operating, now=now)
            saw = versions.text_number(session, number)
            reviewing.approve(session, number, saw, by=reviewer, settings=operating, now=now)

        await self.does(approve)

    # In windows

    async def top(self, name: str) -> Json:
        view: Json = (await self.stage.person(name).sees())["modals"][-1]
        return view

    async def reads(self, name: str) -> str:
        """What the window on top says."""
        return str((await self.top(name))["blocks"])

    async def presses(self, name: str, label: str, block: str | None = None) -> str:
        """In the window on top; what it says then."""
        outcome = await self.stage.person(name).clicks(label, block_id=block)
        await self.stage.does(f"{name} presses «{label}»", outcome)
        return await self.reads(name)

    async def submits(self, name: str, values: Json | None = None, **more: Any) -> str:
        """What the window on top says then; nothing where all are closed."""
        answer = await self.stage.person(name).submits({**(values or {}), **more})
        assert answer["ok"], answer
        modals = (await self.stage.person(name).sees())["modals"]
        return str(modals[-1]["blocks"]) if modals else ""

    async def is_refused(self, name: str, values: Json | None = None, **more: Any) -> Json:
        """Field → sentence."""
        answer = await self.stage.person(name).submits({**(values or {}), **more})
        assert answer.get("errors"), answer
        return dict(answer["errors"])

    async def closes(self, name: str) -> None:
        if (await self.stage.person(name).sees())["modals"]:
            await self.stage.person(name).closes(everything=True)

    async def opens(self, name: str, number: int = 1) -> str:
        """The report, as the only window."""
        await self.closes(name)
        await self.stage.person(name).runs("/incident-report", str(number), channel="#general")
        return await self.reads(name)

    async def steps(self, name: str, number: int = 1) -> str:
        """The window that says where it stands."""
        await self.opens(name, number)
        return await self.presses(name, "Where it stands, and what comes next")

    async def offers(self, name: str, label: str) -> bool:
        return action_of(await self.top(name), label) is not None

    async def publishes(self, number: int = 1, by: str = "priya", **more: Any) -> str:
        await self.steps(by, number)
        await self.presses(by, "Publish")
        return await self.submits(by, {**LINES, **more})

    async def adds_action(self, what: str, owner: str, day: str, number: int = 1, by: str = "priya") -> None:
        """Whoever is to own it is asked."""
        await self.opens(by, number)
        await self.presses(by, "Open", "row-the-actions")
        await self.presses(by, "Add an action")
        await self.submits(by, what=what, kind="prevent", owner=owner, day=day)
        await self.closes(by)
        await self.is_told(owner, what)

    async def accepts(self, name: str, what: str) -> None:
        await self.stage.clicks(name, "Accept", await self.is_told(name, what))

    async def is_for(self, audience: str, *named: str, number: int = 1, by: str = "priya") -> str:
        """Says whom it is for from now on."""
        await self.steps(by, number)
        await self.presses(by, "Who it is for")
        return await self.submits(by, audience=audience, named=list(named))

    async def clicks(self, name: str, label: str, message: Json) -> str:
        """On a message, as the first of all windows."""
        await self.closes(name)
        await self.stage.clicks(name, label, message)
        modals = (await self.stage.person(name).sees())["modals"]
        return str(modals[-1]["blocks"]) if modals else ""

    # In channels

    async def is_told(self, name: str, text: str) -> Json:
        """In their own messages."""
        return await self.stage.sees(name, name, says(text), text)

    async def sees(self, name: str, channel: str, text: str) -> Json:
        return await self.stage.sees(name, channel, says(text), text)

    async def all_in(self, name: str, channel: str) -> str:
        """All that stands there, threads too, as it reads now."""
        found = {message["ts"]: str(message["text"]) for message in await self.stage._all_messages(name, channel)}
        return "\n".join(found.values())

    async def jumps(self, **later: int) -> None:
        """At once: of what was due in between, only the latest."""
        await self.stage.client.clock(at=await self.stage.client.clock() + timedelta(**later))
        await self.stage.cadence.heartbeat.beat()
        await self.stage._all_said()
