"""What could keep the bot from working: values in, findings out, each a sentence that says what to do."""

import re
from collections import Counter
from collections.abc import Container, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from bot import directory, startup
from bot.directory import Directory
from bot.errors import CannotStart
from bot.local_time import DAY
from bot.settings import Operating
from bot.slack.pace import POSTS_A_MINUTE


class Level(StrEnum):
    PASS = "pass"
    WARN = "warn"
    FAIL = "fail"


@dataclass(frozen=True)
class Finding:
    check: str
    level: Level
    sentence: str


def passed(check: str, sentence: str) -> Finding:
    return Finding(check, Level.PASS, sentence)


def warned(check: str, sentence: str) -> Finding:
    return Finding(check, Level.WARN, sentence)


def failed(check: str, why: CannotStart | str) -> Finding:
    return Finding(check, Level.FAIL, str(why))


# Slack


def scopes(granted: str | None) -> Finding:
    """`granted`: the header `x-oauth-scopes`."""
    if granted is None:
        return warned("scopes", "Slack did not say which scopes the app has.")
    lacking = startup.missing_scopes(granted)
    if any(scope not in startup.DISPENSABLE for scope in lacking):
        return failed("scopes", startup.lacks_scopes(lacking))
    if lacking:
        lost = "; ".join(startup.DISPENSABLE[scope] for scope in lacking)
        return warned("scopes", f"{startup.lacks_scopes(lacking)} Until then {lost}.")
    if beyond := startup.scopes_beyond(granted):
        return warned("scopes", f"The app may do more than it needs: {', '.join(beyond)}. Take them from the app.")
    return passed("scopes", "The app has what the manifest asks for, and no more.")


#: Slack signs the time; what is five minutes off is refused. `Date` knows whole seconds, and the answer took a while.
UNNOTICED_SKEW, MOST_SKEW = timedelta(seconds=5), timedelta(minutes=1)


def skew(slack: datetime | None, here: datetime) -> Finding:
    """Slack's clock, from the header `Date` of an answer, against ours."""
    if slack is None:
        return warned("clock", "Slack did not say what time it is.")
    off = abs(here - slack)
    seconds = round(off.total_seconds())
    if off <= UNNOTICED_SKEW:
        return passed("clock", "It agrees with Slack's.")
    sentence = (
        f"It is {seconds} seconds off Slack's, so posts come at the wrong time. Let NTP set this machine's clock."
    )
    return failed("clock", sentence) if off > MOST_SKEW else warned("clock", sentence)


#: How app-level tokens are made: xapp-1-A0123456789-123-abc.
_APP_TOKEN = re.compile(r"xapp-\d+-(A[A-Z0-9]+)-")


def other_app(app_token: str, app: str | None) -> Finding | None:
    """`app`: the one that the bot token is of, where Slack said."""
    found = _APP_TOKEN.match(app_token)
    if app is None or found is None or found[1] == app:
        return None
    return failed(
        "connection",
        f"SLACK_APP_TOKEN is of the app {found[1]}, SLACK_BOT_TOKEN of {app}, so nothing that people do arrives. "
        f"{startup.WHERE['SLACK_APP_TOKEN']}",
    )


def looked_up(operating: Operating, listed: Directory) -> Iterator[Finding]:
    """The people and channels of the settings, against those that Slack lists."""
    _, faults = directory.resolved(operating.model_dump(mode="json"), listed)
    for fault in faults:
        section = fault.key.partition(".")[0]
        check = "people" if section == "people" else "channels"
        found = f"{fault.key}: {fault.sentence} Change it with `cadence config set {fault.key}`."
        # Without a delegate the rest goes on; without the CTO or a channel nothing does.
        stops = section != "people" or fault.key == "people.cto"
        yield failed(check, found) if stops else warned(check, found)
    for check in sorted({"people", "channels"} - {_check_of(fault.key) for fault in faults}):
        yield passed(check, "All that the settings name are there.")


def _check_of(key: str) -> str:
    return "people" if key.startswith("people.") else "channels"


# The database


def readable(file: str, by_others: Sequence[str]) -> Finding:
    """`by_others`: of the database's files, those that more than their owner can read."""
    if not by_others:
        return passed("file", f"{file} is its owner's alone.")
    told = f"Others on this machine can read {', '.join(by_others)}, and so all that people wrote."
    return warned("file", f"{told} `chmod go= {file}*` keeps them out.")


# Settings and calendars


def settings(operating: Operating) -> Finding:
    missing = operating.missing()
    if not missing:
        return passed("settings", "All that must be set is set.")
    wanted = "; ".join(f"{meaning} ({key})" for key, meaning in missing.items())
    return failed("settings", f"Missing: {wanted}. Nothing runs before `cadence config set KEY VALUE`.")


#: A year and some weeks: every country has a holiday in it.
SEARCHED_DAYS = 400


def holidays(country: str | None, days: Container[date], today: date) -> Finding:
    if country is None:
        return warned(
            "holidays",
            "No country is set, so posts go out on public holidays. `cadence config set calendar.country DE`",
        )
    coming = next((day for n in range(SEARCHED_DAYS) if (day := today + n * DAY) in days), None)
    if coming is None:
        return warned("holidays", f"No public holiday of {country} is known for the coming year. Update cadence.")
    return passed("holidays", f"The next in {country} is {coming.day} {coming:%B %Y}.")


def zones(version: str | None, source: str, today: date) -> Finding:
    """`version`: the release of the time zone database, such as 2026a."""
    if version is None or not version[:4].isdigit():
        return warned("time zones", f"The version of the time zone data ({source}) is not known.")
    said = f"{version} ({source})"
    if int(version[:4]) < today.year - 1:
        return warned("time zones", f"The data are of {said}, so clock changes may be missed. Update {source}.")
    return passed("time zones", f"The data are of {said}.")


# What waits


@dataclass(frozen=True)
class Outbox:
    refused: int
    unsent: int
    oldest_unsent: datetime | None


#: Longer than any rest that Slack asks for on an ordinary day.
LONG_UNSENT = timedelta(minutes=10)


def outbox(found: Outbox, now: datetime) -> Finding:
    if found.oldest_unsent and now - found.oldest_unsent > LONG_UNSENT:
        since = f"{found.oldest_unsent:%d %B %H:%M} UTC"
        sentence = (
            f"{found.unsent} unsent, the oldest since {since}. Is `cadence run` up? `cadence outbox list` says why."
        )
        return failed("messages", sentence)
    if found.refused:
        return warned("messages", f"Slack refused {found.refused}. `cadence outbox list` says why and what to do.")
    return passed("messages", f"{found.unsent} on their way, none refused." if found.unsent else "All have arrived.")


def jobs(failing: Sequence[tuple[str, str]]) -> Finding:
    """`failing`: name and last error of each job that is being tried again."""
    if not failing:
        return passed("jobs", "None is failing.")
    told = "; ".join(f"{name}: {error}" for name, error in failing)
    return warned("jobs", f"Failing, and tried again by itself: {told}")


def limits(sent_at: Iterable[datetime]) -> Finding:
    """The busiest minute of these posts, against what Slack takes of a workspace."""
    minutes = Counter(at.replace(second=0, microsecond=0) for at in sent_at)
    busiest = max(minutes.values(), default=0)
    posts = "1 post" if busiest == 1 else f"{busiest or 'No'} posts"
    sentence = f"{posts} in the busiest minute of the last day; the pace is {POSTS_A_MINUTE} a minute."
    return warned("limits", f"{sentence} More will wait.") if busiest >= POSTS_A_MINUTE else passed("limits", sentence)
