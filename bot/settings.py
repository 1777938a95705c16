"""What can be set of the operation: it stands in the database, every version."""

import json
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime, time
from enum import StrEnum
from functools import lru_cache
from typing import Annotated, Any
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from pydantic import BaseModel, ConfigDict, Field, ValidationInfo, field_validator
from sqlalchemy.orm import Mapped, Session, mapped_column

from bot import audit
from bot.contents import PERSON, ROLES
from bot.keep import Keep
from bot.meeting_series import MovedDay, Series, SeriesText, read_series
from bot.notation import (
    AudienceText,
    ChannelId,
    ClockTime,
    Dates,
    Interval,
    PublicNameText,
    ServiceChannelText,
    UserId,
    days_of,
)
from bot.storage import Model
from bot.working_time import WorkingCalendar, holidays_of


class Weekday(StrEnum):
    MONDAY = "monday"
    TUESDAY = "tuesday"
    WEDNESDAY = "wednesday"
    THURSDAY = "thursday"
    FRIDAY = "friday"
    SATURDAY = "saturday"
    SUNDAY = "sunday"

    @property
    def number(self) -> int:
        """Monday is 0, as in `datetime`."""
        return list(Weekday).index(self)


class _Section(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class People(_Section):
    cto: UserId | None = None
    cto_title: str = Field("CTO", min_length=1, max_length=60)
    delegates: tuple[UserId, ...] = ()
    operators: tuple[UserId, ...] = ()
    stand_in: UserId | None = None


OFFICE_HOURS = ("09:00-17:30",)


class Hours(_Section):
    """Working hours by weekday; an end at or before its start is on the next day."""

    monday: tuple[Interval, ...] = OFFICE_HOURS
    tuesday: tuple[Interval, ...] = OFFICE_HOURS
    wednesday: tuple[Interval, ...] = OFFICE_HOURS
    thursday: tuple[Interval, ...] = OFFICE_HOURS
    friday: tuple[Interval, ...] = OFFICE_HOURS
    saturday: tuple[Interval, ...] = ()
    sunday: tuple[Interval, ...] = ()

    def week(self) -> dict[int, list[tuple[time, time]]]:
        return {day.number: [_bounds(interval) for interval in getattr(self, day)] for day in Weekday}


def _bounds(interval: str) -> tuple[time, time]:
    start, _, end = interval.partition("-")
    return time.fromisoformat(start), time.fromisoformat(end)


class Calendar(_Section):
    zone: ZoneInfo = ZoneInfo("UTC")
    country: str | None = None
    subdivision: str | None = None
    days_off: tuple[date, ...] = ()
    absences: tuple[Dates, ...] = ()
    hours: Hours = Hours()

    @field_validator("country")
    @classmethod
    def _known_country(cls, country: str | None) -> str | None:
        if country is not None:
            holidays_of(country)
        return country

    @field_validator("subdivision")
    @classmethod
    def _known_subdivision(cls, subdivision: str | None, told: ValidationInfo) -> str | None:
        country = told.data.get("country")
        if subdivision is not None and country is not None:
            holidays_of(country, subdivision)
        elif subdivision is not None and "country" in told.data:
            raise ValueError("needs a country (calendar.country)")
        return subdivision

    def holidays(self) -> Any:
        """A `Container[date]` of public holidays, own days off and absences."""
        own = (*self.days_off, *(day for absence in self.absences for day in days_of(absence)))
        return self._holidays(own)

    def public_holidays(self) -> Any:
        """Those that everybody has."""
        return self._holidays(())

    def _holidays(self, own: Iterable[date]) -> Any:
        return frozenset(own) if self.country is None else holidays_of(self.country, self.subdivision, own=own)

    def working(self) -> WorkingCalendar:
        return WorkingCalendar(self.zone, self.hours.week(), self.holidays())


class DayOff(StrEnum):
    """What becomes of Monday's post where the CTO does not work on its day."""

    NEXT_WORKING_DAY = "next working day"
    SKIP = "skip"
    STAND_IN = "stand-in"


class Focus(_Section):
    channel: ChannelId | None = None
    ask_on: Weekday = Weekday.FRIDAY
    ask_at: ClockTime = time(15, 0)
    post_on: Weekday = Weekday.MONDAY
    post_at: ClockTime = time(9, 0)
    remind_minutes_before: int = Field(60, ge=5, le=24 * 60)
    zone: ZoneInfo | None = None
    on_day_off: DayOff = DayOff.NEXT_WORKING_DAY
    audiences: tuple[AudienceText, ...] = ()


class Commitments(_Section):
    """`leaders` see what was promised to leaders; the CTO's office and operators do anyway."""

    update_every_days: int = Field(14, ge=1, le=92)
    leaders: tuple[UserId, ...] = ()


class AllHands(_Section):
    """A series by the month or by weeks, single dates, or both; `cancelled` and `moved` are exceptions from them."""

    channel: ChannelId | None = None
    on: SeriesText | None = None
    dates: tuple[date, ...] = ()
    at: ClockTime = time(16, 0)
    zone: ZoneInfo | None = None
    cancelled: tuple[date, ...] = ()
    moved: tuple[MovedDay, ...] = ()
    draft_at: ClockTime = time(9, 0)
    draft_working_days_before: int = Field(2, ge=1, le=5)

    def rule(self) -> Series | None:
        return read_series(self.on) if self.on else None


class Questions(_Section):
    channel: ChannelId | None = None
    respond_within_hours: int = Field(4, ge=1, le=1000)
    answer_within_hours: int = Field(8, ge=1, le=1000)
    resume_after_days: int = Field(7, ge=1, le=90)
    list_at: ClockTime = time(8, 45)
    chief_of_staff: UserId | None = None
    digest_on: Weekday = Weekday.FRIDAY
    digest_at: ClockTime = time(16, 0)
    anonymous_audience: int = Field(20, ge=1, le=100_000)
    anonymous_a_day: int = Field(3, ge=1, le=100)


Days = Annotated[int, Field(ge=1, le=365)]


class Reports(_Section):
    """Severity 1 is the worst. Days are working days after an incident ended."""

    channel: ChannelId | None = None
    engineering_channel: ChannelId | None = None
    severe_channel: ChannelId | None = None
    service_channels: tuple[ServiceChannelText, ...] = ()
    internal_names: tuple[str, ...] = ()
    public_names: tuple[PublicNameText, ...] = ()
    public_sites: tuple[str, ...] = ()
    severities: int = Field(4, ge=2, le=6)
    severe_up_to: int = Field(2, ge=1, le=6)
    timeline_emoji: str = Field("pushpin", pattern=r"^[a-z0-9_+'-]{1,100}$")
    waive_approval_for_lowest: bool = False
    draft_within_days: int = Field(3, ge=1, le=60)
    publish_within_days: int = Field(5, ge=1, le=90)
    #: From severity 1 on; the last one also for those beyond.
    assign_actions_within_days: tuple[Days, ...] = (2, 2, 5, 10)
    complete_actions_within_days: tuple[Days, ...] = (10, 20, 40, 60)
    ask_readers_after_days: int = Field(7, ge=1, le=60)

    @field_validator("assign_actions_within_days", "complete_actions_within_days")
    @classmethod
    def _some(cls, days: tuple[int, ...]) -> tuple[int, ...]:
        if not days:
            raise ValueError("needs at least one number")
        return days


class Practices(_Section):
    """What is switched off does nothing by itself and says so at its doors."""

    focus: bool = True
    questions: bool = True
    commitments: bool = True
    reports: bool = True

    def on(self, name: str) -> bool:
        return bool(getattr(self, name))


class Operating(_Section):
    practices: Practices = Practices()
    people: People = People()
    calendar: Calendar = Calendar()
    focus: Focus = Focus()
    commitments: Commitments = Commitments()
    all_hands: AllHands = AllHands()
    questions: Questions = Questions()
    reports: Reports = Reports()
    keep: Keep = Keep()

    def missing(self) -> Mapping[str, str]:
        """Keys without which nothing can run → what each is for."""
        wanted = {
            "people.cto": (self.people.cto, "who the CTO is"),
            "focus.channel": (self.focus.channel, "the channel for Monday's post"),
        }
        return {key: meaning for key, (value, meaning) in wanted.items() if value is None}


class SettingsVersion(Model):
    """Every version is kept: a figure names the calendar it was measured by."""

    __tablename__ = "settings_versions"

    id: Mapped[int] = mapped_column(primary_key=True)
    document: Mapped[dict[str, Any]] = mapped_column(sa.JSON, info=ROLES)
    saved_by: Mapped[str] = mapped_column(sa.String(64), info=PERSON)
    saved_at: Mapped[datetime]


_NEWEST = sa.select(SettingsVersion.document).order_by(SettingsVersion.id.desc()).limit(1)


def load(session: Session) -> Operating:
    """The newest version, or the defaults where nothing was ever saved."""
    return _read(json.dumps(session.scalar(_NEWEST) or {}))


@lru_cache(maxsize=8)
def _read(document: str) -> Operating:
    """Read at every door and for every job, and seldom another: with a country's holidays it takes 0.2 ms."""
    return Operating.model_validate_json(document)


def versions(session: Session) -> Iterator[tuple[datetime, Operating]]:
    """With when each was saved, the newest first."""
    found = sa.select(SettingsVersion.saved_at, SettingsVersion.document).order_by(SettingsVersion.id.desc())
    for saved, document in session.execute(found):
        yield saved, _read(json.dumps(document))


def saved_at(session: Session) -> datetime | None:
    return session.scalar(sa.select(sa.func.max(SettingsVersion.saved_at)))


def save(session: Session, operating: Operating, *, by: str, now: datetime) -> None:
    document = operating.model_dump(mode="json", exclude_defaults=True)
    before, after = (each.model_dump(mode="json") for each in (load(session), operating))
    audit.record_change(session, before, after, by=by, now=now)
    session.add(SettingsVersion(document=document, saved_by=by, saved_at=now))
