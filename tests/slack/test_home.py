"""App Home put together: what practices know, for one person, within what Slack shows."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest
import sqlalchemy as sa
import structlog
from sqlalchemy.orm import Session

from bot import prompts
from bot import settings as settings_
from bot.slack import blocks, people
from bot.slack import home as home_
from bot.slack.blocks import Block
from bot.slack.home import Home, Look, Section
from bot.slack.messages import spoken
from bot.slack.people import Member
from bot.slack.validation import check
from tests.factories import ANA, MAYA, TOM, settings

GIL = "U0GIL"
PROMPTS = prompts.load()


def said(text: str, times: int = 1) -> Section:
    return Section(lambda _session, _look: [blocks.section(text)] * times, text.title(), rest=f"All of {text}: `/all`")


def nothing(session: Session, look: Look) -> Sequence[Block]:
    return []


@pytest.fixture
def office(session: Session, now: datetime) -> Session:
    settings_.save(session, settings(), by="test", now=now)
    people.remember(session, [Member(GIL, "Gil Guest", "UTC", True, False, False)], now)
    return session


def view(session: Session, now: datetime, home: Home, person: str = ANA) -> dict[str, Any]:
    drawn = home.view(session, person, now, prompts=PROMPTS)
    check(drawn)
    return drawn


def lines(drawn: dict[str, Any]) -> list[str]:
    """Without those between the parts."""
    return [spoken([block]) for block in drawn["blocks"] if block["type"] != "divider"]


def test_what_waits_comes_first_then_what_stands_there_each_below_its_title(office: Session, now: datetime) -> None:
    drawn = view(office, now, Home(waiting=(said("one yes"),), standing=(said("the week"), said("figures"))))

    assert lines(drawn)[:-1] == [home_.WAITING, "one yes", "The Week", "the week", "Figures", "figures"]
    assert lines(drawn)[-1].startswith("As of ")


def test_where_nothing_waits_it_says_what_will(office: Session, now: datetime) -> None:
    assert lines(view(office, now, Home(waiting=(Section(nothing),))))[1] == home_.NOTHING_WAITS


def test_a_part_without_anything_says_what_will_be_here_or_is_not_there(office: Session, now: datetime) -> None:
    parts = (Section(nothing, "Reports", empty="Reports will be here."), Section(nothing, "For nobody"))

    assert lines(view(office, now, Home(standing=parts)))[2:4] == ["Reports", "Reports will be here."]
    assert "For nobody" not in str(view(office, now, Home(standing=parts)))


def test_a_part_knows_whose_home_it_is(office: Session, now: datetime) -> None:
    def who(session: Session, look: Look) -> Sequence[Block]:
        return [blocks.section(f"{look.person.id} under {look.settings.people.cto}")]

    assert f"{TOM} under {MAYA}" in lines(view(office, now, Home(waiting=(Section(who),)), TOM))


def test_a_practice_that_is_switched_off_is_not_there(office: Session, now: datetime) -> None:
    home = Home(
        waiting=(replace(said("one yes"), practice="focus"),),
        standing=(replace(said("figures"), practice="questions"),),
    )
    assert {"one yes", "figures"} < set(lines(view(office, now, home)))

    off = settings(practices={"focus": False, "questions": False})
    settings_.save(office, off, by="test", now=now)

    assert lines(view(office, now, home))[1:-1] == [home_.NOTHING_WAITS]


def test_a_guest_sees_a_sentence_and_nothing_else(office: Session, now: datetime) -> None:
    drawn = view(office, now, Home(waiting=(said("secret"),), standing=(said("secret"),)), GIL)

    assert lines(drawn) == [home_.GUEST]


def test_before_the_setup_people_read_that_and_whoever_installed_it_what_is_missing(
    session: Session, now: datetime
) -> None:
    home = Home(standing=(said("the week"),), installer=TOM)

    assert lines(view(session, now, home)) == [
        "cadence is installed here but not set up yet. Nothing is posted until it is."
    ]
    assert "people.cto" in lines(view(session, now, home, TOM))[0]


def test_what_is_too_much_for_slack_is_cut_where_it_is_longest_and_says_where_the_rest_is(
    office: Session, now: datetime
) -> None:
    home = Home(waiting=(said("question", 80),), standing=(said("promise", 90), said("figures", 3)))

    drawn = view(office, now, home)

    found = lines(drawn)
    assert len(drawn["blocks"]) <= 100
    assert found.count("figures") == 3
    assert abs(found.count("question") - found.count("promise")) <= 2
    assert {"All of question: `/all`", "All of promise: `/all`"} < set(found)


def test_what_breaks_takes_nothing_else_along(office: Session, now: datetime) -> None:
    def breaks(session: Session, look: Look) -> Sequence[Block]:
        session.execute(sa.text("SELECT * FROM nowhere"))
        return []

    with structlog.testing.capture_logs() as logs:
        drawn = view(office, now, Home(waiting=(Section(breaks), said("one yes")), standing=(said("the week"),)))

    assert lines(drawn)[1:4] == [home_.BROKE, "one yes", "The Week"]
    assert [entry["event"] for entry in logs] == ["home.part_broke"]


def test_a_block_that_slack_would_refuse_is_left_out_and_the_others_stand(office: Session, now: datetime) -> None:
    def one_bad(session: Session, look: Look) -> Sequence[Block]:
        return [{"type": "alert", "text": {"type": "plain_text", "text": "for modals"}}, blocks.section("good")]

    with structlog.testing.capture_logs() as logs:
        assert lines(view(office, now, Home(waiting=(Section(one_bad),))))[1] == "good"
    assert [entry["event"] for entry in logs] == ["home.blocks_left_out"]
