"""Which questions figures are of, and as of when: as it is typed, and as the button carries it that explains them."""

import re
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from bot.local_time import as_utc, resolve
from bot.questions import sentences
from bot.questions.queries import Which
from bot.questions.rules import Kind
from bot.questions.work import Work
from bot.slack.mentions import names_in
from bot.slack.text import date_text

SPANS = {"week": 7, "month": 28, "quarter": 91, "year": 364}
#: What is asked at this very moment counts, too.
MOMENT = timedelta(seconds=1)
AS_OF = "as-of:"


@dataclass(frozen=True)
class Period:
    """Questions, as they stood `at` an instant. `zone` is the office's."""

    which: Which
    at: datetime
    zone: ZoneInfo

    def __str__(self) -> str:
        """As `read` reads it, whenever that is."""
        which = self.which
        start, end, at = (as_utc(one).isoformat() for one in (which.start, which.end, self.at))
        told = [start, end, f"{AS_OF}{at}", which.kind or ""]
        told += [f"<#{which.channel}>" if which.channel else "", f"<@{which.responder}>" if which.responder else ""]
        return " ".join(filter(None, told))

    @property
    def days(self) -> tuple[date, date]:
        """The first and the last of it, where the office is."""
        last = min(self.which.end - MOMENT, self.at)
        first = self.which.start.astimezone(self.zone).date()
        return first, max(first, last.astimezone(self.zone).date())


def read(work: Work, words: str) -> tuple[Period, str]:
    """What is asked for, and the first word that means nothing."""
    zone, found = work.settings.calendar.zone, words.split()
    which = Which(work.now - timedelta(days=SPANS["month"]), work.now + MOMENT, cto=work.settings.people.cto)
    instants = [instant for word in found if (instant := _instant(word, zone))]
    if instants:
        which = replace(which, start=instants[0], end=instants[1] if len(instants) > 1 else which.end)
    period = Period(which, work.now, zone)
    for word in found:
        told = _told(period, word, work.now)
        if told is None:
            return period, word
        period = told
    return period, ""


def _told(period: Period, word: str, now: datetime) -> Period | None:
    """With what one word says."""
    which = period.which
    if word in SPANS:
        return replace(period, which=replace(which, start=now - timedelta(days=SPANS[word])))
    if word in list(Kind):
        return replace(period, which=replace(which, kind=Kind(word)))
    if channel := re.match(r"<#([CG]\w+)", word):
        return replace(period, which=replace(which, channel=channel[1]))
    if person := re.match(r"<@([UW]\w+)", word):
        return replace(period, which=replace(which, responder=person[1]))
    if word.startswith(AS_OF):
        at = _instant(word.removeprefix(AS_OF), period.zone)
        return replace(period, at=min(at, now)) if at else None
    return period if _instant(word, period.zone) else None


def _instant(word: str, zone: ZoneInfo) -> datetime | None:
    """Of a day its midnight where the office is."""
    try:
        told = datetime.fromisoformat(word)
        return as_utc(told) if told.tzinfo else resolve(told, zone)
    except ValueError:
        return None


def in_words(work: Work, period: Period) -> str:
    """Such as `asked since 1 January and before 1 April, challenges only`."""
    which = period.which
    names = names_in(work.session, f"<@{which.responder}>") if which.responder else {}
    responder = names.get(which.responder, which.responder) if which.responder else ""
    until = _shown(which.end, period.zone) if which.end <= period.at else ""
    since = _shown(which.start, period.zone)
    return sentences.which_questions(since, until, which.kind or "", which.channel or "", responder)


def _shown(instant: datetime, zone: ZoneInfo) -> str:
    return date_text(instant, zone, "{date_long}")
