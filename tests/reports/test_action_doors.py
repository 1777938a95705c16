"""The doors of a report's actions, through Bolt."""

import json
from collections.abc import AsyncIterator
from datetime import datetime
from typing import Any

import pytest
from sqlalchemy.orm import Session

from bot import settings as settings_
from bot.commitments.models import Commitment
from bot.reports import actions_views
from bot.reports.actions_models import ReportAction
from bot.reports.models import Report, ReportFinding
from bot.reports.states import Audience, State
from bot.slack.messages import spoken
from bot.slack.outbox import Delivery
from bot.slack.validation import problems
from bot.storage import Database
from tests.commitments.office import JONAS, PRIYA, remember_everybody
from tests.factories import ANA, MAYA, TOM, settings
from tests.reports.desk import Desk
from tests.slack_driver import SlackDriver, said, slack_driver


@pytest.fixture
async def slack(database: Database, now: datetime) -> AsyncIterator[SlackDriver]:
    def set_up(session: Session) -> None:
        settings_.save(session, settings(), by="test", now=now)
        remember_everybody(session, now)

    database.run_here(set_up)
    async with slack_driver(database, now) as slack:
        yield slack


def a_report(database: Database, now: datetime, **told: Any) -> int:
    def start(session: Session) -> int:
        return Desk(session, settings_.load(session), now).starts(**told).id

    return int(database.run_here(start))


async def opens(slack: SlackDriver, report: int, *, by: str) -> dict[str, Any]:
    await slack.clicks(actions_views.LIST, str(report), by=by)
    return slack.opened()


async def redrawn(slack: SlackDriver, action_id: str, value: str, view: dict[str, Any], *, by: str) -> dict[str, Any]:
    await slack.clicks(action_id, value, by=by, view=view)
    found = slack.wire.asked("views.update")[-1]["view"]
    return dict(json.loads(found) if isinstance(found, str) else found)


async def writes(
    slack: SlackDriver, report: int, what: str, *, by: str = JONAS, owner: str | None = None, day: str | None = None
) -> dict[str, Any]:
    form = await redrawn(slack, actions_views.ADD, str(report), await opens(slack, report, by=by), by=by)
    assert not problems(form)
    chosen = {
        "kind": {"type": "static_select", "selected_option": {"value": "detect"}},
        "owner": {"type": "users_select", "selected_user": owner},
        "day": {"type": "datepicker", "selected_date": day},
    }
    return said(await slack.submits(form, {"what": what}, by=by, chosen=chosen))


def buttons(view: dict[str, Any]) -> list[str]:
    return [one["text"]["text"] for block in view["blocks"] for one in block.get("elements", []) if "action_id" in one]


async def test_an_action_is_written_its_owner_is_asked_and_the_window_says_so(
    slack: SlackDriver, database: Database, now: datetime
) -> None:
    report = a_report(database, now)
    assert "No actions yet" in spoken((await opens(slack, report, by=JONAS))["blocks"])

    answer = await writes(slack, report, "Add an alert on the cache hit rate", owner=TOM, day="2026-03-06")
    view = answer["view"]
    assert not problems(view)
    assert "Saved. Tom Brandt was asked" in spoken(view["blocks"])
    assert "◌ asked · Tom Brandt · by 6 March" in spoken(view["blocks"])
    assert buttons(view) == ["Ask somebody else", "Take back", "Add an action"]
    asked = database.run_here(lambda session: [row.channel for row in session.query(Delivery)])
    assert asked == [TOM]


async def test_an_action_that_has_no_verb_is_saved_with_advice(
    slack: SlackDriver, database: Database, now: datetime
) -> None:
    report = a_report(database, now)
    view = (await writes(slack, report, "Better dashboards"))["view"]
    assert "Begin with a verb" in spoken(view["blocks"])
    assert "Better dashboards" in spoken(view["blocks"])
    assert buttons(view) == ["Name an owner", "Take out", "Add an action"]


CAREFUL = "Be more careful with the cache"


def fields(view: dict[str, Any]) -> dict[str, str]:
    """`instead` and `keep`: what the window calls them."""
    names = [block["block_id"] for block in view["blocks"] if block["type"] == "input"]
    return {name.partition("-")[0]: name for name in names}


