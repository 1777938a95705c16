"""Asking without a name: what is kept, what is not, and what the code opens."""

import hashlib
from datetime import UTC, datetime, timedelta

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session
from structlog.testing import capture_logs

from bot import metrics, trace
from bot import settings as settings_
from bot.questions import anonymity, anonymous, menu, queries
from bot.questions.models import AnonymousCount, AnonymousKey, Question, WaitingQuestion
from bot.slack.outbox import Delivery
from bot.storage import Model
from tests.factories import ANA, CTO_CHANNEL, MAYA
from tests.questions.desk import BEN, Desk, choice, office
from tests.questions.stories import at
from tests.slack_driver import said

MOVING = "Are we moving offices?"
TOO_EARLY = "Your question has not gone out yet"


@pytest.fixture
async def code(desk: Desk) -> str:
    """Ana asked without a name on Tuesday at ten."""
    few = office(questions={"anonymous_audience": 5})
    desk.database.run_here(settings_.save, few, by="test", now=at("Tue 9:00"))
    return shown_code(await desk.asks_in_form(MOVING, visibility="anonymous"))


def shown_code(told: object) -> str:
    words = [word.strip("*`") for word in str(told).replace("\\n", " ").split()]
    return next(word for word in words if anonymity.is_code(word))


def everything_kept(desk: Desk) -> str:
    """All rows of all tables, but who works here at all and who does what in the settings."""
    tables = [table for name, table in Model.metadata.tables.items() if name not in ("profiles", "settings_versions")]
    return desk.database.run_here(
        lambda session: "\n".join(str(row) for table in tables for row in session.execute(sa.select(table)))
    )


async def test_it_goes_out_later_and_without_a_name(desk: Desk, code: str) -> None:
    assert desk.cards() == []
    desk.lives_until("Tue 12:00")

    assert desk.card().startswith(f"Somebody (anonymous) asks: {MOVING}")
    assert desk.card_row().channel == CTO_CHANNEL


async def test_the_time_of_asking_is_kept_nowhere(desk: Desk, code: str) -> None:
    (waiting,) = waiting_rows(desk)
    assert waiting.goes_out_at in (at("Tue 11:00"), at("Tue 12:00"))
    assert "09:00:00" not in str(vars(waiting))  # ten in Berlin
    desk.lives_until("Tue 12:00")

    question = desk.question()
    assert question.asked_at.astimezone(UTC).minute == 0
    assert "09:00:00" not in str(vars(question))  # ten in Berlin
    assert question.asked_at > at("Tue 10:00")


async def test_nothing_that_leads_to_whoever_asked_is_kept(desk: Desk, code: str) -> None:
    desk.lives_until("Tue 12:00")

    kept = everything_kept(desk)
    assert ANA not in kept
    assert "Ana Silva" not in kept
    assert code not in kept


async def test_the_code_shows_what_came_of_it(desk: Desk, code: str) -> None:
    desk.lives_until("Tue 12:00")
    await desk.replies("Not this year.", by=MAYA)

    await desk.slack.types("/ask-cto", code.lower(), by=ANA)

    shown = str(desk.slack.opened()["blocks"])
    assert "Not this year." in shown
    assert "Did this answer it?" in shown


async def test_before_it_has_gone_out_its_code_says_so_and_nothing_is_said_to_it(desk: Desk, code: str) -> None:
    view = {"type": "modal", "private_metadata": code}
    form = {"callback_id": anonymous.FORM, **view}
    await desk.slack.types("/ask-cto", code, by=ANA)
    shown = str(desk.slack.opened()["blocks"])
    assert TOO_EARLY in shown
    assert "Take it back" in shown
    for act in (anonymous.YES, anonymous.NOT_YET):
        await desk.slack.clicks(act, code, by=ANA, view=view)
    pushed = [called["view"] for name, called in desk.slack.wire.calls if name == "views.push"]
    assert [TOO_EARLY in str(view) for view in pushed] == [True] * 2
    assert TOO_EARLY in str(await desk.submits(form, {"words": "And next year?"}, by=ANA))

    assert ANA not in everything_kept(desk)
    desk.lives_until("Tue 12:00")
    assert desk.card().startswith(f"Somebody (anonymous) asks: {MOVING}")


