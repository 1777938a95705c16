"""The doors of publishing, reading, debriefs and the version for customers, through Bolt."""

import asyncio
from datetime import datetime
from typing import Any

import pytest
import sqlalchemy as sa

from bot import wiring
from bot.commitments.models import Commitment
from bot.reports import (
    actions,
    customer_views,
    customers,
    debrief_views,
    publish_views,
    reader_views,
    review_views,
    section_forms,
    steps_views,
    summary_views,
)
from bot.reports.actions import Draft
from bot.reports.actions_rules import Kind as Change
from bot.reports.models import Report
from bot.reports.sharing_models import ReportLearner, ReportReader
from bot.reports.states import Audience, State
from bot.reports.steps_views import Next
from bot.reports.templates import Ask
from bot.slack import outbox, visits
from bot.slack.outbox import Delivery, Kind
from tests.commitments.office import GIL, JONAS, PRIYA
from tests.factories import ANA, MAYA, TOM
from tests.reports.conftest import Inside
from tests.reports.desk import EVERYBODY
from tests.reports.room import Room
from tests.reports.test_debriefs import plans
from tests.slack_driver import SlackDriver, said

LINES = {"line-0": "A cache was emptied.", "line-1": "3,100 waited.", "line-2": "Warm it."}


def shown(view: dict[str, Any]) -> str:
    return str(view["blocks"])


def channels(*ids: str) -> dict[str, Any]:
    return {"type": "multi_conversations_select", "selected_conversations": list(ids)}


def people(*ids: str) -> dict[str, Any]:
    return {"type": "multi_users_select", "selected_users": list(ids)}


def choice(value: str) -> dict[str, Any]:
    return {"type": "static_select", "selected_option": {"value": value}}


def whispers(inside: Inside[Any]) -> list[str]:
    return list(inside(lambda room: [row.payload["text"] for row in room.rows(Delivery.kind == Kind.WHISPER)]))


def state(inside: Inside[Any]) -> str:
    return str(inside(lambda room: room.session.scalars(sa.select(Report.state)).one()))


async def publishes(slack: SlackDriver, *where: str, by: str = PRIYA, **lines: str) -> dict[str, Any]:
    await slack.clicks(Next.PUBLISH, "1", by=by)
    chosen = {"channels": channels(*where), "people": people()}
    return said(await slack.submits(slack.opened(), {**LINES, **lines}, by=by, chosen=chosen))


async def published(slack: SlackDriver, inside: Inside[Any], *where: str, **told: Any) -> None:
    inside(lambda room: room.approved(**told))
    await publishes(slack, *where)


async def test_the_form_suggests_its_three_lines_and_its_channels(slack: SlackDriver, inside: Inside[Any]) -> None:
    inside(lambda room: room.approved())
    await slack.clicks(Next.PUBLISH, "1", by=PRIYA)
    fields = {block.get("block_id"): block.get("element", {}) for block in slack.opened()["blocks"]}
    assert fields["line-0"]["initial_value"] == "A cache was emptied by a routine change."
    assert EVERYBODY in fields["channels"]["initial_conversations"]


async def test_publishing_shows_each_place_and_how_it_stands(slack: SlackDriver, inside: Inside[Any]) -> None:
    inside(lambda room: room.approved())
    answer = await publishes(slack, EVERYBODY)
    assert "It is published" in shown(answer["view"])
    assert "waits: Slack is asked who is there" in shown(answer["view"])
    assert state(inside) == State.PUBLISHED


async def test_what_is_wrong_stands_beside_its_field_and_nothing_is_published(
    slack: SlackDriver, inside: Inside[Any]
) -> None:
    inside(lambda room: (room.approved(), room.is_in(EVERYBODY, MAYA, GIL)))
    answer = await publishes(slack, EVERYBODY, **{"line-0": ""})
    assert set(answer["errors"]) == {"line-0", "channels"}
    assert state(inside) == State.APPROVED


async def test_the_second_who_presses_publish_reads_who_was_first(slack: SlackDriver, inside: Inside[Any]) -> None:
    await published(slack, inside)
    chosen = {"channels": channels(EVERYBODY), "people": people()}
    form = publish_views.publish_form(1, (), {}, words(inside), lacking=(), to_settle=0)
    answer = said(await slack.submits(form, LINES, by=JONAS, chosen=chosen))
    assert "Priya Raman published this report" in shown(answer["view"])


