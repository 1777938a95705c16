"""What stands around every door: who may pass, what a person reads where it fails, and what the log keeps."""

import json
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest
import sqlalchemy as sa
import structlog
from slack_bolt import BoltResponse
from sqlalchemy.orm import Session

from bot import settings as settings_
from bot.access import ANYONE, WRITE_FOCUS
from bot.engines import make_engine
from bot.errors import BotError, FieldErrors, Unavailable, Uncertain
from bot.occurrences import JobRecord
from bot.slack import blocks, claims, outbox, people
from bot.slack.claims import Claimed
from bot.slack.doors import Answer, Call, Done, Door, Open, Redraw, Route, Say
from bot.slack.messages import Message
from bot.slack.people import Member, Profile
from bot.storage import Database
from tests.factories import ANA, MAYA, TOM, settings
from tests.slack_driver import SlackDriver, said, slack_driver

REMY = "U0REMY"
MODAL = blocks.modal("A form", [blocks.ask("What?", blocks.text_field("what"))], callback_id="test.form", submit="Save")
OPENED = {"type": "modal", "callback_id": "test.form", "state": {"values": {"what": {"what": {"value": "my words"}}}}}
TYPED = "my words <!channel>"

Handler = Callable[[Session, Call], Answer]


def doors(handler: Handler) -> tuple[Route, ...]:
    """The same behind every kind of door."""
    return (
        Route(Door.COMMAND, "/test", handler, ANYONE),
        Route(Door.COMMAND, "/office", handler, WRITE_FOCUS),
        Route(Door.ACTION, "test.press", handler, ANYONE),
        Route(Door.ACTION, "test.office", handler, WRITE_FOCUS),
        Route(Door.VIEW, "test.form", handler, ANYONE),
        Route(Door.EVENT, "team_join", handler, ANYONE),
    )


@asynccontextmanager
async def behind_doors(
    handler: Handler, database: Database, now: datetime, installer: str | None = None
) -> AsyncIterator[SlackDriver]:
    async with slack_driver(database, now, doors(handler), installer) as slack:
        yield slack


@pytest.fixture
def set_up(database: Database, now: datetime) -> Database:
    database.run_here(settings_.save, settings(), by="test", now=now)
    return database


def whispers(database: Database, now: datetime) -> list[Claimed]:
    return [claimed for claimed in database.run_here(claims.claim, now=now) if claimed.kind == outbox.Kind.WHISPER]


def whispered(database: Database, now: datetime) -> list[tuple[str, str | None, str]]:
    return [(each.channel, each.reader, each.payload["text"]) for each in whispers(database, now)]


def words(view: dict[str, Any] | str) -> str:
    """All that a modal says."""
    shown = view if isinstance(view, str) else json.dumps(view, ensure_ascii=False)
    return json.dumps(json.loads(shown), ensure_ascii=False)


def done(session: Session, call: Call) -> Answer:
    return Done()


def unsaid(session: Session, call: Call) -> Answer:
    raise AssertionError("nobody passes")


class Regret(BotError):
    """Something a person can understand."""


def regrets(session: Session, call: Call) -> Answer:
    session.add(JobRecord(name="half-done", rhythm="", since=call.now, known_since=call.now))
    session.flush()
    raise Regret("That week is over.")


def breaks(session: Session, call: Call) -> Answer:
    session.add(JobRecord(name="half-done", rhythm="", since=call.now, known_since=call.now))
    session.flush()
    raise ZeroDivisionError("a defect")


def half_done(database: Database) -> int | None:
    return database.run_here(lambda session: session.scalar(sa.select(sa.func.count()).select_from(JobRecord)))


# Answers


async def test_a_handler_knows_who_did_what_when(set_up: Database, now: datetime) -> None:
    calls: list[Call] = []

    def remembers(session: Session, call: Call) -> Answer:
        calls.append(call)
        return Done()

    async with behind_doors(remembers, set_up, now) as slack:
        await slack.types("/test", "  please  ", by=ANA)
        await slack.clicks("test.press", "2026-W10", by=ANA)
        await slack.submits(MODAL, {"what": "my words"}, by=ANA)

    command, click, form = calls
    assert (command.person.id, command.text, command.now, command.settings) == (ANA, "please", now, settings())
    assert (click.value, click.channel) == ("2026-W10", f"D{ANA}")
    assert form.view["state"]["values"]["what"]["what"]["value"] == "my words"