async def test_before_it_has_gone_out_it_is_taken_back_and_nothing_of_it_remains(desk: Desk, code: str) -> None:
    before = everything_kept(desk)
    await desk.slack.types("/ask-cto", code, by=ANA)
    await desk.slack.clicks(anonymous.WITHDRAW, code, by=ANA, view=desk.slack.opened())

    assert "Taken back. It does not go out" in str(desk.slack.wire.calls[-1])
    assert waiting_rows(desk) == []
    assert [row for row in everything_kept(desk).splitlines() if row not in before.splitlines()] == []
    told = said(await desk.slack.types("/ask-cto", code, by=ANA))
    assert told["text"].startswith("No question has this code")
    desk.lives_until("Tue 13:00")
    assert (desk.cards(), desk.questions()) == ([], [])


async def test_who_takes_it_back_in_the_moment_in_which_it_goes_out_withdraws_it(desk: Desk, code: str) -> None:
    await desk.slack.types("/ask-cto", code, by=ANA)
    desk.lives_until("Tue 12:00")
    await desk.slack.clicks(anonymous.WITHDRAW, code, by=ANA, view={"private_metadata": code})

    assert desk.question().state == "withdrawn"
    assert MOVING not in desk.card()


async def test_until_it_goes_out_it_has_no_number_and_those_that_wait_get_theirs_in_no_order(desk: Desk) -> None:
    many = office(questions={"anonymous_audience": 5, "anonymous_a_day": 20})
    desk.database.run_here(settings_.save, many, by="test", now=at("Tue 9:00"))
    asked = [f"What of floor {number}?" for number in range(12)]
    for text in asked:
        await desk.asks_in_form(text, visibility="anonymous")
        desk.slack.now += timedelta(seconds=1)
    await desk.asks("And by name?", by=BEN)
    assert [question.text for question in desk.questions()] == ["And by name?"]
    assert desk.question(1).id == 1

    desk.lives_until("Tue 12:00")
    out = [question for question in desk.questions() if question.text in asked]
    assert sorted(str(question.text) for question in out) == sorted(asked)
    hours = {hour: [question.text for question in out if question.asked_at == hour] for hour in when(out)}
    assert [text for told in hours.values() for text in told] == [question.text for question in out]
    assert any(told != sorted(told, key=lambda text: asked.index(str(text))) for told in hours.values()), (
        "once in millions it may be in order"
    )


async def test_in_the_database_those_that_wait_stand_in_no_order(desk: Desk) -> None:
    many = office(questions={"anonymous_audience": 5, "anonymous_a_day": 20})
    desk.database.run_here(settings_.save, many, by="test", now=at("Tue 9:00"))
    for number in range(12):
        await desk.asks_in_form(f"What of floor {number}?", visibility="anonymous", by=ANA if number < 6 else BEN)

    codes = [row.code for row in waiting_rows(desk)]
    if desk.database.engine.dialect.name == "sqlite":
        assert codes == sorted(codes), "by what was made of chance"
    else:
        stands = desk.database.run_here(as_postgresql_keeps_them)
        assert [text for _, text in stands] != [f"What of floor {number}?" for number in range(12)]
        assert len({written_by for written_by, _ in stands}) == 1
        counted = desk.database.run_here(lambda session: session.scalars(sa.text(COUNTED_BY)).all())
        assert len(counted) == 2
        assert set(counted) == {stands[0][0]}, "which count and which question came together says nothing"
    columns = set(WaitingQuestion.__table__.columns.keys())
    assert columns == {"code", "kind", "text", "channel", "week", "goes_out_at"}
    assert {row.goes_out_at.minute for row in waiting_rows(desk)} == {0}


@pytest.mark.parametrize(("asked", "earliest"), [("Tue 22:30", "Wed 9:00"), ("Fri 18:00", "Mon2 9:00")])
async def test_what_is_asked_while_the_office_rests_goes_out_when_it_works(
    desk: Desk, asked: str, earliest: str
) -> None:
    """Else its hour would tell who is up at night, or lives elsewhere."""
    few = office(questions={"anonymous_audience": 5})
    desk.database.run_here(settings_.save, few, by="test", now=at("Tue 9:00"))
    desk.at(asked)
    await desk.asks_in_form(MOVING, visibility="anonymous")

    assert [row.goes_out_at for row in waiting_rows(desk)] == [at(earliest)]


