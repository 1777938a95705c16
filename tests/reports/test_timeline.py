"""The timeline: by hand and from messages, each message once, and what happens to a message afterwards."""

from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from bot import prompts
from bot.errors import FieldErrors
from bot.reports import fetching, findings, messages, reading, timeline, written_times
from bot.reports.models import Report, ReportMoment
from bot.reports.states import Mark, State
from bot.reports.templates import forms
from bot.reports.timeline import DELETED, Line, NoSuchMoment, TooFar
from tests.commitments.office import JONAS, PRIYA
from tests.factories import ANA
from tests.reports.desk import Desk

FORMS = forms(prompts.load().of("reports"))
BERLIN = ZoneInfo("Europe/Berlin")
CHANNEL = "C0INCIDENT"


def adds(desk: Desk, report: Report, line: Line, by: str = PRIYA) -> ReportMoment | None:
    return timeline.add(desk.session, report, line, by=by, now=desk.now)


def by_hand(desk: Desk, report: Report, minutes_ago: float, text: str = "The graph fell.") -> ReportMoment:
    added = adds(desk, report, Line(desk.now - timedelta(minutes=minutes_ago), text))
    assert added
    return added


def said(desk: Desk, text: str = "Restarting the cache", minutes_ago: int = 120, **told: Any) -> dict[str, Any]:
    ts = f"{(desk.now - timedelta(minutes=minutes_ago)).timestamp():.6f}"
    return {"ts": ts, "user": JONAS, "text": text, **told}


def from_message(desk: Desk, report: Report, message: dict[str, Any], name: str = "incident-42") -> ReportMoment | None:
    return adds(desk, report, messages.read(desk.session, message, CHANNEL, name))


def texts(desk: Desk, report: Report) -> list[str]:
    return [one.text for one in reading.whole(desk.session, report, FORMS).timeline]


# --- what comes in


def test_a_message_comes_in_with_its_own_time_its_author_and_a_permalink(desk: Desk) -> None:
    report = desk.starts()
    message = said(desk)
    from_message(desk, report, message)
    (moment,) = reading.whole(desk.session, report, FORMS).timeline
    assert moment.at == datetime.fromtimestamp(float(message["ts"]), UTC)
    assert (moment.text, moment.said_by, moment.said_in) == ("Restarting the cache", JONAS, "")
    assert moment.link == f"https://slack.com/archives/{CHANNEL}/p{message['ts'].replace('.', '')}"


def test_a_reply_is_linked_in_its_thread(desk: Desk) -> None:
    report = desk.starts()
    from_message(desk, report, said(desk, thread_ts="1772200000.000100"))
    (moment,) = reading.whole(desk.session, report, FORMS).timeline
    assert moment.link.endswith(f"?thread_ts=1772200000.000100&cid={CHANNEL}")


def test_names_stand_in_place_of_ids_and_links_as_they_lead(desk: Desk) -> None:
    report = desk.starts()
    from_message(desk, report, said(desk, f"<@{PRIYA}> see <https://grafana.example/d/1|the graph> &amp; <#C1|ops>"))
    assert texts(desk, report) == ["@Priya Raman see the graph (https://grafana.example/d/1) & #ops"]


def test_a_message_comes_in_once_from_whichever_door(desk: Desk) -> None:
    report = desk.starts()
    message = said(desk)
    assert from_message(desk, report, message)
    assert from_message(desk, report, message) is None
    assert len(texts(desk, report)) == 1


def test_what_was_taken_out_can_be_brought_back(desk: Desk) -> None:
    report = desk.starts()
    moment = from_message(desk, report, said(desk))
    assert moment
    timeline.remove(desk.session, report, moment.id, by=PRIYA, now=desk.now)
    assert texts(desk, report) == []
    assert from_message(desk, report, said(desk))
    assert texts(desk, report) == ["Restarting the cache"]


def test_files_are_named_since_they_are_not_copied(desk: Desk) -> None:
    report = desk.starts()
    from_message(desk, report, said(desk, "Look", files=[{"name": "graph.png"}, {"title": "trace"}]))
    from_message(desk, report, said(desk, "", minutes_ago=119, files=[{"name": "only.png"}]))
    assert texts(desk, report) == ["Look\n(with graph.png, trace, not copied here)", "(with only.png, not copied here)"]