async def test_a_command_is_answered_in_its_acknowledgement(set_up: Database, now: datetime) -> None:
    async with behind_doors(lambda session, call: Say(Message("Here it is")), set_up, now) as slack:
        answer = said(await slack.types("/test", by=ANA))

    assert (answer["text"], answer["response_type"]) == ("Here it is", "ephemeral")
    assert whispers(set_up, now) == []


async def test_an_answer_to_a_command_fits_into_what_slack_takes(set_up: Database, now: datetime) -> None:
    long = Message("All of it", [blocks.section(f"Line {number}") for number in range(80)])
    async with behind_doors(lambda session, call: Say(long), set_up, now) as slack:
        answer = said(await slack.types("/test", by=ANA))

    assert 2 <= len(answer["blocks"]) <= 50


async def test_words_to_whoever_clicked_are_a_delivery_to_them_alone(set_up: Database, now: datetime) -> None:
    async with behind_doors(lambda session, call: Say(Message("Here it is")), set_up, now) as slack:
        answer = await slack.clicks("test.press", by=ANA)

    assert (answer.status, answer.body) == (200, "")
    assert whispered(set_up, now) == [(f"D{ANA}", ANA, "Here it is")]


async def test_a_form_opens_over_what_they_see(set_up: Database, now: datetime) -> None:
    async with behind_doors(lambda session, call: Open(MODAL), set_up, now) as slack:
        assert (await slack.types("/test", by=ANA)).status == 200

        assert slack.opened()["callback_id"] == "test.form"


async def test_a_submitted_form_is_redrawn_in_the_acknowledgement(set_up: Database, now: datetime) -> None:
    async with behind_doors(lambda session, call: Redraw(MODAL), set_up, now) as slack:
        answer = said(await slack.submits(MODAL, {"what": "x"}, by=ANA))

    assert (answer["response_action"], answer["view"]["callback_id"]) == ("update", "test.form")


async def test_a_form_whose_button_was_clicked_is_redrawn_where_it_stands(set_up: Database, now: datetime) -> None:
    async with behind_doors(lambda session, call: Redraw(MODAL), set_up, now) as slack:
        await slack.clicks("test.press", by=ANA, view=OPENED)

        (update,) = slack.wire.asked("views.update")
        assert (update["view_id"], update["hash"]) == ("V1", "h")


@pytest.mark.parametrize("error", ["hash_conflict", "not_found"])
async def test_a_window_that_is_gone_or_newer_is_no_trouble(set_up: Database, now: datetime, error: str) -> None:
    async with behind_doors(lambda session, call: Redraw(MODAL), set_up, now) as slack:
        slack.wire.answers["views.update"] = {"ok": False, "error": error}
        with structlog.testing.capture_logs() as log:
            answer = await slack.clicks("test.press", by=ANA, view=OPENED)

        assert answer.status == 200
        assert [entry["event"] for entry in log] == ["door.window_gone", "door"]
        assert slack.wire.asked("views.push") == []


# Too late for a window


@pytest.mark.parametrize("error", ["trigger_expired", "exchanged_trigger_id", "expired_trigger_id"])
async def test_a_command_too_late_for_its_form_says_so(set_up: Database, now: datetime, error: str) -> None:
    async with behind_doors(lambda session, call: Open(MODAL), set_up, now) as slack:
        slack.wire.answers["views.open"] = {"ok": False, "error": error}
        answer = await slack.types("/test", by=ANA)

    assert answer.status == 200
    assert said(answer)["text"] == "This took longer than Slack waits, so the form could not open. Try again."


async def test_a_click_too_late_for_its_form_says_so(set_up: Database, now: datetime) -> None:
    async with behind_doors(lambda session, call: Open(MODAL), set_up, now) as slack:
        slack.wire.answers["views.open"] = {"ok": False, "error": "trigger_expired"}
        answer = await slack.clicks("test.press", by=ANA)

    assert answer.status == 200
    ((channel, reader, text),) = whispered(set_up, now)
    assert (channel, reader) == (f"D{ANA}", ANA)
    assert "Try again" in text


