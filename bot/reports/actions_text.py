"""Actions in a line: for the published report, lists and exports."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime

from sqlalchemy.orm import Session

from bot.reports import actions, actions_days
from bot.reports.actions import Action
from bot.reports.actions_rules import MARKS, Stand
from bot.reports.models import Report
from bot.reports.timeline_text import joined
from bot.settings import Operating
from bot.slack import people
from bot.slack.text import escape, shorten


def line(session: Session, report: Report, settings: Operating, now: datetime) -> str:
    """`5 actions, 1 done, next due 6 March (Tom Brandt: alert on cache hit rate).` As markup; empty without any."""
    found = actions.of(session, report, now)
    return summary(found, names_of(session, found), actions_days.today(session, report, settings, now))


def every(session: Session, report: Report, settings: Operating, now: datetime) -> list[str]:
    """Each with where it stands, as markup, in pieces that each fit a block."""
    found = actions.of(session, report, now)
    return pieces(found, names_of(session, found), actions_days.today(session, report, settings, now))


def pieces(found: Iterable[Action], names: Mapping[str, str], today: date) -> list[str]:
    return joined(f"{one.number}. {escape(shorten(one.what, 500))}\n{state(one, names, today)}" for one in found)


def open_lines(session: Session, report: Report, settings: Operating, now: datetime) -> list[str]:
    """What is not done yet, each as markup: to be offered where a similar report is written."""
    found = [one for one in actions.of(session, report, now) if one.is_open]
    names, day_now = names_of(session, found), actions_days.today(session, report, settings, now)
    return [f"{escape(shorten(one.what, 120))} · {state(one, names, day_now)}" for one in found]


def names_of(session: Session, found: Sequence[Action]) -> Mapping[str, str]:
    wanted = {person for one in found for person in (one.owner, one.named) if person}
    return {person: people.name(session, person) for person in sorted(wanted)}


def summary(found: Sequence[Action], names: Mapping[str, str], today: date) -> str:
    if not found:
        return ""
    done = sum(one.stand is Stand.DONE for one in found)
    late = sum(one.stand is Stand.PAST_DATE for one in found)
    wanting = sum(one.stand in (Stand.NEEDS_OWNER, Stand.DECLINED, Stand.WITHOUT_OWNER) for one in found)
    parts = [f"{len(found)} {'action' if len(found) == 1 else 'actions'}"]
    parts.append("all done" if done == len(found) else f"{done} done" if done else "none done yet")
    parts += [f"{late} past {'its' if late == 1 else 'their'} date"] if late else []
    parts += [f"{wanting} without an owner"] if wanting else []
    parts += [_next(found, names, today)]
    return f"{', '.join(filter(None, parts))}."


def _next(found: Sequence[Action], names: Mapping[str, str], today: date) -> str:
    coming = [one for one in found if one.is_open and one.owner and one.due >= today]
    if not coming:
        return ""
    first = min(coming, key=lambda one: (one.due, one.number))
    return f"next due {day(first.due, today)} ({names[first.owner or '']}: {escape(shorten(first.what, 80))})"


def day(when: date, today: date) -> str:
    """`6 March`, and the year where it is another one."""
    short = f"{when.day} {when:%B}"
    return short if when.year == today.year else f"{short} {when.year}"


def _moved(one: Action, today: date) -> str:
    """The first promise is never forgotten."""
    days = (one.due - one.first).days if one.first else 0
    counted = "1 day" if abs(days) == 1 else f"{abs(days)} days"
    return f" (moved by {counted}, first promised for {day(one.first, today)})" if one.first and days else ""


def state(one: Action, names: Mapping[str, str], today: date) -> str:
    """Mark, word, who and when: `● on track · Tom Brandt · by 6 March`. Markup."""
    parts = [f"{MARKS[one.stand]} {one.stand}"]
    if one.owner:
        taken = f", taken over from {names[one.named]}" if one.named and one.owner != one.named else ""
        parts.append(f"{names[one.owner]}{taken}")
    if one.stand in (Stand.DONE, Stand.PARTLY) and one.closed_on:
        parts.append(f"on {day(one.closed_on, today)}, was due {day(one.due, today)}{_moved(one, today)}")
    elif one.is_open and one.stand is not Stand.DECLINED:
        parts.append(f"by {day(one.due, today)}{_moved(one, today)}")
    if one.stand is Stand.NEEDS_OWNER:
        parts.append(f"to be named until {day(one.assign_by, today)}")
    said = f": “{escape(shorten(one.reason, 200))}”" if one.reason else ""
    return " · ".join(parts) + said
