"""After forgetting, no table says who it was; everything else is as before."""

from datetime import datetime

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from bot import settings as settings_
from bot import someone
from bot.audit import AuditEntry
from bot.focus.models import FocusPost, FocusReaction
from bot.keeping import forgetting
from bot.keeping.forgetting import CannotForget, Known
from bot.keeping.traces import traces
from bot.questions.models import AnonymousCount
from bot.slack import outbox, people
from bot.slack.messages import Message
from bot.slack.outbox import Delivery, State
from bot.slack.people import Profile
from bot.storage import Database
from tests.factories import ANA, MAYA, TOM, settings
from tests.keeping.rows import counts, everything, fill, homes_to_draw, seen_on_home

PRIYA, RAMAN = "U0PRIYA", "Priya Raman"
SAID = f"<@{PRIYA}> and PRIYA RAMAN say: {RAMAN}, {PRIYA}: yes"
KNOWN = Known(PRIYA, frozenset({RAMAN}))


def traces_of(rows: list[str], *wanted: str) -> list[str]:
    return [row for row in rows if any(each.casefold() in row.casefold() for each in wanted)]


def test_whatever_table_held_them_holds_them_no_longer(database: Database, now: datetime) -> None:
    database.run_here(fill, person=PRIYA, name=RAMAN, said=SAID)
    before = database.run_here(counts)
    assert len(traces_of(database.run_here(everything), PRIYA, RAMAN)) > 15

    database.run_here(forgetting.forget, KNOWN, by="test", now=now)

    assert traces_of(database.run_here(everything), PRIYA, RAMAN) == []
    after = database.run_here(counts)
    assert {name: after[name] - before[name] for name in after if after[name] != before[name]} == {
        "anonymous_counts": -1,  # nobody can tell whose fingerprint it was
        "audit_entries": 1,
    }


def test_homes_that_are_open_are_drawn_anew(database: Database, now: datetime) -> None:
    database.run_here(fill, person=PRIYA, name=RAMAN, said=SAID)
    database.run_here(seen_on_home, TOM, now)

    database.run_here(forgetting.forget, KNOWN, by="test", now=now)

    assert database.run_here(homes_to_draw) >= {TOM}


def test_the_next_one_who_is_forgotten_stays_another(session: Session, now: datetime) -> None:
    for person in (PRIYA, ANA):
        session.add(Profile(id=person, name=f"{person} Name", zone="UTC", seen_at=now))
    session.flush()

    numbers = [forgetting.forget(session, Known(person), by="test", now=now).becomes for person in (PRIYA, ANA)]

    assert numbers == ["someone-1", "someone-2"]
    assert [people.name(session, number) for number in numbers] == ["someone", "someone"]


def test_a_look_says_what_would_change_and_changes_nothing(database: Database, now: datetime) -> None:
    database.run_here(fill, person=PRIYA, name=RAMAN, said=SAID)
    before = database.run_here(everything)

    found = database.run_here(forgetting.look, KNOWN)

    assert database.run_here(everything) == before
    assert found.rows["profiles"] == 2  # the id and the name
    assert found.rows == database.run_here(forgetting.forget, KNOWN, by="test", now=now).rows


def test_the_cto_is_not_forgotten_before_there_is_another(session: Session, now: datetime) -> None:
    settings_.save(session, settings(), by="test", now=now)
    session.flush()

    with pytest.raises(CannotForget, match=r"cadence config set people\.cto"):
        forgetting.forget(session, Known(MAYA), by="test", now=now)


def test_their_roles_end_and_all_other_settings_stay(session: Session, now: datetime) -> None:
    settings_.save(session, settings(people={"delegates": [ANA, PRIYA], "operators": [TOM]}), by=PRIYA, now=now)
    settings_.save(session, settings(people={"stand_in": PRIYA, "delegates": [PRIYA]}), by=PRIYA, now=now)
    session.flush()

    found = forgetting.forget(session, Known(PRIYA), by="test", now=now)

    assert found.roles == ("people.delegates", "people.stand_in")
    assert settings_.load(session) == settings()
    assert traces_of(everything(session), PRIYA) == []


def test_it_is_on_record_without_the_person(session: Session, now: datetime) -> None:
    session.add(FocusPost(id=1, week="2026-W10", standing="posted", created_at=now))
    session.flush()
    session.add(FocusReaction(post_id=1, person=PRIYA, name="eyes"))
    session.flush()

    forgetting.forget(session, Known(PRIYA), by="test", now=now)
    session.flush()

    entry = session.scalars(sa.select(AuditEntry)).one()
    assert (entry.act, entry.subject, entry.became) == ("person forgotten", "someone-1", {"focus_reactions": 1})


def test_messages_to_them_are_given_up_and_none_is_written_again(session: Session, now: datetime) -> None:
    outbox.enqueue(session, key=f"hello:{PRIYA}", channel=PRIYA, message=Message("Hello Priya Raman"), now=now)
    outbox.whisper(session, key="hint", channel="C1", reader=PRIYA, message=Message("Psst"), now=now)

    becomes = forgetting.forget(session, KNOWN, by="test", now=now).becomes
    outbox.enqueue(session, key="later", channel=becomes, message=Message("Are you there?"), now=now)
    outbox.whisper(session, key="hint", channel="C1", reader=becomes, message=Message("Psst"), now=now)
    outbox.change(session, key=f"hello:{becomes}", message=Message("Hello again"), now=now)

    session.expire_all()
    assert {row.state for row in session.scalars(sa.select(Delivery))} == {State.DROPPED}