def actions_of(database: Database) -> list[tuple[str, str | None]]:
    def read(session: Session) -> list[tuple[str, str | None]]:
        return [(row.what, row.owner) for row in session.query(ReportAction).order_by(ReportAction.number)]

    return database.run_here(read)


def findings_of(database: Database) -> list[tuple[bool, str | None, str | None]]:
    def read(session: Session) -> list[tuple[bool, str | None, str | None]]:
        return [(one.stands, one.kept_because, one.kept_by) for one in session.query(ReportFinding)]

    return database.run_here(read)


async def test_what_may_read_as_blame_is_said_another_way_and_asked_for_anew(
    slack: SlackDriver, database: Database, now: datetime
) -> None:
    report = a_report(database, now)
    view = (await writes(slack, report, CAREFUL, owner=TOM))["view"]
    assert not problems(view)
    assert "Change what would help a careful person on a bad day" in spoken(view["blocks"])
    assert "It is saved. Nothing here has to be done, and only you see it." in spoken(view["blocks"])
    named = fields(view)
    answer = said(await slack.submits(view, {named["instead"]: "", named["keep"]: ""}, by=JONAS))
    assert list(answer["errors"]) == [named["instead"]]
    other = {named["instead"]: "Add an alert on the cache hit rate", named["keep"]: ""}
    view = said(await slack.submits(view, other, by=JONAS))["view"]
    assert "Saved. Tom Brandt was asked" in spoken(view["blocks"])
    assert actions_of(database) == [("Add an alert on the cache hit rate", TOM)]
    said_of = database.run_here(lambda session: session.query(Commitment).order_by(Commitment.id).all())
    words = [(one.what, one.word) for one in said_of]
    assert words == [(CAREFUL, "withdrawn"), ("Add an alert on the cache hit rate", None)]
    assert "may read as blame" not in spoken(view["blocks"])


async def test_what_may_read_as_blame_stays_for_a_reason(slack: SlackDriver, database: Database, now: datetime) -> None:
    report = a_report(database, now)
    view = (await writes(slack, report, CAREFUL))["view"]
    view = await redrawn(slack, actions_views.BACK, str(report), view, by=JONAS)
    assert "may read as blame" in spoken(view["blocks"])
    assert buttons(view) == ["Name an owner", "Take out", "Second look", "Add an action"]
    view = await redrawn(slack, actions_views.SECOND_LOOK, f"{report}:1", view, by=PRIYA)
    named = fields(view)
    reason = {named["instead"]: CAREFUL, named["keep"]: "It is the name of the training."}
    view = said(await slack.submits(view, reason, by=PRIYA))["view"]
    assert "Second look" not in buttons(view)
    assert findings_of(database) == [(True, "It is the name of the training.", PRIYA)]
    assert actions_of(database) == [(CAREFUL, None)]


async def test_what_is_promised_keeps_its_words_and_can_be_given_a_reason(
    slack: SlackDriver, database: Database, now: datetime
) -> None:
    report = a_report(database, now)
    view = (await writes(slack, report, CAREFUL, owner=JONAS))["view"]
    assert list(fields(view)) == ["keep"]
    view = said(await slack.submits(view, {fields(view)["keep"]: "The training is called so."}, by=JONAS))["view"]
    assert buttons(view) == ["Look", "Add an action"]
    assert actions_of(database) == [(CAREFUL, JONAS)]


async def test_a_second_look_at_an_action_that_somebody_changed_meanwhile_overwrites_nothing(
    slack: SlackDriver, database: Database, now: datetime
) -> None:
    report = a_report(database, now)
    late = (await writes(slack, report, CAREFUL))["view"]
    form = await redrawn(slack, actions_views.CHANGE, f"{report}:1", late, by=PRIYA)
    chosen = {"kind": {"selected_option": {"value": "learn"}}, "owner": {"selected_user": None}}
    await slack.submits(form, {"what": "Add an alert"}, by=PRIYA, chosen=chosen)
    named = fields(late)
    other = {named["instead"]: "Be careful, all of you", named["keep"]: ""}
    view = said(await slack.submits(late, other, by=JONAS))["view"]
    assert "Somebody changed this action while you looked." in spoken(view["blocks"])
    assert actions_of(database) == [("Add an alert", None)]