def saves_and_opens(session: Session, call: Call) -> Answer:
    people.remember(session, [Member(TOM, "Tom", "UTC", guest=False, bot=False, left=False)], call.now)
    return Open(MODAL)


async def test_what_was_saved_is_not_said_to_be_lost_where_a_form_cannot_open(set_up: Database, now: datetime) -> None:
    async with behind_doors(saves_and_opens, set_up, now) as slack:
        slack.wire.answers["views.open"] = {"ok": False, "error": "invalid_arguments"}
        answer = said(await slack.types("/test", by=ANA))
        await slack.clicks("test.press", by=ANA)
        (apology,) = slack.wire.asked("respond")

    for text in (answer["text"], apology["text"]):
        assert text.startswith("What should come next could not be shown")
        assert "Not saved" not in text
    assert set_up.run_here(lambda session: session.get(Profile, TOM)) is not None


# Who may


async def test_a_refused_command_is_answered_to_that_person_alone(set_up: Database, now: datetime) -> None:
    async with behind_doors(unsaid, set_up, now) as slack:
        answer = said(await slack.types("/office", by=ANA))

    assert (answer["text"], answer["response_type"]) == (WRITE_FOCUS.sentence, "ephemeral")


async def test_a_refused_click_is_answered_to_that_person_alone(set_up: Database, now: datetime) -> None:
    async with behind_doors(unsaid, set_up, now) as slack:
        assert (await slack.clicks("test.office", by=ANA)).status == 200

    assert whispered(set_up, now) == [(f"D{ANA}", ANA, WRITE_FOCUS.sentence)]


async def test_a_refused_click_in_a_form_is_answered_over_the_form(set_up: Database, now: datetime) -> None:
    async with behind_doors(unsaid, set_up, now) as slack:
        assert (await slack.clicks("test.office", by=ANA, view=OPENED)).status == 200

        (push,) = slack.wire.asked("views.push")
        assert WRITE_FOCUS.sentence in words(push["view"])
    assert whispers(set_up, now) == []


@pytest.mark.parametrize("person", [MAYA, TOM])
async def test_the_cto_and_operators_pass(set_up: Database, now: datetime, person: str) -> None:
    async with behind_doors(lambda session, call: Say(Message("Passed")), set_up, now) as slack:
        assert said(await slack.types("/office", by=person))["text"] == "Passed"


def knows(database: Database, now: datetime, user: str, **flags: bool) -> None:
    """Met while they were here, as members; then it was told what they are."""
    member = Member(user, "Somebody", "UTC", guest=False, bot=False, left=False)
    for told in (member, replace(member, **flags)):
        database.run_here(people.remember, [told], now)


@pytest.mark.parametrize("flag", ["guest", "left"])
@pytest.mark.parametrize("user", [REMY, MAYA], ids=["anybody", "the CTO's own id"])
async def test_guests_and_those_who_left_are_nobody(set_up: Database, now: datetime, flag: str, user: str) -> None:
    knows(set_up, now, user, **{flag: True})
    async with behind_doors(unsaid, set_up, now) as slack:
        command = said(await slack.types("/test", by=user))
        await slack.clicks("test.press", by=user)
        form = said(await slack.submits(MODAL, {"what": "x"}, by=user))

    assert command["text"] == ANYONE.sentence
    assert whispered(set_up, now) == [(f"D{user}", user, ANYONE.sentence)]
    assert ANYONE.sentence in words(form["view"])


async def test_people_of_other_workspaces_are_nobody(set_up: Database, now: datetime) -> None:
    async with behind_doors(unsaid, set_up, now) as slack:
        slack.team = "T0ELSEWHERE"
        command = said(await slack.types("/test", by=MAYA))
        form = said(await slack.submits(MODAL, {"what": "x"}, by=MAYA))

    assert command["text"] == ANYONE.sentence
    assert ANYONE.sentence in words(form["view"])


# Not set up


