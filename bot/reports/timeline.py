"""The timeline: lines by hand and from messages, each message once, followed where it is edited or deleted."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Session

from bot.errors import BotError, FieldErrors
from bot.reports import findings, kept_lines, log, message_news, reading, refusals, writing
from bot.reports.models import Report, ReportEvent, ReportMoment
from bot.reports.rules import CLOCKS_DIFFER
from bot.reports.states import OUT, Mark, What
from bot.slack.text import clean, length, shorten

LONGEST = 3000
#: What is left of a line whose message somebody deleted.
DELETED = "(a message)"
#: Nearer than this, what came first is for people to say: the timeline shows minutes.
NEAR = timedelta(minutes=1)


class NoSuchMoment(BotError):
    def __init__(self) -> None:
        super().__init__(refusals.LINE_IS_GONE)


class TooFar(BotError):
    def __init__(self) -> None:
        super().__init__(refusals.TIMES_DECIDE)


@dataclass(frozen=True)
class Line:
    """`source`: `channel:ts` of the message that it is. `worded`: its words are no longer the message's own."""

    at: datetime
    text: str
    mark: Mark | None = None
    source: str | None = None
    said_by: str | None = None
    said_in: str | None = None
    thread: str | None = None
    worded: bool = False


def add(session: Session, report: Report, line: Line, *, by: str, now: datetime) -> ReportMoment | None:
    """None where the message stands there already. The caller holds the report's row. Raises FieldErrors."""
    _require_sound(line.at, line.text, now)
    known = _of_source(session, report, line.source)
    if known and known.removed_at is None:
        return None
    gone = _deleted_at(session, line.source, known, now)
    moment = known or ReportMoment(report_id=report.id, source=line.source, place=0, added_at=now, timed_by_hand=False)
    text = DELETED if gone and not line.worded else clean(line.text).strip()
    moment.at, moment.text, moment.mark = line.at, text, line.mark
    moment.said_by, moment.said_in, moment.thread = line.said_by, line.said_in, line.thread
    moment.worded_at = now if line.worded and line.source else None
    moment.added_by, moment.removed_at, moment.edited_at, moment.lost_at = by, None, None, gone
    session.add(moment)
    _changed(session, report, moment, by, now)
    return moment


def _deleted_at(session: Session, source: str | None, known: ReportMoment | None, now: datetime) -> datetime | None:
    """Whoever deletes a message takes its words back, also from those who read them before."""
    if source is None:
        return None
    return message_news.of(session, source, now).deleted_at or (known.lost_at if known else None)


def _of_source(session: Session, report: Report, source: str | None) -> ReportMoment | None:
    if source is None:
        return None
    mine = sa.select(ReportMoment).where(ReportMoment.report_id == report.id, ReportMoment.source == source)
    return session.scalars(mine).one_or_none()


def _require_sound(at: datetime, text: str, now: datetime) -> None:
    found = {}
    if at > now + CLOCKS_DIFFER:
        found["at"] = refusals.IN_THE_FUTURE
    if not text.strip():
        found["text"] = refusals.NO_MOMENT
    elif length(text) > LONGEST:
        found["text"] = refusals.too_long("A line", LONGEST, length(text))
    if found:
        raise FieldErrors(found)


def change(session: Session, report: Report, moment_id: int, line: Line, *, by: str, now: datetime) -> ReportMoment:
    """Time, words and mark. Raises NoSuchMoment, FieldErrors."""
    moment = find(session, report, moment_id)
    _require_sound(line.at, line.text, now)
    text = clean(line.text).strip()
    if (moment.at, moment.text, moment.mark) == (line.at, text, line.mark):
        return moment
    if moment.at != line.at:
        moment.at, moment.timed_by_hand, moment.place = line.at, True, 0
    if moment.text != text:
        moment.text, moment.worded_at = text, now
    moment.mark = line.mark
    _changed(session, report, moment, by, now)
    return moment


def remove(session: Session, report: Report, moment_id: int, *, by: str, now: datetime) -> None:
    moment = find(session, report, moment_id)
    moment.removed_at = now
    findings.forget(session, report, findings.moment_place(moment_id))
    _changed(session, report, moment, by, now)


def shift(session: Session, report: Report, moment_id: int, step: int, *, by: str, now: datetime) -> None:
    """One place earlier (-1) or later (1), past a neighbour within the same minute. Raises NoSuchMoment, TooFar."""
    ordered = reading.moments(session, report.id)
    at = next((at for at, one in enumerate(ordered) if one.id == moment_id), None)
    if at is None:
        raise NoSuchMoment
    if not 0 <= at + step < len(ordered):
        return
    moment, other = ordered[at], ordered[at + step]
    if abs(moment.at - other.at) >= NEAR:
        raise TooFar
    if moment.at != other.at:
        moment.at, moment.timed_by_hand = other.at, True
    ordered[at], ordered[at + step] = other, moment
    for place, one in enumerate(each for each in ordered if each.at == other.at):
        one.place = place
    _changed(session, report, moment, by, now)