def test_what_a_tool_wrote_in_attachments_is_read(desk: Desk) -> None:
    report = desk.starts()
    from_message(desk, report, said(desk, "", attachments=[{"fallback": "[FIRING] cache hit rate < 40 %"}]))
    from_message(desk, report, said(desk, "", minutes_ago=119))
    assert texts(desk, report) == ["[FIRING] cache hit rate < 40 %", "(a message without words)"]


def test_a_very_long_message_is_cut_and_the_rest_is_behind_its_link(desk: Desk) -> None:
    report = desk.starts()
    from_message(desk, report, said(desk, "word " * 2000, files=[{"name": "log.txt"}]))
    (text,) = texts(desk, report)
    assert len(text) <= timeline.LONGEST
    assert text.endswith("…\n(with log.txt, not copied here)")


@pytest.mark.parametrize(
    ("channel", "name", "place"),
    [
        ("C1", "incident-42", None),
        ("C1", "privategroup", "a private channel"),
        ("D1", "directmessage", "a direct message"),
        ("C1", "mpdm-ana--tom-1", "a group message"),
        ("G1", "old-private", "a private channel"),
    ],
)
def test_what_was_said_in_private_says_where_it_comes_from(channel: str, name: str, place: str | None) -> None:
    assert messages.said_in(channel, name) == place


def test_four_hundred_lines_are_read_in_the_order_of_their_times(desk: Desk) -> None:
    report = desk.starts()
    for at in range(400):
        by_hand(desk, report, (at * 37) % 400 / 2, f"Line {at}")
    times = [one.at for one in reading.whole(desk.session, report, FORMS).timeline]
    assert len(times) == 400
    assert times == sorted(times)


def test_a_line_without_words_or_in_the_future_is_refused_beside_its_field(desk: Desk) -> None:
    report = desk.starts()
    with pytest.raises(FieldErrors) as wrong:
        adds(desk, report, Line(desk.now + timedelta(hours=1), " "))
    assert set(wrong.value.errors) == {"at", "text"}


# --- put right by hand


def test_a_corrected_time_moves_a_line_and_its_message_no_longer_does(desk: Desk) -> None:
    report = desk.starts()
    late, early = by_hand(desk, report, 10, "Late"), by_hand(desk, report, 20, "Early")
    line = Line(desk.now - timedelta(minutes=30), "Late", Mark.DETECTION)
    changed = timeline.change(desk.session, report, late.id, line, by=PRIYA, now=desk.now)
    assert texts(desk, report) == ["Late", "Early"]
    assert (changed.timed_by_hand, changed.mark, early.timed_by_hand) == (True, Mark.DETECTION, False)


def test_lines_of_one_minute_are_ordered_by_people(desk: Desk) -> None:
    report = desk.starts()
    first, second, far = by_hand(desk, report, 10, "A"), by_hand(desk, report, 9.5, "B"), by_hand(desk, report, 2, "C")
    timeline.shift(desk.session, report, second.id, -1, by=PRIYA, now=desk.now)
    assert texts(desk, report) == ["B", "A", "C"]
    timeline.shift(desk.session, report, second.id, 1, by=PRIYA, now=desk.now)
    assert texts(desk, report) == ["A", "B", "C"]
    timeline.shift(desk.session, report, first.id, -1, by=PRIYA, now=desk.now)
    with pytest.raises(TooFar, match="Times decide the order"):
        timeline.shift(desk.session, report, far.id, -1, by=PRIYA, now=desk.now)


def test_a_line_that_somebody_took_out_meanwhile_is_no_longer_there(desk: Desk) -> None:
    report, other = desk.starts(), desk.starts()
    moment = by_hand(desk, report, 10)
    with pytest.raises(NoSuchMoment):
        timeline.find(desk.session, other, moment.id)
    timeline.remove(desk.session, report, moment.id, by=PRIYA, now=desk.now)
    with pytest.raises(NoSuchMoment):
        timeline.remove(desk.session, report, moment.id, by=PRIYA, now=desk.now)


# --- what happens in Slack afterwards