@pytest.mark.parametrize("door", ["command", "click", "form"])
async def test_before_it_is_set_up_people_are_told_so(database: Database, now: datetime, door: str) -> None:
    async with behind_doors(unsaid, database, now, installer=TOM) as slack:
        assert "is installed here but not set up yet" in await read(slack, database, now, door, by=ANA)


@pytest.mark.parametrize("door", ["command", "click", "form"])
async def test_before_it_is_set_up_the_installer_is_told_what_is_missing(
    database: Database, now: datetime, door: str
) -> None:
    async with behind_doors(unsaid, database, now, installer=TOM) as slack:
        told = await read(slack, database, now, door, by=TOM)

    assert "who the CTO is (`people.cto`)" in told
    assert "the channel for Monday's post (`focus.channel`)" in told


async def test_operators_are_told_what_is_missing_too(database: Database, now: datetime) -> None:
    halfway = settings(people={"cto": None}, focus={"channel": None})
    database.run_here(settings_.save, halfway, by="test", now=now)
    async with behind_doors(unsaid, database, now) as slack:
        assert "`people.cto`" in await read(slack, database, now, "command", by=TOM)


async def test_people_are_got_to_know_before_it_is_set_up(database: Database, now: datetime) -> None:
    met: list[str] = []

    def meets(session: Session, call: Call) -> Answer:
        met.append(call.event["user"]["id"])
        return Done()

    async with behind_doors(meets, database, now) as slack:
        assert (await slack.event(type="team_join", user={"id": ANA})).status == 200

    assert met == [ANA]


async def read(slack: SlackDriver, database: Database, now: datetime, door: str, *, by: str) -> str:
    """What the person reads who used this door."""
    match door:
        case "command":
            return str(said(await slack.types("/test", by=by))["text"])
        case "form":
            return words(said(await slack.submits(MODAL, {"what": TYPED}, by=by))["view"])
    await slack.clicks("test.press", by=by)
    ((_, reader, text),) = whispered(database, now)
    assert reader == by
    return text


# Expected failures


@pytest.mark.parametrize("door", ["command", "click", "form"])
async def test_an_expected_failure_is_a_sentence_and_leaves_nothing_behind(
    set_up: Database, now: datetime, door: str
) -> None:
    async with behind_doors(regrets, set_up, now) as slack:
        assert "That week is over." in await read(slack, set_up, now, door, by=ANA)

    assert half_done(set_up) == 0


async def test_what_is_wrong_with_a_form_stands_beside_its_fields(set_up: Database, now: datetime) -> None:
    def faults(session: Session, call: Call) -> Answer:
        raise FieldErrors({"what": "Say what it is."})

    async with behind_doors(faults, set_up, now) as slack:
        answer = said(await slack.submits(MODAL, {"what": "?"}, by=ANA))

        assert answer == {"response_action": "errors", "errors": {"what": "Say what it is."}}
        assert said(await slack.types("/test", by=ANA))["text"] == "Say what it is."


async def test_an_event_that_cannot_be_helped_is_not_sent_again(set_up: Database, now: datetime) -> None:
    async with behind_doors(regrets, set_up, now) as slack:
        assert (await slack.event(type="team_join", user={"id": ANA})).status == 200


# What nobody expected


def reference_in(text: str) -> str:
    _, _, rest = text.partition("(ref ")
    return rest.partition(")")[0]


@pytest.mark.parametrize("door", ["command", "form"])
async def test_an_unexpected_failure_is_an_apology_whose_reference_the_log_knows(
    set_up: Database, now: datetime, door: str
) -> None:
    async with behind_doors(breaks, set_up, now) as slack:
        with structlog.testing.capture_logs() as log:
            text = await read(slack, set_up, now, door, by=ANA)

    entry, end = log
    assert (end["event"], end["outcome"]) == ("door", "failed")
    assert "something broke here, and it was not you" in text
    assert (entry["event"], entry["log_level"]) == ("door.failed", "error")
    assert entry["reference"] == reference_in(text) != ""
    assert isinstance(entry["exc_info"], ZeroDivisionError)
    assert half_done(set_up) == 0


