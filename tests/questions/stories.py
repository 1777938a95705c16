"""Stories of questions in one line, and what the clocks say of them in another.

A story is `Mon 10:00 ask, 10:30 eyes, Tue 9:15 says a`: days of the week of 2 March 2026 (`Mon2` is a week later),
times in Berlin, and what happened; a name marks a message, or tells where somebody lives. The office works 9:00 to
17:30, Monday to Friday, but not on Friday 13 March. Targets: a response within 4 h, an answer within 8 h.
"""

from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.questions.clocks import Clocks, Measured, Reading, clocks
from bot.questions.events import By, Event, What
from bot.questions.office_hours import OfficeHours
from bot.questions.versions import Targets, Versions
from bot.working_time import WorkingCalendar

BERLIN = ZoneInfo("Europe/Berlin")
DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
FIRST_MONDAY = date(2026, 3, 2)
OFFICE_WEEK = {day: [(time(9), time(17, 30))] for day in range(5)}
HOLIDAYS = {date(2026, 3, 13)}
OFFICE = OfficeHours(WorkingCalendar(BERLIN, OFFICE_WEEK, HOLIDAYS), HOLIDAYS)
CALENDAR: Versions[OfficeHours] = Versions(OFFICE)
TARGETS: Versions[Targets] = Versions(Targets())

#: Where whoever accepts lives, such as `accept tokyo`; nothing as in old logs.
ZONES = {"": "", "berlin": "Europe/Berlin", "york": "America/New_York", "tokyo": "Asia/Tokyo", "fiji": "Pacific/Fiji"}

VERBS = {
    "ask": (What.ASKED, By.ASKER),
    "edit": (What.EDITED, By.ASKER),
    "writes": (What.WROTE, By.ASKER),
    "yes": (What.CONFIRMED, By.ASKER),
    "not-yet": (What.NOT_YET, By.ASKER),
    "withdraw": (What.WITHDREW, By.ASKER),
    "eyes": (What.REACTED, By.RESPONDER),
    "says": (What.WROTE, By.RESPONDER),
    "remark": (What.REMARKED, By.RESPONDER),
    "asks-back": (What.ASKED_BACK, By.RESPONDER),
    "answer": (What.ANSWERED, By.RESPONDER),
    "endorse": (What.ENDORSED, By.RESPONDER),
    "promise": (What.PROMISED, By.RESPONDER),
    "cannot": (What.CANNOT_SHARE, By.RESPONDER),
    "decline": (What.DECLINED, By.RESPONDER),
    "merge": (What.MERGED, By.RESPONDER),
    "hand": (What.DELEGATED, By.RESPONDER),
    "accept": (What.ACCEPTED, By.RESPONDER),
    "return": (What.PASSED_ON, By.RESPONDER),
    "rewrite": (What.EDITED, By.RESPONDER),
    "delete": (What.DELETED, By.RESPONDER),
    "peer": (What.WROTE, By.PEER),
    "peer-eyes": (What.REACTED, By.PEER),
    "bot": (What.WROTE, By.MACHINE),
    "bot-eyes": (What.REACTED, By.MACHINE),
    "look": (What.LOOKED_AGAIN, By.MACHINE),
    "elsewhere": (What.ANSWERED, By.RESPONDER),
    "call": (What.CALLED, By.RESPONDER),
}


def moment(day: str, clock: str) -> datetime:
    """Such as Mon2, 9:15."""
    weeks = int(day[3:] or 1) - 1
    on = FIRST_MONDAY + timedelta(weeks=weeks, days=DAYS.index(day[:3]))
    hour, minute = clock.split(":")
    return datetime.combine(on, time(int(hour), int(minute)), BERLIN)


def at(text: str) -> datetime:
    day, clock = text.split()
    return moment(day, clock)


def told(story: str) -> Sequence[Event]:
    return list(_told(story))


def _told(story: str) -> Iterator[Event]:
    day = "Mon"
    for part in story.split(","):
        first, *rest = part.split()
        if first[:3] in DAYS:
            day, (first, *rest) = first, rest
        verb, *names = rest
        what, by = VERBS[verb]
        message, says = [*names, "", ""][:2]
        if what is What.CALLED:
            says = {"answer": What.ANSWERED, "asks-back": What.ASKED_BACK, "remark": What.REMARKED}[says]
        if what is What.DELEGATED:
            message, says = "", message
        if what is What.ACCEPTED:
            message, says = "", ZONES[message]
        yield Event(moment(day, first), what, by, message, says=says, by_hand=verb == "elsewhere")


def read(
    story: str,
    until: str,
    calendar: Versions[OfficeHours] = CALENDAR,
    targets: Versions[Targets] = TARGETS,
) -> Clocks:
    return clocks(told(story), calendar, targets, at(until))


def shown(found: Clocks) -> str:
    """`answered nobody: 0:25/0:25 0:25/0:25 1:55/3:55-2:00`.

    State, who owes the next step, and for each round the clocks of acknowledgement, response and answer: working
    time / waiting time. `…` runs, `!` late, `-2:00` paused working time.
    """
    rounds = " + ".join(map(_round, found.rounds))
    return f"{found.state} {found.owes}: {rounds}"


def _round(measured: Measured) -> str:
    return " ".join(map(reading, (measured.acknowledge, measured.respond, measured.answer)))


def reading(one: Reading) -> str:
    paused = f"-{hours(one.paused)}" if one.paused else ""
    return f"{hours(one.working)}/{hours(one.waiting)}{paused}{'!' if one.late else ''}{'…' if one.is_running else ''}"


def hours(duration: timedelta) -> str:
    minutes = int(duration.total_seconds()) // 60
    return f"{minutes // 60}:{minutes % 60:02}"