def test_the_channel_of_their_direct_messages_is_forgotten_with_them(session: Session, now: datetime) -> None:
    outbox.enqueue(session, key="hello", channel=PRIYA, message=Message("Hello"), now=now)
    outbox.enqueue(
        session, key="link", channel="C1", message=Message("<https://x.slack.com/archives/D0PR/p1|it>"), now=now
    )
    session.execute(
        sa.update(Delivery).where(Delivery.key == "hello").values(sent_channel="D0PR", ts="1.1", state="sent")
    )

    forgetting.forget(session, KNOWN, by="test", now=now)

    session.expire_all()
    assert traces_of(everything(session), "D0PR") == []


def test_a_name_of_one_word_is_replaced_in_sentences_only_where_somebody_says_so() -> None:
    careful = traces({"U1"}, {"Will"}, (), "someone-1")
    told = traces({"U1"}, {"Will"}, ("Will",), "someone-1")
    line = {"owner": "Will", "what": "Will we ship? Will says so."}

    assert careful.replaced(line) == {"owner": "someone", "what": line["what"]}
    assert careful.still_in(str(line["what"])) == {"Will"}
    assert told.replaced(line) == {"owner": "someone", "what": "someone we ship? someone says so."}


def test_a_first_name_alone_is_counted_and_left_to_whoever_looks() -> None:
    careful = traces({"U1"}, {"Kofi Mensah"}, (), "someone-1")
    line = "Kofi Mensah said so. Kofi was right, and so was Kofie."

    assert careful.replaced(line) == "someone said so. Kofi was right, and so was Kofie."
    assert careful.still_in(careful.replaced(line)) == {"Kofi"}
    assert careful.still_in("Kofie") == set()
    assert traces({"U1"}, {"Kofi Mensah"}, ("Kofi",), "someone-1").still_in("Kofi was right.") == set()


def test_a_look_says_how_many_texts_hold_a_first_name_alone(session: Session, now: datetime) -> None:
    settings_.save(session, settings(), by="test", now=now)
    fill(session, person=PRIYA, name=RAMAN, said="Priya said yes.")

    found = forgetting.look(session, KNOWN)

    assert found.left["Priya", "questions"] > 0
    assert forgetting.look(session, KNOWN, ("Priya",)).left == {}


@pytest.mark.parametrize(
    ("text", "after"),
    [
        ("ask <@U0PRIYA> or <@U0PRIYA|priya>", "ask someone or someone"),
        ("commitments:ask:U0PRIYA:2026-03-02", "commitments:ask:someone-1:2026-03-02"),
        ("U0PRIYAX and XU0PRIYA are others", "U0PRIYAX and XU0PRIYA are others"),
        ("priya raman, PRIYA RAMAN, Priya Ramanujan", "someone, someone, Priya Ramanujan"),
    ],
)
def test_ids_and_names_are_found_as_whole_words(text: str, after: str) -> None:
    assert traces({PRIYA}, {RAMAN}, (), "someone-1").replaced(text) == after


@pytest.mark.parametrize("name", ["Zoë Çelik", 'Dwayne "Rock" Johnson', "Anne*Marie O'Brien & Sons", "מרים כהן"])
def test_names_are_found_however_they_are_written_down(database: Database, now: datetime, name: str) -> None:
    database.run_here(fill, person=PRIYA, name=name, said=f"{name} says yes")

    database.run_here(forgetting.forget, Known(PRIYA, frozenset({name})), by="test", now=now)

    assert traces_of(database.run_here(everything), "says yes")
    assert traces_of(database.run_here(everything), name, name.encode("ascii", "backslashreplace").decode()) == []


@pytest.mark.parametrize(
    "said",
    ["_Zoë Okafor_", "Zoe\u0308 Okafor", "ZOË\nOKAFOR", "zoë_okafor", "<@U0PRIYA>:_U0PRIYA_", "\u2014Zoë\u00a0 Okafor"],
)
def test_no_spelling_of_it_stays_in_any_table(database: Database, now: datetime, said: str) -> None:
    database.run_here(fill, person=PRIYA, name="Zoë Okafor", said=f"{said} says yes")

    found = database.run_here(forgetting.forget, Known(PRIYA, frozenset({"Zoe\u0308 Okafor"})), by="test", now=now)

    rows = database.run_here(everything)
    assert len(traces_of(rows, "says yes")) > 15
    assert traces_of(rows, "okafor", PRIYA) == []
    assert found.left == {}


def test_what_is_grown_together_is_told_as_left(session: Session, now: datetime) -> None:
    settings_.save(session, settings(), by="test", now=now)
    fill(session, person=PRIYA, name=RAMAN, said="PriyaRaman says yes")

    assert forgetting.look(session, KNOWN).left[RAMAN, "questions"] > 0
    assert forgetting.look(session, KNOWN, ("PriyaRaman",)).left == {}


def test_whoever_stands_in_any_table_is_known_by_their_id(session: Session, now: datetime) -> None:
    session.add(FocusPost(id=1, week="2026-W10", standing="posted", created_at=now))
    session.add(AnonymousCount(day=now.date(), fingerprint="x", asked=1))
    session.flush()
    session.add(FocusReaction(post_id=1, person="U0EXTERN", name="eyes"))
    session.flush()

    assert forgetting.holds(session, "U0EXTERN")
    assert not forgetting.holds(session, "U0NOBODY")


def test_whoever_was_forgotten_can_never_be_a_person_of_slack() -> None:
    assert someone.is_forgotten(someone.numbered(3))
    assert not someone.is_forgotten("U0SOMEONE")
    assert not someone.is_forgotten("someone-else")