async def test_whoever_clicked_in_a_message_reads_the_apology_there(set_up: Database, now: datetime) -> None:
    async with behind_doors(breaks, set_up, now) as slack:
        with structlog.testing.capture_logs() as log:
            answer = await slack.clicks("test.press", by=ANA)

        (apology,) = slack.wire.asked("respond")
    assert answer.status == 200
    assert log[0]["reference"] == reference_in(apology["text"])
    assert (apology["response_type"], apology["replace_original"]) == ("ephemeral", False)


@pytest.mark.parametrize(("kind", "method"), [("modal", "views.push"), ("home", "views.open")])
async def test_whoever_clicked_in_a_window_reads_the_apology_over_it(
    set_up: Database, now: datetime, kind: str, method: str
) -> None:
    async with behind_doors(breaks, set_up, now) as slack:
        await slack.clicks("test.press", by=ANA, view={**OPENED, "type": kind})

        (asked,) = slack.wire.asked(method)
    assert "something broke here" in words(asked["view"])


async def test_an_apology_that_cannot_be_delivered_ends_there(set_up: Database, now: datetime) -> None:
    async with behind_doors(breaks, set_up, now) as slack:
        slack.wire.answers["views.push"] = {"ok": False, "error": "trigger_expired"}
        with structlog.testing.capture_logs() as log:
            answer = await slack.clicks("test.press", by=ANA, view=OPENED)

    assert answer.status == 200
    assert [entry["event"] for entry in log] == ["door.failed", "door.could_not_tell", "door"]


async def test_the_log_keeps_no_words_of_anybody(
    set_up: Database, now: datetime, capsys: pytest.CaptureFixture[str]
) -> None:
    def cannot_save(session: Session, call: Call) -> Answer:
        typed = call.view["state"]["values"]["what"]["what"]["value"]
        session.execute(sa.insert(JobRecord).values(name="job", rhythm=typed, since=None))
        return Done()

    async with behind_doors(cannot_save, set_up, now) as slack:
        await slack.submits(MODAL, {"what": TYPED}, by=ANA)

    logged = "".join(capsys.readouterr())
    assert "IntegrityError" in logged
    assert "Traceback" in logged
    assert "my words" not in logged


# The database is away


class Away(Database):
    """Answers nobody."""

    async def run(self, function: Callable[..., Any], *arguments: Any, **named: Any) -> Any:
        raise Unavailable


@pytest.fixture
def away() -> Database:
    return Away(make_engine("sqlite://"))


async def test_a_command_that_was_not_saved_gives_the_words_back(away: Database, now: datetime) -> None:
    async with behind_doors(done, away, now) as slack:
        answer = await slack.types("/test", TYPED, by=ANA)

    text = said(answer)["text"]
    assert answer.status == 200
    assert text.startswith("Not saved: the database did not answer.")
    assert text.endswith("my words &lt;!channel&gt;"), "to copy, and pinging nobody"
    assert said(answer)["response_type"] == "ephemeral"


async def test_a_form_that_was_not_saved_gives_the_words_back_and_stays_open(away: Database, now: datetime) -> None:
    async with behind_doors(done, away, now) as slack:
        answer = said(await slack.submits(MODAL, {"what": TYPED}, by=ANA))

    assert answer["response_action"] == "push", "the form stands beneath"
    assert "Not saved: the database did not answer." in words(answer["view"])
    assert TYPED in words(answer["view"])


async def test_a_click_that_was_not_saved_says_so(away: Database, now: datetime) -> None:
    async with behind_doors(done, away, now) as slack:
        assert (await slack.clicks("test.press", by=ANA)).status == 200

        (told,) = slack.wire.asked("respond")
    assert told["text"].startswith("Not saved: the database did not answer.")


async def test_a_click_in_a_form_that_was_not_saved_gives_the_words_back(away: Database, now: datetime) -> None:
    async with behind_doors(done, away, now) as slack:
        await slack.clicks("test.press", by=ANA, view=OPENED)

        (told,) = slack.wire.asked("views.push")
    assert "Not saved: the database did not answer." in words(told["view"])
    assert "my words" in words(told["view"])


