"""What App Home shows of questions: what waits for this person, how to ask, their own, and how long people wait."""

from collections.abc import Iterator, Sequence
from datetime import timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Session

from bot.access import ANSWER_QUESTIONS, may
from bot.questions import anonymity, cards, figure_doors, lists, logbook, menu, notes, nudges, reporting, views
from bot.questions.course import State
from bot.questions.events import Event
from bot.questions.models import Question
from bot.questions.work import Work
from bot.slack import blocks, people
from bot.slack.blocks import Block
from bot.slack.home import Look
from bot.slack.text import escape, one_line, shorten

ASK = "Ask the CTO"
ABOUT_ASKING = "Everybody may: with their name, in private, or without a name. Each wait is measured and shown."
ABOUT_ASKING_BY_NAME = "Everybody may: with their name, or in private. Each wait is measured and shown."
MINE = "Your questions"
NONE_OF_MINE = "What you ask with your name stands here, with who owes what to whom, until you say that it is answered."
RESPONSE_TIMES = "How long people wait"
NONE_ASKED = "Nothing was asked in the last four weeks. Once something is, this shows how long people wait for answers."
REST = "The others are in the list that comes each morning."
OFFICE = "questions.home.office"

#: Of each kind; the rest is counted and one click away.
MOST = 5
#: An answer that nobody said anything to for so long is left in peace.
UNHEARD = timedelta(days=14)


def _work(session: Session, look: Look) -> Work:
    return Work(session, look.settings, look.now, look.person)


def ask(session: Session, look: Look) -> Sequence[Block]:
    """The form that the buttons under Monday's post open, with no post behind it. Nobody asks themselves."""
    if look.person.id == look.settings.people.cto:
        return []
    buttons = [
        blocks.button("Ask", "questions.ask", style="primary"),
        blocks.button("Challenge", "questions.challenge"),
        blocks.button("Tell", "questions.tell"),
    ]
    about = ABOUT_ASKING_BY_NAME if anonymity.too_few(_work(session, look)) else ABOUT_ASKING
    return [blocks.actions(*buttons, block_id="home-ask"), blocks.context(about)]


# What waits


def waiting(session: Session, look: Look) -> Sequence[Block]:
    work = _work(session, look)
    return [*_offered(work), *_to_answer(work), *_of_the_office(work), *_asked_back(work), *_answered(work)]


def _short(question: Question) -> str:
    return shorten(one_line(question.text or ""), 40)


def _offered(work: Work) -> Iterator[Block]:
    """Somebody asked them to answer for the office."""
    handed = (Question.holder == work.by.id, Question.turn.is_(None), Question.closed.is_(False))
    for question in work.session.scalars(sa.select(Question).where(*handed).order_by(Question.id).limit(MOST)):
        link = cards.link(work, question, work.by.id)
        yield blocks.section(
            f"*You are asked to answer this for the CTO's office*\n{cards.asker(work, question)}: {link}"
        )
        value, short = str(question.id), _short(question)
        take = blocks.button("I take it", notes.ACCEPT, value=value, style="primary", label=f"I take it: {short}")
        yield blocks.actions(take, blocks.button("Pass it on", notes.PASS_ON, value=value, label=f"Pass on: {short}"))


def _to_answer(work: Work) -> Iterator[Block]:
    count, entries = lists.waiting_for(work, work.by.id, MOST)
    if not count:
        return
    yield blocks.section(f"*{nudges.heading(count)}*")
    for entry in entries:
        yield blocks.section(str(entry))
        yield blocks.actions(*nudges.buttons(entry, nudges.SHORTLY))
    if count > len(entries):
        yield from _rest(f"And {count - len(entries):,} more that can wait longer.", "See all")


