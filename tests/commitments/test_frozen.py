"""A snapshot stays byte for byte as it was read out, whatever anybody does after: every act is tried."""

import random
from collections.abc import Callable
from datetime import date
from functools import partial

import pytest
import sqlalchemy as sa

from bot.access import Person
from bot.commitments import (
    arrival,
    digest_post,
    exports,
    imports,
    listeners,
    meeting_days,
    meeting_words,
    meetings,
    origins,
    reminders,
    sponsors,
)
from bot.commitments.checks import Audience
from bot.commitments.digest_views import Edit
from bot.commitments.jobs import jobs
from bot.commitments.meeting_models import AllHands
from bot.commitments.models import Commitment
from bot.commitments.slip_picture import slip_picture
from bot.commitments.states import CLOSING, State
from bot.commitments.strip_picture import strip_picture
from bot.config import validated
from bot.elsewhere import Elsewhere, Moment
from bot.errors import BotError
from bot.schedule import run_if_due
from bot.settings import load, save
from bot.slack import outbox, people
from bot.slack.people import Member
from tests.commitments.office import JONAS, PRIYA, PROMPTS, WORDS, Office, later, leaves
from tests.factories import ANA, MAYA, TOM, settings

MARCH, APRIL, MAY, JUNE, JULY = date(2026, 3, 5), date(2026, 4, 2), date(2026, 5, 7), date(2026, 6, 4), date(2026, 7, 2)
Act = Callable[[Office, Commitment], object]


def moment(office: Office) -> Moment:
    return Moment(load(office.session), WORDS, office.now, Elsewhere())


def snapshots(office: Office) -> list[object]:
    what = (AllHands.snapshot, AllHands.posted_at, AllHands.posted_by, AllHands.on_track_ahead, AllHands.of_them_kept)
    told = sa.select(*what).where(AllHands.day.in_([MARCH, APRIL])).order_by(AllHands.day)
    return [tuple(row) for row in office.session.execute(told)]


def shown(office: Office) -> list[object]:
    """All that is ever shown or exported of what was read out."""
    found = list[object]()
    for day in (MARCH, APRIL):
        meeting = meetings.newest(office.session, day)
        assert meeting
        told = meetings.frozen_digest(meeting)
        slack = [digest_post.post(told), *digest_post.thread(told)]
        found += [exports.as_csv(told), exports.as_markdown(told), exports.as_html(told)]
        found += [
            *((message.text, message.blocks) for message in slack),
            strip_picture(told),
            slip_picture(told.slips, told.today),
        ]
    return found


def snoozes(office: Office, _: Commitment, *, days: int) -> None:
    reminders.snooze(office.session, PRIYA, days, settings=office.settings, words=WORDS, now=office.now)


def proposed(office: Office) -> Commitment:
    return office.proposes("Asked for", for_="30 Dec")


def says(office: Office, one: Commitment, *, state: State, corrects: bool = False) -> None:
    day = {} if state in CLOSING or one.phase == "open" else {"day": "30 Nov"}
    office.says(one, state, "So it is.", by=MAYA, corrects=corrects, **day)


def imports_a_file(office: Office, _: Commitment) -> None:
    told = {"by": MAYA, "settings": office.settings, "now": office.now}
    imports.import_(office.session, b"promise,owner\nNights,Ana Ruiz\n", **told, dry_run=False)


def leaves_all(office: Office, _: Commitment) -> None:
    leaves(office.session, JONAS, office.now)
    office.notices_departures()


def two_meetings(office: Office) -> None:
    """Held in March and in April, over promises in several states."""
    document = settings().model_dump(mode="json", exclude_defaults=True)
    office.settings = validated({**document, "all_hands": {"on": "first thursday"}})
    save(office.session, office.settings, by="test", now=office.now)
    search = office.promises(for_="27 Mar", sponsor=ANA)
    office.promises("The audit is passed", by=JONAS, for_="30 Jun", origin="report:1:1", why="“Quoted.”")
    for number in (3, 4):
        office.promises(f"Number {number}", for_="30 Jun")
    office.moves(search, "10 Apr")
    for day in (MARCH, APRIL):
        office.at(f"{day.day} {day:%b} 16:00")
        meetings.post(office.session, day, by=MAYA, moment=moment(office))
        later(office, days=1)


def tried(office: Office, act: Act, one: Commitment) -> bool:
    try:
        with office.session.begin_nested():
            act(office, one)
    except BotError:
        return False
    return True


def refused_and_taken(office: Office, _: Commitment) -> None:
    """Slack refuses the post, and takes it later."""
    (post,) = office.rows(outbox.Delivery.key == meetings.post_key(APRIL))
    for state, error in (("refused", "not_in_channel"), ("sent", None)):
        post.state, post.error = state, error
        office.session.flush()
        arrival.ended(office.session, post.key, outbox.State(state), office.now)


def renamed(office: Office, _: Commitment) -> None:
    people.remember(office.session, [Member(PRIYA, "Priya Another", "UTC", False, False, False)], office.now)


def runs(office: Office) -> None:
    for job in jobs(Elsewhere()):
        run_if_due(office.session, job, PROMPTS, office.now)
    office.session.flush()


def chooses_sponsor(office: Office, one: Commitment) -> None:
    by = Person(one.owner or PRIYA)
    sponsors.choose(office.session, one.id, TOM, by=by, settings=office.settings, now=office.now)


