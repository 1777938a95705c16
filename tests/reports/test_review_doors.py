"""The doors of a review, through Bolt."""

from typing import Any

import pytest
import sqlalchemy as sa

from bot.reports import review_views, steps_views
from bot.reports.models import Report
from bot.reports.states import Audience, State
from bot.slack.outbox import Delivery, Kind
from tests.commitments.office import GIL, JONAS, PRIYA
from tests.factories import ANA, MAYA, TOM
from tests.reports.conftest import Inside
from tests.slack_driver import SlackDriver, said


def state(inside: Inside[Any]) -> str:
    return str(inside(lambda room: room.session.scalars(sa.select(Report.state)).one()))


def whispers(inside: Inside[Any]) -> list[str]:
    return list(inside(lambda room: [row.payload["text"] for row in room.rows(Delivery.kind == Kind.WHISPER)]))


def shown(view: dict[str, Any]) -> str:
    return str(view["blocks"])


def people(*ids: str) -> dict[str, Any]:
    return {"type": "multi_users_select", "selected_users": list(ids)}


async def in_review(slack: SlackDriver, inside: Inside[Any], **told: Any) -> None:
    inside(lambda room: room.asks(room.written(**told), ANA))


async def test_a_writer_asks_for_a_review_and_reads_who_is_asked(slack: SlackDriver, inside: Inside[Any]) -> None:
    inside(lambda room: room.written())
    await slack.clicks(review_views.STEPS, "1", by=JONAS)
    assert "of 9 sections are written" in shown(slack.opened())
    await slack.clicks(steps_views.Next.ASK, "1", by=JONAS)
    answer = said(
        await slack.submits(slack.opened(), {"word": "Is it clear?"}, by=JONAS, chosen={"reviewers": people(ANA)})
    )
    assert "They are asked" in shown(answer["view"])
    assert "Ana Ruiz is asked" in shown(answer["view"])
    assert state(inside) == State.IN_REVIEW


async def test_a_reviewer_reads_a_section_remarks_on_it_and_approves(slack: SlackDriver, inside: Inside[Any]) -> None:
    await in_review(slack, inside)
    await slack.clicks(review_views.LOOK, "1", by=ANA)
    overview = slack.opened()
    await slack.clicks(review_views.SECTION, "1:impact", by=ANA)
    page = slack.opened()
    assert "3,100 customers" in shown(page)
    answer = said(await slack.submits(page, {"comment": "How do we know?"}, by=ANA))
    assert "○ open" in shown(answer["view"])
    approve = next(block for block in overview["blocks"] if block["type"] == "actions")["elements"][0]
    await slack.clicks(approve["action_id"], approve["value"], by=ANA, view=overview | {"type": "modal"})
    assert state(inside) == State.APPROVED


async def test_on_coming_back_a_reviewer_sees_what_changed(slack: SlackDriver, inside: Inside[Any]) -> None:
    await in_review(slack, inside)
    await slack.clicks(review_views.SECTION, "1:impact", by=ANA)
    inside(
        lambda room: room.writes(
            room.session.get_one(Report, 1), "impact", "About 3,400 customers waited over 10 s; 212 gave up."
        )
    )
    await slack.clicks(review_views.LOOK, "1", by=ANA)
    assert "new since you looked" in shown(slack.opened())
    await slack.clicks(review_views.SECTION, "1:impact", by=ANA)
    leaves = [
        leaf
        for block in slack.opened()["blocks"]
        if block["type"] == "rich_text"
        for leaf in block["elements"][0]["elements"]
    ]
    assert {"type": "text", "text": "3,100", "style": {"strike": True}} in leaves
    assert {"type": "text", "text": "3,400", "style": {"bold": True}} in leaves


async def test_an_owner_is_offered_no_approval_and_refused_one(slack: SlackDriver, inside: Inside[Any]) -> None:
    await in_review(slack, inside)
    await slack.clicks(review_views.LOOK, "1", by=PRIYA)
    assert not [block for block in slack.opened()["blocks"] if block["type"] == "actions"]
    await slack.clicks(review_views.APPROVE, "1:99", by=PRIYA)
    assert whispers(inside) == ["Somebody other than the owner approves a report."]


async def test_sending_back_needs_a_word_beside_the_field(slack: SlackDriver, inside: Inside[Any]) -> None:
    await in_review(slack, inside)
    form = review_views.send_back_form(1, {"send_back_label": "?", "send_back_hint": "?"})
    answer = said(await slack.submits(form, {"word": ""}, by=ANA))
    assert "what would make it ready" in answer["errors"]["word"]
    await slack.submits(form, {"word": "Numbers, please."}, by=ANA)
    assert state(inside) == State.DRAFT


@pytest.mark.parametrize("person", [TOM, GIL])
async def test_a_report_that_is_not_theirs_to_see_is_refused_without_its_title(
    slack: SlackDriver, inside: Inside[Any], person: str
) -> None:
    await in_review(slack, inside, audience=Audience.NAMED, named=(MAYA,))
    for action, value in (
        (review_views.STEPS, "1"),
        (review_views.LOOK, "1"),
        (review_views.SECTION, "1:impact"),
        (review_views.APPROVE, "1:99"),
        (review_views.DECLINE, "1"),
        (steps_views.Next.ASK, "1"),
        (steps_views.Next.DROP, "1"),
    ):
        await slack.clicks(action, value, by=person)
        (text,) = whispers(inside)
        assert "Checkout" not in text
    assert not slack.wire.asked("views.open")