def words(inside: Inside[Any]) -> Any:
    return inside(lambda room: room.moment.words)


async def test_two_who_press_publish_in_the_same_moment_publish_once(slack: SlackDriver, inside: Inside[Any]) -> None:
    inside(lambda room: room.approved())
    form = publish_views.publish_form(1, (), {}, words(inside), lacking=(), to_settle=0)
    chosen = {"channels": channels(EVERYBODY), "people": people()}
    answers = await asyncio.gather(*(slack.submits(form, LINES, by=one, chosen=chosen) for one in (PRIYA, JONAS)))
    told = [shown(said(answer)["view"]) for answer in answers]
    assert sum("It is published" in one for one in told) == 1
    assert sum("published this report" in one for one in told) == 1
    assert inside(lambda room: room.session.get_one(Report, 1).revision) == 1


async def test_who_saves_a_section_of_a_published_report_reads_that_it_is_an_amendment(
    slack: SlackDriver, inside: Inside[Any]
) -> None:
    await published(slack, inside)
    ask = Ask("impact", "Impact in numbers", "How many?")
    form = section_forms.section_form(1, ask, "", 1, inside(lambda room: room.moment.prompts.of("reports")))
    answer = said(await slack.submits(form, {"text": "About 3,400 customers waited."}, by=JONAS))
    assert "this is not in what people read until somebody amends it" in str(answer["view"])


async def test_an_amendment_is_asked_what_and_why(slack: SlackDriver, inside: Inside[Any]) -> None:
    await published(slack, inside)
    inside(lambda room: room.writes(room.session.get_one(Report, 1), "impact", "More."))
    await slack.clicks(Next.AMEND, "1", by=PRIYA)
    assert "Saved and not published yet: Impact in numbers" in shown(slack.opened())
    answer = said(await slack.submits(slack.opened(), {**LINES, "changed": "", "why": ""}, by=PRIYA))
    assert set(answer["errors"]) == {"changed", "why"}
    answer = said(await slack.submits(slack.opened(), {**LINES, "changed": "x", "why": "y"}, by=PRIYA))
    assert "Every copy is changed" in shown(answer["view"])
    assert state(inside) == State.AMENDED


async def test_promises_of_its_actions_name_a_report_once_it_is_published_and_as_it_was(
    slack: SlackDriver, inside: Inside[Any]
) -> None:
    def asks(room: Room) -> None:
        report = room.written()
        told = {"by": JONAS, "settings": room.settings, "now": room.now, "promising": wiring.PROMISING}
        actions.write(room.session, report, Draft("Add an alert", Change.DETECT, TOM), **told)
        room.asks(report, ANA)
        room.approves(report)

    def said_at(room: Room) -> str:
        return room.session.scalars(sa.select(Commitment.said_at)).one()

    inside(asks)
    assert inside(said_at) == "a report after an incident"
    await publishes(slack)
    assert inside(said_at) == "the report “Checkout slow for 47 minutes”"


async def test_both_revisions_can_be_read_in_a_window(slack: SlackDriver, inside: Inside[Any]) -> None:
    await published(slack, inside)
    inside(lambda room: room.writes(room.session.get_one(Report, 1), "impact", "About 3,400 waited."))
    inside(lambda room: room.amends(room.session.get_one(Report, 1)))
    await slack.clicks(summary_views.READ, "1", by=MAYA)
    assert "About 3,400 waited." in shown(slack.opened())
    await slack.clicks(f"{reader_views.TURN}.to", "1:1:1", by=MAYA, view={"type": "modal"})
    (redrawn,) = slack.wire.asked("views.update")
    assert "About 3,100 customers" in str(redrawn["view"])


async def test_i_have_read_this_is_counted_and_answered(slack: SlackDriver, inside: Inside[Any]) -> None:
    await published(slack, inside)
    await slack.clicks(summary_views.HAVE_READ, "1", by=MAYA)
    assert whispers(inside) == ["Noted. You are the first."]
    await slack.clicks(summary_views.TAKE, "1", by=MAYA)
    await slack.submits(slack.opened(), {"took": "I warm it first."}, by=MAYA)
    assert inside(lambda room: room.session.get_one(ReportReader, (1, MAYA)).took) == "I warm it first."