def find(session: Session, report: Report, moment_id: int) -> ReportMoment:
    """Raises NoSuchMoment."""
    moment = session.get(ReportMoment, moment_id)
    if moment is None or moment.report_id != report.id or moment.removed_at:
        raise NoSuchMoment
    return moment


def mark_of(moment: ReportMoment) -> Mark | None:
    return Mark(moment.mark) if moment.mark else None


# What happens to its messages in Slack


def lock_reports_of(session: Session, source: str) -> None:
    """Those in which it stands, before what is known of the message itself: who brings it in locks in that order."""
    of_source = sa.select(ReportMoment.report_id).where(ReportMoment.source == source)
    session.scalars(sa.select(Report.id).where(Report.id.in_(of_source)).order_by(Report.id).with_for_update()).all()


def of_message(session: Session, source: str) -> list[ReportMoment]:
    """In whichever reports it stands. Reports are locked first, in order, as every writer does."""
    lock_reports_of(session, source)
    mine = sa.select(ReportMoment).where(ReportMoment.source == source, ReportMoment.removed_at.is_(None))
    return list(session.scalars(mine.order_by(ReportMoment.report_id)))


def message_edited(session: Session, source: str, text: str, *, by: str, now: datetime) -> list[ReportMoment]:
    """Those that read otherwise now. What was published changes only by an amendment, and so do words put by hand."""
    here = of_message(session, source)
    followed = [one for one in here if _follows(session, one)]
    _forget_older_words(session, [one for one in here if one.worded_at], source)
    for moment in followed:
        _follow(session, moment, text, by, now)
    return followed


def _follow(session: Session, moment: ReportMoment, text: str, by: str, now: datetime) -> None:
    moment.text, moment.edited_at = shorten(clean(text).strip(), LONGEST), now
    _take_words_back(session, moment)
    _changed(session, session.get_one(Report, moment.report_id), moment, by, now)


def read_again(session: Session, report: Report, line: Line, *, by: str, now: datetime) -> ReportMoment | None:
    """A message of this timeline that was edited meanwhile, as Slack has it now. The caller holds the report's row."""
    moment = _of_source(session, report, line.source)
    if moment is None or moment.removed_at or moment.lost_at or moment.text == shorten(line.text, LONGEST):
        return None
    if not (_follows(session, moment) and message_news.edited_since(session, line.source or "", None, now)):
        return None
    _follow(session, moment, line.text, by, now)
    return moment


def message_deleted(session: Session, source: str, *, by: str, now: datetime) -> None:
    """Whoever deletes a message takes its words back: the line keeps its time, and words that somebody put by hand."""
    here = of_message(session, source)
    _forget_older_words(session, [one for one in here if one.worded_at], source)
    for moment in here:
        moment.lost_at = now
        if _follows(session, moment):
            moment.text = DELETED
            report = session.get_one(Report, moment.report_id)
            findings.take_back(session, report, findings.moment_place(moment.id))
            _take_words_back(session, moment)
            _changed(session, report, moment, by, now)


def _follows(session: Session, moment: ReportMoment) -> bool:
    state = session.get_one(Report, moment.report_id, populate_existing=True).state
    return moment.worded_at is None and state not in OUT


def _forget_older_words(session: Session, worded: Sequence[ReportMoment], source: str) -> None:
    """Of the message's own: where a line was worded by hand later, and where it was taken out of the timeline. The
    caller holds the reports."""
    for moment in worded:
        _take_words_back(session, moment)
    removed = sa.select(ReportMoment).where(ReportMoment.source == source, ReportMoment.removed_at.is_not(None))
    for moment in session.scalars(removed).all():
        if moment.worded_at is None:
            moment.text = DELETED
            report = session.get_one(Report, moment.report_id)
            findings.take_back(session, report, findings.moment_place(moment.id))
        _take_words_back(session, moment)


def _take_words_back(session: Session, moment: ReportMoment) -> None:
    """Whoever edits or deletes a message does not leave its old words in the log; those that somebody put by hand
    instead are theirs."""
    place, what = findings.moment_place(moment.id), ReportEvent.what.in_([What.WROTE.value, What.KEPT.value])
    mine = [ReportEvent.report_id == moment.report_id, ReportEvent.section == place, what]
    if moment.worded_at:
        mine.append(ReportEvent.at < moment.worded_at)
    session.execute(sa.update(ReportEvent).where(*mine).values(says=""))


def _changed(session: Session, report: Report, moment: ReportMoment, by: str, now: datetime) -> None:
    """The log keeps how the line reads from now on."""
    session.flush()
    says = "" if moment.removed_at else kept_lines.of_moment(report, moment)
    log.append(session, report, What.WROTE, by=by, now=now, section=findings.moment_place(moment.id), says=says)
    writing.remember_words(session, report)