def _of_the_office(work: Work) -> Iterator[Block]:
    """What is the CTO's turn, for the delegates who may answer too."""
    if work.by.id == work.settings.people.cto or not may(work.by, ANSWER_QUESTIONS, work.settings.people):
        return
    count, _ = lists.waiting_for(work, work.settings.people.cto, 0)
    if count:
        name = people.name(work.session, work.settings.people.cto or "")
        one = f"One question waits for {name}" if count == 1 else f"{count:,} questions wait for {name}"
        yield from _rest(f"{one}. You may answer too.", "See them")


def _rest(said: str, button: str) -> Iterator[Block]:
    yield blocks.section(said, accessory=blocks.button(button, OFFICE, label=f"{button}: what waits for an answer"))


def _mine(work: Work, *wanted: sa.ColumnElement[bool]) -> sa.Select[Question]:
    return sa.select(Question).where(Question.asker == work.by.id, *wanted)


def _asked_back(work: Work) -> Iterator[Block]:
    rests = _mine(work, Question.state == State.WAITING_ON_ASKER).order_by(Question.owed_since)
    for question in work.session.scalars(rests.limit(MOST)):
        facts = cards.facts(work, question, logbook.read(work, question))
        said = f": “{escape(shorten(one_line(facts.asked_back), 300))}”" if facts.asked_back else ""
        link = cards.link(work, question, work.by.id)
        label = f"Reply about: {_short(question)}"
        reply = blocks.button("Reply", menu.ADD_CONTEXT, value=f"{question.id}:{question.rounds}", label=label)
        yield blocks.section(f"*You were asked back*{said}\nAbout {link}. Your reply sets the clock going.")
        yield blocks.actions(reply)


def _answered(work: Work) -> Iterator[Block]:
    """Did this answer it?"""
    for question, answered in _unheard(work):
        by, link = people.name(work.session, answered.person), cards.link(work, question, work.by.id)
        yield blocks.section(f"*Did this answer it?*\n{by} answered {link}{_quoted(question)}")
        value, short = f"{question.id}:{question.rounds}", _short(question)
        yield blocks.actions(
            blocks.button("Yes", notes.YES, value=value, label=f"Yes, this answered it: {short}"),
            blocks.button("Not yet", notes.NOT_YET, value=value, label=f"Not yet: {short}"),
        )


def _quoted(question: Question) -> str:
    return f"\n{escape(shorten(one_line(question.answer), 300))}" if question.answer else ""


def _unheard(work: Work) -> Iterator[tuple[Question, Event]]:
    lately = Question.owed_since >= work.now - UNHEARD
    closed = _mine(work, Question.closed.is_(True), Question.answered_at.is_not(None), lately)
    for question in work.session.scalars(closed.order_by(Question.owed_since.desc()).limit(MOST)):
        course = logbook.read(work, question).course
        if course.round.answered and not course.confirmed and not course.withdrawn:
            yield question, course.round.answered


# What stands there


def mine(session: Session, look: Look) -> Sequence[Block]:
    """Open ones first. Of those without a name nobody knows whose they are, so they are with nobody's."""
    work = _work(session, look)
    asked = _mine(work, Question.state != State.WITHDRAWN).order_by(Question.closed, Question.asked_at.desc())
    found = work.session.scalars(asked.limit(MOST + 1)).all()
    return [_row(work, question) for question in found[:MOST]] + (
        [blocks.context("Older ones: their cards stand in the channel.")] if len(found) > MOST else []
    )


def _row(work: Work, question: Question) -> Block:
    facts = cards.facts(work, question, logbook.read(work, question))
    more = blocks.button(
        "More", views.MORE, value=str(question.id), label=f"All there is to do with: {_short(question)}"
    )
    return blocks.section(f"{cards.link(work, question, work.by.id)}\n{views.status(facts)}", accessory=more)


def response_times(session: Session, look: Look) -> Sequence[Block]:
    """Of the last month, for everybody."""
    report, value = figure_doors.last_month(_work(session, look))
    if not report.found.asked:
        return []
    said = "\n".join(["*The last four weeks*", *reporting.lines(report)])
    return [blocks.section(said, accessory=reporting.why_button(value))]