async def test_whether_they_learned_something_is_answered_in_private(slack: SlackDriver, inside: Inside[Any]) -> None:
    await published(slack, inside)

    def ask(room: Any) -> None:
        for learner in room.session.scalars(sa.select(ReportLearner)):
            learner.asked_at = room.now
            key = f"report:1:learned:{learner.person}"
            message = reader_views.ask_learner(1, "Slow")
            outbox.enqueue(room.session, key=key, channel=learner.person, message=message, now=room.now)

    inside(ask)
    await slack.clicks(reader_views.LEARNED, "1", by=JONAS)
    await slack.submits(slack.opened(), {"line": "I look at the cache."}, by=JONAS)
    await slack.clicks(reader_views.LEARNED_NOT, "1", by=TOM)
    found = inside(lambda room: [room.session.get_one(ReportLearner, (1, one)).learned for one in (JONAS, TOM)])
    assert found == [True, False]


async def test_a_narrower_audience_takes_the_title_off_homes_that_are_open(
    slack: SlackDriver, inside: Inside[Any]
) -> None:
    await published(slack, inside)
    inside(lambda room: visits.opened(room.session, "U0SALES", room.now))

    def revision(room: Room) -> int:
        (home,) = room.rows(Delivery.key == visits.key("U0SALES"))
        return int(home.revision)

    before = inside(revision)
    await slack.clicks(Next.AUDIENCE, "1", by=PRIYA)
    chosen = {"audience": choice(Audience.NAMED), "named": people(MAYA)}
    await slack.submits(slack.opened(), {}, by=PRIYA, chosen=chosen)
    assert inside(revision) > before


async def test_a_narrower_audience_is_chosen_in_a_form(slack: SlackDriver, inside: Inside[Any]) -> None:
    await published(slack, inside)
    await slack.clicks(Next.AUDIENCE, "1", by=PRIYA)
    chosen = {"audience": choice(Audience.NAMED), "named": people(MAYA)}
    answer = said(await slack.submits(slack.opened(), {}, by=PRIYA, chosen=chosen))
    assert "Saved." in shown(answer["view"])
    assert inside(lambda room: room.session.get_one(Report, 1).named) == [MAYA]


async def test_a_debrief_is_proposed_planned_and_written_into_calendars(
    slack: SlackDriver, inside: Inside[Any], now: datetime
) -> None:
    inside(lambda room: room.written())
    await slack.clicks(Next.DEBRIEF, "1", by=PRIYA)
    assert "all of them are at work" in shown(slack.opened())
    at = {"type": "datetimepicker", "selected_date_time": int(now.timestamp()) + 4 * 86400}
    chosen = {"at": at, "minutes": choice("45"), "people": people(JONAS, ANA)}
    answer = said(await slack.submits(slack.opened(), {"questions": "What surprised you?"}, by=PRIYA, chosen=chosen))
    assert "They are invited" in shown(answer["view"])
    await slack.clicks(debrief_views.CALENDAR, "1", by=ANA)
    assert "BEGIN:VCALENDAR" in shown(slack.opened())
    await slack.clicks(debrief_views.NOTES, "1", by=JONAS)
    await slack.submits(slack.opened(), {"notes": "The alert was muted."}, by=JONAS)
    await slack.clicks(debrief_views.NOTES, "1", by=ANA)
    assert "The alert was muted." in shown(slack.opened())


async def test_a_debrief_is_called_off_from_its_form(slack: SlackDriver, inside: Inside[Any]) -> None:
    inside(lambda room: plans(room, room.written(), ANA))
    await slack.clicks(Next.DEBRIEF, "1", by=JONAS)
    assert "Call it off" in shown(slack.opened())
    await slack.clicks(debrief_views.CALL_OFF, "1", by=JONAS, view={"type": "modal"})
    assert "Called off" in str(slack.wire.asked("views.update")[-1])
    await slack.clicks(Next.DEBRIEF, "1", by=JONAS)
    assert "Call it off" not in shown(slack.opened())


