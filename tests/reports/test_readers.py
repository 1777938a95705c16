"""Who has read a report, what they take from it, and who is reminded, once and in their hours."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from bot.reports import audiences, jobs, learning, readers
from bot.reports.learning import NotAsked
from bot.reports.models import Report
from bot.reports.sharing import NotOut
from bot.reports.sharing_models import ReportReader
from bot.reports.sight import NotThere
from bot.reports.states import Audience
from bot.slack.outbox import Delivery
from tests.commitments.office import GIL, JONAS, PRIYA
from tests.factories import ANA, MAYA, TOM
from tests.reports.desk import EVERYBODY, SEVERE
from tests.reports.room import Room


def reads(room: Room, report: Report, by: str, channel: str = EVERYBODY) -> int:
    return readers.read(room.session, report.id, channel, by=room.person(by), moment=room.moment)


def takes(room: Room, report: Report, by: str, line: str, channel: str = EVERYBODY) -> None:
    readers.take(room.session, report.id, channel, line, by=room.person(by), moment=room.moment)


def out(room: Room, *channels: str, people: tuple[str, ...] = ()) -> Report:
    for channel in channels:
        room.is_in(channel, MAYA, TOM, ANA)
    report = room.publishes(room.approved(), channels=channels, people=people)
    room.delivers()
    return report


def berlin(text: str) -> datetime:
    return datetime.fromisoformat(f"2026-{text}").replace(tzinfo=ZoneInfo("Europe/Berlin"))


def test_each_reader_counts_once_and_every_copy_says_how_many(room: Room) -> None:
    report = out(room, EVERYBODY, SEVERE)
    assert reads(room, report, ANA) == 1
    assert reads(room, report, ANA, SEVERE) == 1
    assert reads(room, report, TOM, SEVERE) == 2
    assert readers.by_channel(room.session, report.id) == {EVERYBODY: 1, SEVERE: 1}
    for channel in (EVERYBODY, SEVERE):
        assert "read by 2 so far" in room.said_to(channel)[0]


def test_what_somebody_takes_from_it_stands_under_it_where_they_said_it(room: Room) -> None:
    report = out(room, EVERYBODY, SEVERE)
    takes(room, report, ANA, "I warm the cache first now.")
    assert "Ana Ruiz takes from it: I warm the cache first now." in room.said_to(EVERYBODY)[-1]
    assert len(room.said_to(SEVERE)) == 2
    room.delivers()
    takes(room, report, ANA, "")
    assert room.said_to(EVERYBODY)[-1] == "Ana Ruiz took a line back."


def test_what_is_said_in_a_direct_message_stands_in_every_channel_that_has_the_report(room: Room) -> None:
    report = out(room, EVERYBODY, SEVERE, people=(TOM, MAYA))
    takes(room, report, TOM, "I warm the cache first now.", "D0TOM")
    for channel in (EVERYBODY, SEVERE):
        assert room.said_to(channel)[-1] == "Tom Brandt takes from it: I warm the cache first now."
    assert "takes from it" not in str(room.said_to(MAYA))


def test_what_is_said_in_a_channel_after_it_was_read_elsewhere_stands_in_that_channel(room: Room) -> None:
    report = out(room, EVERYBODY, SEVERE, people=(TOM,))
    reads(room, report, TOM, "D0TOM")
    takes(room, report, TOM, "I warm the cache first now.", SEVERE)
    assert "Tom Brandt takes from it" in room.said_to(SEVERE)[-1]
    assert "takes from it" not in str(room.said_to(EVERYBODY))
    takes(room, report, TOM, "I never empty it.", EVERYBODY)
    assert room.said_to(SEVERE)[-1] == "Tom Brandt takes from it: I never empty it.", "it changes where it stands"
    assert "takes from it" not in str(room.said_to(EVERYBODY))


def test_of_a_report_for_named_people_each_of_them_reads_what_the_others_take_from_it(room: Room) -> None:
    report = room.publishes(room.approved(audience=Audience.NAMED, named=(MAYA, TOM)), people=(MAYA, TOM))
    room.delivers()
    takes(room, report, TOM, "I warm the cache first now.", "D0TOM")
    for person in (MAYA, TOM):
        assert "Tom Brandt takes from it: I warm the cache first now." in room.said_to(person)
    room.delivers()
    takes(room, report, TOM, "", "D0TOM")
    assert "Tom Brandt took a line back." in room.said_to(MAYA)
    assert "warm the cache" not in str(room.said_to(MAYA) + room.said_to(TOM))


def test_a_line_that_stood_nowhere_is_taken_back_without_a_word(room: Room) -> None:
    report = room.publishes(room.approved())
    room.session.add(ReportReader(report_id=report.id, person=TOM, channel=TOM, read_at=room.now, took="Hm."))
    takes(room, report, TOM, "", TOM)
    assert "took a line back" not in str([row.payload for row in room.rows()])


def test_a_report_that_is_not_out_or_not_theirs_is_not_read(room: Room) -> None:
    with pytest.raises(NotThere):
        reads(room, room.written(), ANA)
    with pytest.raises(NotOut):
        reads(room, room.written(), JONAS)
    secret = room.publishes(room.approved(audience=Audience.NAMED, named=(MAYA,)))
    with pytest.raises(NotThere):
        reads(room, secret, "U0SALES")
    with pytest.raises(NotThere):
        reads(room, out(room, EVERYBODY), GIL)


def reminders(room: Room, person: str) -> list[str]:
    return [text for text in room.said_to(person) if "somebody wanted you to read" in text]


def test_who_was_asked_by_name_is_reminded_once_a_week_later_in_their_hours(room: Room) -> None:
    report = out(room, EVERYBODY, people=(MAYA, TOM))
    reads(room, report, TOM, TOM)
    room.now = berlin("03-05T10:00")
    readers.remind(room.session, room.moment)
    assert reminders(room, MAYA) == []
    for moment in ("03-07T10:00", "03-09T07:00"):  # a Saturday, an early morning
        room.now = berlin(moment)
        readers.remind(room.session, room.moment)
    assert reminders(room, MAYA) == []
    for moment in ("03-09T10:00", "03-09T11:00", "03-20T10:00"):
        room.now = berlin(moment)
        readers.remind(room.session, room.moment)
    assert len(reminders(room, MAYA)) == 1
    assert reminders(room, TOM) == []
    assert not [row for row in room.rows(Delivery.channel == EVERYBODY) if "Maya" in str(row.payload)]


def test_not_for_me_is_an_answer_and_nothing_is_asked_again(room: Room) -> None:
    report = out(room, people=(MAYA, TOM))
    readers.not_for_me(room.session, report.id, by=room.person(MAYA), moment=room.moment)
    room.now = berlin("03-09T10:00")
    readers.remind(room.session, room.moment)
    assert reminders(room, MAYA) == []
    readers.not_for_me(room.session, report.id, by=room.person(TOM), moment=room.moment)
    assert room.said_to(TOM)[-1] == "Noted: this report is not for you."


# Whether those who took part learned something


def asked(room: Room, person: str) -> list[str]:
    return [text for text in room.said_to(person) if "Did you learn something" in text]


def test_who_took_part_is_asked_one_question_once_in_their_hours(room: Room) -> None:
    out(room, EVERYBODY)
    room.now = berlin("03-02T10:00")
    for _ in range(2):
        jobs.ask_learners(room.session, room.moment)
    for person in (PRIYA, JONAS, ANA, TOM):
        assert len(asked(room, person)) == 1
    assert asked(room, MAYA) == []


def test_only_how_many_learned_something_is_told_and_not_of_too_few(room: Room) -> None:
    report = out(room, EVERYBODY)
    room.now = berlin("03-02T10:00")
    jobs.ask_learners(room.session, room.moment)
    for person, learned in ((PRIYA, True), (JONAS, False)):
        learning.answer(room.session, report.id, learned, "I look at the cache.", by=room.person(person), now=room.now)
    assert learning.counted(room.session, report.id) == ""
    learning.answer(room.session, report.id, True, "", by=room.person(ANA), now=room.now)
    assert learning.counted(room.session, report.id) == "3 of 4 who took part answered: 2 learned something."
    others = room.rows(Delivery.channel.not_in([PRIYA, JONAS]))
    assert not [row for row in others if "I look at the cache." in str(row.payload)]
    with pytest.raises(NotAsked):
        learning.answer(room.session, report.id, True, "", by=room.person(MAYA), now=room.now)


def test_narrowed_the_letters_about_it_are_withdrawn_from_whom_it_is_not_for_any_more(room: Room) -> None:
    report = out(room, EVERYBODY, people=(MAYA, TOM))
    room.now = berlin("03-09T10:00")
    readers.remind(room.session, room.moment)
    assert report.title in room.said_to(MAYA)[-1]
    audiences.change_audience(room.session, report.id, Audience.NAMED, [TOM], by=room.person(PRIYA), moment=room.moment)
    assert not [text for text in room.said_to(MAYA) if report.title in text]
    assert report.title in reminders(room, TOM)[0]