def edited(desk: Desk, message: dict[str, Any], text: str) -> None:
    timeline.message_edited(desk.session, f"{CHANNEL}:{message['ts']}", text, by=JONAS, now=desk.now)


def deleted(desk: Desk, message: dict[str, Any]) -> None:
    timeline.message_deleted(desk.session, f"{CHANNEL}:{message['ts']}", by=JONAS, now=desk.now)


def test_an_edit_is_followed_in_every_report_that_has_the_message(desk: Desk) -> None:
    one, two = desk.starts(), desk.starts(title="The same, seen by billing")
    message = said(desk)
    from_message(desk, one, message)
    from_message(desk, two, message)
    edited(desk, message, "Restarting the cache of eu-1")
    assert texts(desk, one) == texts(desk, two) == ["Restarting the cache of eu-1"]


def test_words_put_by_hand_stay_when_the_message_is_edited_or_deleted(desk: Desk) -> None:
    report = desk.starts()
    message = said(desk)
    moment = from_message(desk, report, message)
    assert moment
    line = Line(moment.at, "The cache was restarted.")
    timeline.change(desk.session, report, moment.id, line, by=PRIYA, now=desk.now)
    edited(desk, message, "Something else")
    deleted(desk, message)
    assert texts(desk, report) == ["The cache was restarted."]
    assert reading.whole(desk.session, report, FORMS).timeline[0].link == ""


def test_whoever_deletes_a_message_takes_its_words_back(desk: Desk) -> None:
    report = desk.starts()
    message = said(desk, "The password is hunter2")
    from_message(desk, report, message)
    deleted(desk, message)
    (moment,) = reading.whole(desk.session, report, FORMS).timeline
    assert (moment.text, moment.lost, moment.link) == (DELETED, True, "")
    assert "hunter2" not in report.searchable


def test_what_was_published_changes_only_by_an_amendment(desk: Desk) -> None:
    report = desk.starts()
    message = said(desk)
    from_message(desk, report, message)
    report.state = State.PUBLISHED
    edited(desk, message, "Something else")
    deleted(desk, message)
    assert texts(desk, report) == ["Restarting the cache"]


# --- what is read from Slack by a task that may wait


def test_a_thread_comes_in_once_and_whoever_asked_is_told(desk: Desk) -> None:
    report = desk.starts()
    parent = said(desk, "It is slow")
    replies = [said(desk, f"Reply {at}", 119 - at, thread_ts=parent["ts"]) for at in range(3)]
    from_message(desk, report, parent)
    for _ in range(2):
        fetching.ask(desk.session, report, CHANNEL, parent["ts"], thread=True, by=PRIYA, now=desk.now)
        fetch = fetching.claim(desk.session, desk.now)
        assert fetch
        assert fetching.claim(desk.session, desk.now) is None
        fetching.took(desk.session, fetch, [parent, *replies], desk.now, prompts.load())
    assert texts(desk, report) == ["It is slow", "Reply 0", "Reply 1", "Reply 2"]
    assert "3 messages of the thread came into the timeline." in desk.told(PRIYA)[0]


def test_of_a_message_alone_its_thread_stays_where_it_is(desk: Desk) -> None:
    report = desk.starts()
    parent, reply = said(desk, "It is slow"), said(desk, "Yes", 100)
    fetching.ask(desk.session, report, CHANNEL, reply["ts"], thread=False, by=PRIYA, now=desk.now)
    fetch = fetching.claim(desk.session, desk.now)
    assert fetch
    fetching.took(desk.session, fetch, [parent, reply], desk.now, prompts.load())
    assert texts(desk, report) == ["Yes"]


def test_what_slack_does_not_let_us_read_is_told_with_what_to_do(desk: Desk) -> None:
    report = desk.starts()
    fetching.ask(desk.session, report, CHANNEL, "1.1", thread=True, by=PRIYA, now=desk.now)
    fetch = fetching.claim(desk.session, desk.now)
    assert fetch
    fetching.failed(desk.session, fetch, "channel_not_found", desk.now)
    (told,) = desk.told(PRIYA)
    assert "it is a private place, or cadence was not invited" in told
    assert "one by one" in told