async def test_what_is_wrong_stands_beside_its_field(slack: SlackDriver, database: Database, now: datetime) -> None:
    report = a_report(database, now)
    answer = await writes(slack, report, "Add an alert", owner="U0ROBOT", day="2026-02-01")
    assert set(answer["errors"]) == {"day"}
    assert database.run_here(lambda session: session.query(ReportAction).count()) == 0


async def test_an_owner_is_named_later_and_their_promise_can_be_looked_at(
    slack: SlackDriver, database: Database, now: datetime
) -> None:
    report = a_report(database, now)
    view = (await writes(slack, report, "Add an alert"))["view"]
    form = await redrawn(slack, actions_views.CHANGE, f"{report}:1", view, by=JONAS)
    chosen = {"kind": {"selected_option": {"value": "learn"}}, "owner": {"selected_user": JONAS}}
    view = said(await slack.submits(form, {"what": "Add an alert"}, by=JONAS, chosen=chosen))["view"]

    assert buttons(view) == ["Look", "Add an action"]
    page = database.run_here(lambda session: session.query(ReportAction).one().commitment)
    await slack.clicks("commitments.history", f"{page}:0", by=ANA, view=view)
    assert "Add an alert" in str(slack.wire.calls[-1])


async def test_what_is_asked_for_is_taken_back(slack: SlackDriver, database: Database, now: datetime) -> None:
    report = a_report(database, now)
    view = (await writes(slack, report, "Add an alert", owner=TOM))["view"]
    view = await redrawn(slack, actions_views.REMOVE, f"{report}:1", view, by=PRIYA)
    assert "Taken out" in spoken(view["blocks"])
    assert database.run_here(lambda session: session.query(Commitment).one().word) == "withdrawn"


async def test_somebody_else_is_asked_in_place_of_who_has_not_answered(
    slack: SlackDriver, database: Database, now: datetime
) -> None:
    report = a_report(database, now)
    view = (await writes(slack, report, "Add an alert", owner=TOM))["view"]
    form = await redrawn(slack, actions_views.CHANGE, f"{report}:1", view, by=PRIYA)
    chosen = {"kind": {"selected_option": {"value": "learn"}}, "owner": {"selected_user": ANA}}
    view = said(await slack.submits(form, {"what": "Add an alert"}, by=PRIYA, chosen=chosen))["view"]

    assert "◌ asked · Ana Ruiz" in spoken(view["blocks"])
    words = database.run_here(lambda session: [one.word for one in session.query(Commitment).order_by(Commitment.id)])
    assert words == ["withdrawn", None]


async def test_readers_see_the_actions_and_change_none_and_others_see_nothing(
    slack: SlackDriver, database: Database, now: datetime
) -> None:
    report = a_report(database, now)
    await writes(slack, report, "Add an alert", owner=JONAS)
    database.run_here(lambda session: setattr(session.get_one(Report, report), "state", State.PUBLISHED))
    view = await opens(slack, report, by=ANA)
    assert buttons(view) == ["Look"]
    await slack.clicks(actions_views.ADD, str(report), by=ANA, view=view)
    assert "owner of this report" in str(slack.wire.calls[-1])

    hidden = a_report(database, now, audience=Audience.NAMED, named=(MAYA,))
    opened = len(slack.wire.asked("views.open"))
    await slack.clicks(actions_views.LIST, str(hidden), by=TOM)
    assert len(slack.wire.asked("views.open")) == opened
    assert database.run_here(lambda session: session.get_one(Report, hidden).title) not in str(slack.wire.calls[-1])


async def test_everybody_can_ask_for_the_figures(slack: SlackDriver, database: Database, now: datetime) -> None:
    a_report(database, now)
    assert "1 report, 0 published." in said(await slack.types("/cadence", "reports", by=ANA))["text"]
    assert "1 report, 0 published." in said(await slack.types("/incident-report", "figures year", by=ANA))["text"]
    assert "none of what can be added" in said(await slack.types("/cadence", "reports soon", by=ANA))["text"]