async def test_the_version_for_customers_is_written_approved_and_checked(
    slack: SlackDriver, inside: Inside[Any]
) -> None:
    inside(lambda room: room.published())
    await slack.clicks(Next.CUSTOMERS, "1", by=PRIYA)
    assert "A first proposal" in shown(slack.opened())
    assert "A cache was emptied" in shown(slack.opened())
    typed = {"happened": "Tom made it slow.", "felt": "", "doing": ""}
    answer = said(await slack.submits(slack.opened(), typed, by=PRIYA))
    assert "the name of somebody here" in shown(answer["view"])
    await slack.clicks(customer_views.APPROVE, "1:1", by=JONAS, view={"type": "modal"})
    await slack.clicks(customer_views.EXPORT, "1:1", by=JONAS, view={"type": "modal"})
    pushed = str(slack.wire.asked("views.push")[-1])
    assert "Not exported yet" in pushed
    await slack.clicks(customer_views.EXPORT_ALL_THE_SAME, "1:1", by=JONAS, view={"type": "modal"})
    assert "## What happened" in str(slack.wire.asked("views.update")[-1])


async def test_before_publishing_the_version_for_customers_is_approved_and_not_offered_for_export(
    slack: SlackDriver, inside: Inside[Any]
) -> None:
    def approved(room: Room) -> None:
        report = room.written()
        wrote = customers.Wrote("It was slow for us.", "", "")
        customers.write(room.session, report.id, wrote, by=room.person(PRIYA), moment=room.moment)
        customers.approve(room.session, report.id, 1, by=room.person(JONAS), moment=room.moment)

    inside(approved)
    await slack.clicks(Next.CUSTOMERS, "1", by=JONAS)
    assert "It can be exported once the report is published." in shown(slack.opened())
    assert customer_views.EXPORT not in shown(slack.opened())
    await slack.clicks(customer_views.EXPORT, "1:1", by=JONAS, view={"type": "modal"})
    assert "Publish it first" in str(slack.wire.calls)


async def test_an_outdated_version_for_customers_says_so_and_is_approved_once_more(
    slack: SlackDriver, inside: Inside[Any]
) -> None:
    def amended(room: Room) -> None:
        report = room.published()
        told = {"by": room.person(PRIYA), "moment": room.moment}
        customers.write(room.session, report.id, customers.Wrote("It was slow for us.", "", ""), **told)
        customers.approve(room.session, report.id, 1, by=room.person(JONAS), moment=room.moment)
        room.writes(report, "impact", "About 4,000 customers waited.")
        room.amends(report)

    inside(amended)
    await slack.clicks(Next.CUSTOMERS, "1", by=JONAS)
    assert "Outdated" in shown(slack.opened())
    assert customer_views.EXPORT not in shown(slack.opened())
    await slack.clicks(customer_views.APPROVE, "1:1", by=JONAS, view={"type": "modal"})
    assert customer_views.EXPORT in str(slack.wire.asked("views.update")[-1])
    await slack.clicks(customer_views.EXPORT, "1:1", by=JONAS, view={"type": "modal"})
    await slack.clicks(customer_views.FILE_PRINTED, "1:1:0", by=JONAS, view={"type": "modal"})
    assert "On its way to you" in str(slack.wire.asked("views.update")[-1])
    (file,) = inside(lambda room: room.rows(Delivery.kind == Kind.FILE))
    assert (file.channel, file.urgent) == (JONAS, True)


DOORS = (
    Next.PUBLISH,
    Next.AMEND,
    Next.SHARE,
    Next.AUDIENCE,
    Next.CUSTOMERS,
    Next.DEBRIEF,
    summary_views.READ,
    summary_views.HAVE_READ,
    summary_views.TAKE,
    reader_views.NOT_FOR_ME,
    debrief_views.CALENDAR,
    debrief_views.NOTES,
    review_views.STEPS,
)


@pytest.mark.parametrize("action", [*DOORS])
async def test_no_door_tells_of_a_private_report_to_who_may_not_see_it(
    slack: SlackDriver, inside: Inside[Any], action: str
) -> None:
    inside(lambda room: room.publishes(room.approved(audience=Audience.NAMED, named=(MAYA,))))
    await slack.clicks(action, "1", by="U0SALES")
    assert not slack.wire.asked("views.open")
    (text,) = whispers(inside)
    assert "Checkout" not in text
    assert "There is no such report" in text


async def test_who_only_reads_may_not_change_anything(slack: SlackDriver, inside: Inside[Any]) -> None:
    await published(slack, inside)
    slack.wire.calls.clear()
    for action in (Next.PUBLISH, Next.AMEND, Next.SHARE, Next.AUDIENCE, Next.CUSTOMERS, Next.DEBRIEF):
        await slack.clicks(action, "1", by=MAYA)
    await slack.clicks(steps_views.RETRY, f"1:{EVERYBODY}", by=MAYA)
    assert not slack.wire.asked("views.open")