async def test_what_the_version_before_wrote_goes_out_too_and_may_be_taken_back(desk: Desk, code: str) -> None:
    """It runs beside this one while an upgrade is under way, and waits in the table of questions."""
    other = anonymity.new_code()
    for number, (text, its_code) in enumerate([("Old?", anonymity.new_code()), ("Older?", other)]):
        desk.database.run_here(write_as_before, text, its_code, at("Tue 10:30") + timedelta(minutes=number))
    await desk.slack.types("/ask-cto", other, by=ANA)
    await desk.slack.clicks(anonymous.WITHDRAW, other, by=ANA, view=desk.slack.opened())
    desk.lives_until("Tue 12:00")

    assert sorted(str(question.text) for question in desk.questions()) == [MOVING, "Old?"]
    assert {question.posts_at for question in desk.questions()} == {None}
    assert len(desk.cards()) == 2


def write_as_before(session: Session, text: str, code: str, posts_at: datetime) -> None:
    common = {"state": "open", "owes": "office", "kind": "question", "visibility": "anonymous"}
    made = hashlib.sha256(code.encode()).hexdigest()
    told = {"asked_at": posts_at, "posts_at": posts_at, "owed_since": posts_at, "channel": CTO_CHANNEL, "code": made}
    session.add(Question(text=text, **common, **told))


COUNTED_BY = "SELECT xmin::text FROM anonymous_counts"


def as_postgresql_keeps_them(session: Session) -> list[tuple[str, str]]:
    """Which transaction wrote each row, and its words, in the order in which they lie."""
    rows = session.execute(sa.text("SELECT xmin::text, text FROM waiting_questions ORDER BY ctid"))
    return [(row[0], row[1]) for row in rows]


def waiting_rows(desk: Desk) -> list[WaitingQuestion]:
    return desk.database.run_here(lambda session: list(session.scalars(sa.select(WaitingQuestion))))


def when(questions: list[Question]) -> list[datetime]:
    """The hours at which they went out, first things first."""
    return sorted({question.asked_at for question in questions})


async def test_nothing_is_joined_with_what_has_not_gone_out_and_nobody_reads_it_there(desk: Desk, code: str) -> None:
    await desk.asks_in_form("Are we moving the other offices?", by=BEN, visibility="anonymous")
    desk.lives_until("Tue 12:00")
    await desk.asks_in_form("Is the office moving?", by=ANA, visibility="anonymous")
    desk.database.run_here(write_as_before, "Is an office moving?", anonymity.new_code(), at("Tue 13:00"))
    first = next(one.id for one in desk.questions() if one.text == MOVING)

    await desk.clicks(menu.MERGE, by=MAYA, question=first)
    offered = str(desk.slack.opened())
    assert ("Are we moving the other offices?" in offered, "office moving?" in offered) == (True, False)
    found = await desk.submits(desk.slack.opened(), {"words": "office moving"}, by=MAYA)
    assert "office moving?" not in str(found)
    refused = await desk.submits(desk.slack.opened(), {"into": choice("3")}, by=MAYA)
    assert "There is no other question to join this one with." in str(refused)
    assert desk.question(first).duplicate_of is None


async def test_under_a_post_it_counts_once_it_has_gone_out(desk: Desk, code: str) -> None:
    await desk.slack.clicks("questions.ask", "2026-W10", by=ANA)
    form = {"text": "Is it true?", "visibility": choice("anonymous"), "kind": choice("question")}
    await desk.fills(form, by=ANA)
    assert desk.database.run_here(queries.under_a_post, "2026-W10") == (0, 0)

    desk.lives_until("Tue 12:00")
    assert desk.database.run_here(queries.under_a_post, "2026-W10") == (1, 0)


