"""What a handler may ask of a call, from payloads as Slack sends them."""

from datetime import datetime
from typing import Any

import pytest
from sqlalchemy.orm import Session

from bot import prompts
from bot.access import ANYONE, Person
from bot.slack.doors import Answer, Call, Done, Door, Handler, Route, Say, together
from bot.slack.messages import Message
from tests.factories import ANA, settings


def call(now: datetime, **body: Any) -> Call:
    return Call(Door.ACTION, Person(ANA), now, settings(), prompts.load(), body)


@pytest.mark.parametrize(
    ("body", "text"), [({"text": " what now? "}, "what now?"), ({"text": ""}, ""), ({"text": None}, ""), ({}, "")]
)
def test_the_text_of_a_command_is_what_was_typed_behind_it(now: datetime, body: dict[str, Any], text: str) -> None:
    assert call(now, **body).text == text


@pytest.mark.parametrize(("action", "value"), [({"value": "2026-W10"}, "2026-W10"), ({"value": None}, ""), ({}, "")])
def test_a_button_has_a_value_or_an_empty_one(now: datetime, action: dict[str, Any], value: str) -> None:
    assert call(now, actions=[action]).value == value


@pytest.mark.parametrize(
    ("body", "channel"),
    [
        ({"channel_id": "C0GENERAL"}, "C0GENERAL"),
        ({"channel": {"id": "C0CTO"}}, "C0CTO"),
        ({"view": {"id": "V1"}}, ANA),
        ({"channel": None}, ANA),
    ],
    ids=["command", "click in a message", "form", "none"],
)
def test_an_answer_goes_where_they_are_or_to_their_own_messages(
    now: datetime, body: dict[str, Any], channel: str
) -> None:
    assert call(now, **body).channel == channel


def test_a_view_and_an_event_are_parts_of_the_payload(now: datetime) -> None:
    assert call(now, view={"id": "V1"}).view == {"id": "V1"}
    assert call(now, event={"type": "message"}).event == {"type": "message"}


def test_several_practices_hear_of_one_event_and_each_other_door_has_one(session: Session, now: datetime) -> None:
    heard: list[str] = []

    def hears(name: str, answer: Answer) -> Handler:
        def handler(session: Session, call: Call) -> Answer:
            heard.append(name)
            return answer

        return handler

    said = Say(Message("Heard."))
    command = Route(Door.COMMAND, "/focus", hears("command", Done()), ANYONE)
    routes = [
        Route(Door.EVENT, "message", hears("focus", Done()), ANYONE),
        command,
        Route(Door.EVENT, "message", hears("questions", said), ANYONE),
        Route(Door.EVENT, "team_join", hears("people", Done()), ANYONE),
    ]

    first, message, joined = together(routes)

    assert first is command
    assert (message.id, joined.id) == ("message", "team_join")
    assert message.handler(session, call(now, event={})) == said
    assert heard == ["focus", "questions"]