async def test_a_line_that_judges_somebody_is_told_beside_it_and_goes_out_for_a_reason(
    slack: SlackDriver, inside: Inside[Any]
) -> None:
    inside(lambda room: room.approved())
    blaming = {"line-1": "Jonas was careless."}
    answer = await publishes(slack, EVERYBODY, **blaming)
    assert set(answer["errors"]) == {"line-1"}
    assert state(inside) == State.APPROVED
    answer = await publishes(slack, EVERYBODY, **blaming, reason="Jonas wants it said.")
    assert "It is published" in shown(answer["view"])


async def test_the_form_for_customers_tells_what_may_read_as_blame(slack: SlackDriver, inside: Inside[Any]) -> None:
    inside(lambda room: room.written())
    await slack.clicks(Next.CUSTOMERS, "1", by=PRIYA)
    told = {"happened": "An engineer was careless.", "felt": "", "doing": ""}
    answer = said(await slack.submits(slack.opened(), told, by=PRIYA))
    assert "May read as blame" in shown(answer["view"])
    assert "careless" in shown(answer["view"])


HINTED = {"line-1": "The rollback was handled poorly."}


async def test_what_may_read_as_blame_stands_beside_a_line_before_it_goes_out(
    slack: SlackDriver, inside: Inside[Any]
) -> None:
    inside(lambda room: room.approved())
    answer = await publishes(slack, EVERYBODY, **HINTED)
    names = [block.get("block_id") for block in answer["view"]["blocks"]]
    beside = answer["view"]["blocks"][names.index("line-1") + 1]
    assert "handled poorly" in str(beside)
    assert "only you see it" in shown(answer["view"])
    assert answer["view"]["blocks"][names.index("line-1")]["element"]["initial_value"] == HINTED["line-1"]
    assert state(inside) == State.APPROVED


async def test_sent_again_it_goes_out_as_it_is(slack: SlackDriver, inside: Inside[Any]) -> None:
    inside(lambda room: room.approved())
    answer = await publishes(slack, EVERYBODY, **HINTED)
    chosen = {"channels": channels(EVERYBODY), "people": people()}
    await slack.submits(answer["view"], {**LINES, **HINTED}, by=PRIYA, chosen=chosen)
    assert state(inside) == State.PUBLISHED


async def test_what_is_suggested_is_looked_at_as_the_form_opens(slack: SlackDriver, inside: Inside[Any]) -> None:
    def handled(room: Room) -> None:
        report = room.starts()
        room.writes(report, "summary", "The rollback was handled poorly.")
        room.asks(report, ANA)
        room.approves(report)

    inside(handled)
    await slack.clicks(Next.PUBLISH, "1", by=PRIYA)
    assert "handled poorly” ·" in shown(slack.opened())
    chosen = {"channels": channels(EVERYBODY), "people": people()}
    lines = {**LINES, "line-0": "The rollback was handled poorly."}
    await slack.submits(slack.opened(), lines, by=PRIYA, chosen=chosen)
    assert state(inside) == State.PUBLISHED


async def test_an_amendment_shows_its_remarks_first_and_then_goes_out(slack: SlackDriver, inside: Inside[Any]) -> None:
    await published(slack, inside, EVERYBODY)
    await slack.clicks(Next.AMEND, "1", by=PRIYA)
    told = {**LINES, "line-1": "3,200 waited.", "changed": "The number.", "why": "The first count was done sloppily."}
    chosen = {"channels": channels(), "people": people()}
    answer = said(await slack.submits(slack.opened(), told, by=PRIYA, chosen=chosen))
    assert "sloppily” ·" in shown(answer["view"])
    assert state(inside) == State.PUBLISHED
    await slack.submits(answer["view"], told, by=PRIYA, chosen=chosen)
    assert state(inside) == State.AMENDED


async def test_nobody_else_is_told_of_such_a_remark(slack: SlackDriver, inside: Inside[Any]) -> None:
    inside(lambda room: room.approved())
    before = inside(lambda room: len(room.rows()))
    await publishes(slack, EVERYBODY, **HINTED)
    assert inside(lambda room: len(room.rows())) == before