@pytest.mark.parametrize("around", ["`{}`", "*{}*", " {}. "])
async def test_the_code_is_read_as_it_was_copied(desk: Desk, code: str, around: str) -> None:
    desk.lives_until("Tue 12:00")

    await desk.slack.types("/ask-cto", around.format(code.replace("-", "–")), by=ANA)

    assert MOVING in str(desk.slack.opened()["blocks"])


async def test_a_code_that_is_cut_short_or_mistyped_is_never_asked_in_the_name_of_its_holder(
    desk: Desk, code: str
) -> None:
    desk.lives_until("Tue 12:00")
    typed = [code[:-1], code[:9], f"{code}-", f"0{code[1:]}", f"code: {code}", f"`{code}` is it true?"]
    for each in typed:
        told = said(await desk.slack.types("/ask-cto", each, by=ANA))
        assert told["text"].startswith("No question has this code, and nothing was asked."), each

    assert len(desk.cards()) == 1, "only what was asked without a name"
    assert ANA not in everything_kept(desk)


@pytest.mark.parametrize("visibility", ["public", "private", "anonymous"])
async def test_a_code_is_not_asked_from_the_form_either(desk: Desk, code: str, visibility: str) -> None:
    told = await desk.asks_in_form(f"{code} when do we hear more?", visibility=visibility)

    assert "Keep it to yourself" in str(told)


@pytest.mark.parametrize("words", ["Why?", "Layoffs?", "Is Q3 late?", "What of the follow-up?", "Warum nicht 2026"])
def test_a_question_is_not_taken_for_a_code(words: str) -> None:
    assert not anonymity.tells_a_code(words)


async def test_with_the_code_one_says_not_yet_adds_something_and_agrees(desk: Desk, code: str) -> None:
    desk.lives_until("Tue 12:00")
    await desk.replies("Not this year.", by=MAYA)
    view = {"private_metadata": code}

    await desk.slack.clicks(anonymous.NOT_YET, code, by=ANA, view=view)
    assert desk.question().rounds == 2
    await desk.submits({"type": "modal", "callback_id": anonymous.FORM, **view}, {"words": "And next year?"}, by=ANA)
    assert desk.in_thread()[-1] == "*Whoever asked adds*\nAnd next year?"
    desk.at("Tue 13:00")
    await desk.replies("Neither.", by=MAYA)
    await desk.slack.clicks(anonymous.YES, code, by=ANA, view=view)

    assert ("confirmed", "asker") in desk.events()
    assert ANA not in everything_kept(desk)


async def test_no_id_leads_from_a_message_to_an_act_without_a_name(desk: Desk) -> None:
    few = office(questions={"anonymous_audience": 5})
    desk.database.run_here(settings_.save, few, by="test", now=at("Tue 9:00"))
    with capture_logs([trace.told_with]) as told:
        code = shown_code(await desk.asks_in_form(MOVING, visibility="anonymous"))
        with trace.beginning():
            desk.lives_until("Tue 12:00")
        view = {"private_metadata": code}
        await desk.replies("Not this year.", by=MAYA)
        answered = {row.id: row.revision for row in desk.rows()}
        await desk.slack.clicks(anonymous.NOT_YET, code, by=ANA, view=view)
        form = {"type": "modal", "callback_id": anonymous.FORM, **view}
        await desk.submits(form, {"words": "And next year?"}, by=ANA)
        await desk.slack.types("/ask-cto", code, by=ANA)
        await desk.slack.types("/ask-cto", anonymity.new_code(), by=ANA)

    caused = [row for row in desk.rows() if answered.get(row.id) != row.revision]
    assert len(caused) >= 2
    assert [row.request for row in (desk.card_row(), *caused)] == [None] * (1 + len(caused))
    acts = [line["id"] for line in told if line["event"] == "door" and line["door"] != "event"]
    assert acts == ["/ask-cto"], "that a form was opened, and no line of what was done with it or with a code"


def counted() -> float:
    """Forms and clicks that /metrics tells of."""
    samples = next(iter(metrics.ACKNOWLEDGED.collect())).samples
    return sum(sample.value for sample in samples if sample.labels["door"] in ("view", "action"))