def test_what_may_heal_is_tried_again_with_growing_pauses(desk: Desk) -> None:
    report = desk.starts()
    fetching.ask(desk.session, report, CHANNEL, "1.1", thread=True, by=PRIYA, now=desk.now)
    tries = 0
    while fetch := fetching.claim(desk.session, desk.now):
        tries += 1
        fetching.failed(desk.session, fetch, "ratelimited", desk.now)
        desk.now += timedelta(minutes=11)
    assert tries == 4
    assert "ratelimited" in desk.told(PRIYA)[0]


# --- the blame check on a line


def test_a_line_is_checked_like_a_section(desk: Desk) -> None:
    report = desk.starts()
    moment = by_hand(desk, report, 10, "Priya forgot to renew the certificate.")
    place = findings.moment_place(moment.id)
    findings.look(desk.session, report, place, moment.text, findings.checker(desk.session, prompts.load()))
    assert [one.place for one in findings.standing(desk.session, report)] == [place]
    timeline.remove(desk.session, report, moment.id, by=ANA, now=desk.now)
    assert findings.standing(desk.session, report) == []


# --- times as people write them


@pytest.mark.parametrize(
    ("text", "instant"),
    [
        ("2026-02-24 14:05", "2026-02-24T13:05:00"),
        ("2026-02-24T9:05:30", "2026-02-24T08:05:30"),
        ("2026-02-24 14:05 CET", "2026-02-24T13:05:00"),
        ("2026-02-24 14:05 UTC", "2026-02-24T14:05:00"),
        ("2026-02-24 14:05 +05:30", "2026-02-24T08:35:00"),
        ("2026-02-24 14:05-0330", "2026-02-24T17:35:00"),
        ("2025-10-26 02:30 CEST", "2025-10-26T00:30:00"),
        ("2025-10-26 02:30 CET", "2025-10-26T01:30:00"),
        ("2025-10-26 02:30 +01:00", "2025-10-26T01:30:00"),
    ],
)
def test_a_written_time_is_an_instant(text: str, instant: str) -> None:
    assert written_times.read(text, BERLIN) == datetime.fromisoformat(instant).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("yesterday", "such as 2026-02-24 14:05"),
        ("2026-02-30 14:05", "no time of any day"),
        ("2026-02-24 25:05", "no time of any day"),
        ("2026-03-29 02:30", "never showed this: they went forward, to 03:00"),
        ("2025-10-26 02:30", "twice. Add which: +02:00 was the first time, +01:00 the second"),
        ("0001-01-01 00:00", "Check the year: 0001 is none"),
        ("0001-01-01 00:00 +05:00", "Check the year: 0001 is none"),
        ("9999-12-31 23:59 -05:00", "Check the year: 9999 is none"),
        ("1899-12-31 23:59 UTC", "Check the year: 1899 is none"),
        ("2026-02-24 14:05 +99:00", "No clock shows a time that is +99:00 from UTC"),
        ("2026-02-24 14:05 PST", "PST is not what clocks in Europe/Berlin showed"),
    ],
)
def test_a_time_that_means_nothing_or_two_things_is_asked_for_again(text: str, says: str) -> None:
    with pytest.raises(ValueError, match=says.replace("+", r"\+").replace("?", r"\?")):
        written_times.read(text, BERLIN)


@pytest.mark.parametrize("zone", ["America/New_York", "Pacific/Kiritimati", "UTC"])
@pytest.mark.parametrize("behind", ["", " UTC", " +14:00", " -12:00"])
@pytest.mark.parametrize("day", ["0001-01-01 00:00", "1971-01-01 00:00", "9998-12-31 23:59", "9999-12-31 23:59"])
def test_whatever_year_is_written_it_is_read_or_answered_in_a_sentence(zone: str, behind: str, day: str) -> None:
    try:
        said = written_times.text_of(written_times.read(f"{day}{behind}", ZoneInfo(zone)), ZoneInfo(zone))
    except ValueError as error:
        said = str(error)
    assert said.startswith(("19", "99", "Check the year"))


@pytest.mark.parametrize("text", ["2026-02-24 14:05", "2025-10-26 02:30 +02:00", "2025-10-26 02:30 +01:00"])
def test_a_time_is_shown_as_it_is_read(text: str) -> None:
    assert written_times.text_of(written_times.read(text, BERLIN), BERLIN) == text