async def test_a_refusal_that_cannot_be_enqueued_is_still_answered(database_url: str, now: datetime) -> None:
    class AwayAfterwards(Database):
        asked = 0

        async def run(self, function: Callable[..., Any], *arguments: Any, **named: Any) -> Any:
            self.asked += 1
            if self.asked > 1:
                raise Unavailable
            return await super().run(function, *arguments, **named)

    failing = AwayAfterwards(make_engine(database_url))
    failing.run_here(settings_.save, settings(), by="test", now=now)
    async with behind_doors(regrets, failing, now) as slack:
        assert (await slack.clicks("test.press", by=ANA)).status == 200
        assert len(slack.wire.asked("respond")) == 1
    failing.close()


async def test_an_event_that_was_not_saved_is_asked_for_again(away: Database, now: datetime) -> None:
    async with behind_doors(done, away, now) as slack:
        assert (await slack.event(type="team_join", user={"id": ANA})).status == 500


async def test_an_event_that_breaks_is_asked_for_again(set_up: Database, now: datetime) -> None:
    async with behind_doors(breaks, set_up, now) as slack:
        assert (await slack.event(type="team_join", user={"id": ANA})).status == 500


class Unheard(Database):
    """Its answer to a commit is lost."""

    async def run(self, function: Callable[..., Any], *arguments: Any, **named: Any) -> Any:
        raise Uncertain


@pytest.fixture
def unheard() -> Database:
    return Unheard(make_engine("sqlite://"))


PERHAPS = "This may or may not be saved: the database's answer was lost. Look before you send it again."


async def test_where_nobody_knows_whether_it_was_saved_nobody_says_it_was_not(unheard: Database, now: datetime) -> None:
    async with behind_doors(done, unheard, now) as slack:
        command = said(await slack.types("/test", TYPED, by=ANA))["text"]
        form = said(await slack.submits(MODAL, {"what": TYPED}, by=ANA))
        await slack.clicks("test.press", by=ANA)
        event = await slack.event(type="team_join", user={"id": ANA})
        (clicked,) = slack.wire.asked("respond")

    assert command.startswith(PERHAPS)
    assert "my words" in command
    assert clicked["text"].startswith(PERHAPS)
    assert (form["response_action"], form["view"]["title"]["text"]) == ("push", "Perhaps saved")
    assert PERHAPS in words(form["view"])
    assert TYPED in words(form["view"])
    assert "Not saved" not in command + clicked["text"] + words(form["view"])
    assert event.status == 500, "its id tells when it comes again"


# What nobody waits for


async def test_events_and_clicks_that_nobody_knows_are_acknowledged(set_up: Database, now: datetime) -> None:
    async with behind_doors(unsaid, set_up, now) as slack:
        answers: list[BoltResponse] = [
            await slack.event(type="channel_rename", channel={"id": "C1", "name": "new"}),
            await slack.event(type="message", subtype="channel_join", user=ANA, channel="C1", ts="1.1"),
            await slack.clicks("a.link", by=ANA),
        ]

    assert [answer.status for answer in answers] == [200, 200, 200]


async def test_what_an_older_or_newer_version_left_in_slack_is_answered(set_up: Database, now: datetime) -> None:
    async with behind_doors(unsaid, set_up, now) as slack:
        shortcut = await slack.uses("unheard.of", by=ANA)
        closed = await slack.closes({"type": "modal", "callback_id": "unheard.of"}, by=ANA)
        options = await slack.looks_up("unheard.of", "an", by=ANA)
        command = said(await slack.types("/unheard-of", TYPED, by=ANA))

    assert [shortcut.status, closed.status, options.status] == [200, 200, 200]
    assert said(options) == {"options": []}
    assert command["text"].startswith("cadence does not know /unheard-of, so nothing was done.")
    assert command["text"].endswith("my words &lt;!channel&gt;")
    assert command["response_type"] == "ephemeral"


async def test_a_form_that_nobody_knows_any_more_keeps_what_was_typed(set_up: Database, now: datetime) -> None:
    async with behind_doors(unsaid, set_up, now) as slack:
        answer = said(await slack.submits({**MODAL, "callback_id": "unheard.of"}, {"what": TYPED}, by=ANA))

    assert answer["response_action"] == "push", "the form stands beneath"
    assert "does not know this form any more" in words(answer["view"])
    assert TYPED in words(answer["view"])