async def test_no_number_tells_when_somebody_asks_without_a_name(desk: Desk) -> None:
    few = office(questions={"anonymous_audience": 5})
    desk.database.run_here(settings_.save, few, by="test", now=at("Tue 9:00"))
    before = counted()
    code = shown_code(await desk.asks_in_form(MOVING, visibility="anonymous"))
    desk.lives_until("Tue 12:00")
    await desk.slack.clicks(anonymous.WITHDRAW, code, by=ANA, view={"private_metadata": code})
    assert counted() == before

    await desk.asks_in_form(MOVING, visibility="public")
    assert counted() == before + 1


async def test_the_answer_to_it_is_traced_to_whoever_gave_it(desk: Desk, code: str) -> None:
    desk.lives_until("Tue 12:00")
    await desk.replies("Not this year.", by=MAYA)

    assert desk.rows()[-1].request is not None


async def test_with_the_code_one_withdraws_it(desk: Desk, code: str) -> None:
    desk.lives_until("Tue 12:00")
    await desk.slack.clicks(anonymous.WITHDRAW, code, by=ANA, view={"private_metadata": code})

    assert desk.question().state == "withdrawn"
    assert ANA not in everything_kept(desk)


async def test_another_code_opens_nothing(desk: Desk, code: str) -> None:
    told = said(await desk.slack.types("/ask-cto", anonymity.new_code(), by=ANA))

    assert told["text"].startswith("No question has this code")


async def test_whoever_writes_in_its_thread_under_their_name_is_a_peer(desk: Desk, code: str) -> None:
    desk.lives_until("Tue 12:00")
    await desk.replies("I would like to know, too.", by=ANA)

    assert ("wrote", "peer") in desk.events()


async def test_a_few_a_day_and_the_key_is_forgotten_with_the_day(desk: Desk, code: str) -> None:
    for _ in range(2):
        assert "view" in await desk.asks_in_form(MOVING, visibility="anonymous")
    refused = await desk.asks_in_form(MOVING, visibility="anonymous")
    assert refused["errors"] == {"visibility": "At most 3 a day without a name. Tomorrow there is room again."}

    desk.slack.now += timedelta(days=1)
    desk.beats()

    kept = desk.database.run_here(lambda session: [*session.scalars(sa.select(AnonymousKey))])
    counted = desk.database.run_here(lambda session: [*session.scalars(sa.select(AnonymousCount))])
    assert (kept, counted) == ([], [])


async def test_where_few_people_are_it_is_refused(desk: Desk) -> None:
    refused = await desk.asks_in_form(MOVING, visibility="anonymous")

    assert refused["errors"] == {
        "visibility": "With fewer than 20 people here, leaving out the name would hide nobody."
    }
    assert desk.database.run_here(lambda session: session.scalar(sa.select(sa.func.count(Question.id)))) == 0


async def test_the_form_says_what_it_does_not_protect_from(desk: Desk, code: str) -> None:
    await desk.slack.types("/ask-cto", by=BEN)

    (field,) = [block for block in desk.slack.opened()["blocks"] if block.get("block_id") == "visibility"]
    assert "anonymous" in [option["value"] for option in field["element"]["options"]]
    assert "Owners of the workspace may export what Slack itself keeps" in field["hint"]["text"]
    assert "how you write may give you away" in field["hint"]["text"]


async def test_it_is_not_offered_where_a_message_of_ones_own_stands_behind_it(desk: Desk) -> None:
    await desk.slack.event(type="message", channel="D1", channel_type="im", ts="1.1", user=ANA, text=MOVING)
    (offer,) = desk.rows(Delivery.channel == ANA)

    await desk.slack.clicks("questions.put", by=ANA, on=offer.payload)

    offered = next(block for block in desk.slack.opened()["blocks"] if block.get("block_id") == "visibility")
    values = [option["value"] for option in offered["element"]["options"]]
    assert values == ["public", "private"]


async def test_a_form_that_says_otherwise_is_not_believed(desk: Desk) -> None:
    """Where it was not offered it cannot be chosen either."""
    await desk.slack.uses("questions.put_message", by=ANA, on={"channel": "C0ENG", "ts": "1.1", "text": "x"})
    told = await desk.fills({"text": MOVING, "visibility": choice("anonymous"), "kind": choice("question")}, by=ANA)

    assert "errors" in told