def writes(office: Office, one: Commitment, day: date = JUNE) -> None:
    revision = meetings.find(office.session, day, office.now).revision
    meeting_words.save(
        office.session, Edit(day, revision, "New.", {str(one.id): "Word."}), by=MAYA, moment=moment(office)
    )


def moves_meeting(office: Office, day: date, to: date) -> None:
    meeting_days.move(office.session, day, to, by=MAYA, moment=moment(office))


def over(act: Act) -> Act:
    """The same upon what was read out already, where it is refused."""

    def tried(office: Office, one: Commitment) -> None:
        with pytest.raises(BotError):
            act(office, one)

    return tried


#: What can be done behind each door that changes anything; the promise is one that was read out.
DOORS: dict[str, list[Act]] = {
    "commitments.promise_form": [lambda office, _: office.promises("New", for_="30 Dec")],
    "commitments.accept": [lambda office, _: office.accepts(proposed(office))],
    "commitments.withdraw": [lambda office, _: office.withdraws(proposed(office))],
    "commitments.counter_form": [lambda office, _: office.counters(proposed(office), "10 Dec")],
    "commitments.decline_form": [lambda office, _: office.declines(proposed(office))],
    "commitments.update_form": [
        *(partial(says, state=state) for state in (*CLOSING, State.AT_RISK)),
        *(partial(says, state=state, corrects=True) for state in (State.MISSED, State.OFF_TRACK)),
    ],
    "commitments.move_form": [lambda office, one: office.moves(one, "12 Dec"), lambda o, one: o.moves(one, "9 Nov")],
    "commitments.quick.on_track": [partial(says, state=State.ON_TRACK)],
    "commitments.quick.kept": [partial(says, state=State.KEPT)],
    "commitments.snooze.day": [partial(snoozes, days=1)],
    "commitments.snooze.week": [partial(snoozes, days=7)],
    "commitments.hand_over_form": [lambda office, one: office.offers(one, ANA, by=MAYA)],
    "commitments.take": [lambda office, one: office.takes(one, by=ANA)],
    "commitments.refuse": [lambda office, one: office.refuses(one, by=ANA)],
    "commitments.sponsor_form": [chooses_sponsor],
    "all_hands.edit_form": [writes, over(partial(writes, day=MARCH))],
    "all_hands.turn": [writes],
    "all_hands.post": [
        lambda office, _: meetings.post(office.session, MAY, by=TOM, moment=moment(office)),
        over(lambda office, _: meetings.post(office.session, APRIL, by=TOM, moment=moment(office))),
    ],
    "all_hands.cancel": [
        lambda office, _: meeting_days.cancel(office.session, JULY, by=TOM, moment=moment(office)),
        over(lambda office, _: meeting_days.cancel(office.session, MARCH, by=TOM, moment=moment(office))),
    ],
    "all_hands.move_form": [
        lambda office, _: moves_meeting(office, JUNE, date(2026, 6, 9)),
        over(lambda office, _: moves_meeting(office, APRIL, date(2026, 6, 10))),
    ],
}
#: These open a window, or show something.
LOOKS = """
    /promise commitments.track commitments.more commitments.counter commitments.decline commitments.update
    commitments.move commitments.hand_over commitments.sponsor commitments.history commitments.slips commitments.older
    commitments.tab.mine commitments.tab.team commitments.tab.everybody commitments.tab.at_risk commitments.tab.due_soon
    commitments.turn.back commitments.turn.on commitments.list commitments.home.promise commitments.home.mine /promises
    all_hands.edit all_hands.move all_hands.present all_hands.slide.back all_hands.slide.on all_hands.slide.first
    all_hands.ask all_hands.pick_form commitments.ask_about
"""
#: What comes of no door: time, files, Slack, and what a promise came from.
OTHERWISE: list[Act] = [
    lambda office, _: later(office, days=3),
    lambda office, _: later(office, days=30),
    lambda office, _: runs(office),
    imports_a_file,
    lambda office, _: office.lives_in("America/Los_Angeles"),
    renamed,
    leaves_all,
    refused_and_taken,
    lambda office, _: origins.readdress(office.session, "report:1:1", audience=Audience.PRIVATE, said_at="Elsewhere"),
    lambda office, _: origins.unquote(office.session, "report:1:1", lambda _: "", office.now),
]
ACTS = [*(act for acts in DOORS.values() for act in acts), *OTHERWISE]


def test_every_door_that_changes_anything_is_tried() -> None:
    assert sorted({route.id for route in listeners.routes(Elsewhere())}) == sorted([*DOORS, *LOOKS.split()])


@pytest.mark.parametrize("order", range(2))
def test_whatever_is_done_after_it_was_read_out_no_byte_of_it_changes(office: Office, order: int) -> None:
    two_meetings(office)
    frozen, before, deal, done = snapshots(office), shown(office), random.Random(order), 0
    for number, act in enumerate(acts := deal.sample(ACTS, len(ACTS)) * 2):
        one = office.session.get_one(Commitment, deal.choice([1, 2, 3, 4]))
        done += tried(office, act, one)
        assert snapshots(office) == frozen, f"act {number}"

    assert shown(office) == before
    assert done > len(acts) / 2, "most of them were refused, so that this shows nothing"
