"""What is wrong with a setting, as the sentence that stands behind its key or beside its field."""

from collections.abc import Iterable

NOT_UTF_8 = "is not UTF-8 here. Save it as UTF-8."


def not_toml(why: str) -> str:
    return f"is not TOML here: {why}."


def no_setting(near: str | None) -> str:
    return f"is not a setting. Did you mean {near}?" if near else "is not a setting."


NOT_A_DATE = '"{given}" is not a date. Write it as 2026-12-24.'
NOT_A_TIME = '"{given}" is not a time. Write it as 15:00.'
NOT_WHOLE = "must be a whole number."
#: What pydantic calls it → what people read.
SENTENCES = {
    "zoneinfo_str": '"{given}" is not a time zone. Write it as in Europe/Berlin.',
    "string_pattern_mismatch": '"{given}" is not a Slack id.',
    "time_parsing": NOT_A_TIME,
    "time_type": NOT_A_TIME,
    "date_from_datetime_parsing": NOT_A_DATE,
    "date_from_datetime_inexact": NOT_A_DATE,
    "date_parsing": NOT_A_DATE,
    "date_type": NOT_A_DATE,
    "enum": '"{given}" is not one of {expected}.',
    "value_error": "{error}.",
    "tuple_type": 'must be a list, as in ["…", "…"].',
    "model_type": "must be a table, as in [{key}].",
    "string_type": "must be text in quotes.",
    "int_type": NOT_WHOLE,
    "int_parsing": NOT_WHOLE,
    "int_from_float": NOT_WHOLE,
    "greater_than_equal": "must be {ge} or more.",
    "less_than_equal": "must be {le} or less.",
    "string_too_short": "must not be empty.",
    "string_too_long": "must have at most {max_length} characters.",
}


# What Slack lists


def nobody(name: str) -> str:
    return f'nobody in this workspace is called "{name}".'


def nobody_listed(name: str) -> str:
    return f'Slack lists nobody called "{name}".'


def not_working_here(name: str) -> str:
    return f'"{name}" is not a person who works here.'


def several(name: str, ids: Iterable[str]) -> str:
    sorted_ids = sorted(ids)
    return f'"{name}" is the name of {len(sorted_ids)} people; give a member id instead: {", ".join(sorted_ids)}.'


def guest(name: str) -> str:
    return f'"{name}" is a guest, and guests may do nothing here.'


def no_channel(name: str) -> str:
    return f'there is no public channel "{name}" in this workspace.'


def archived(channel: str) -> str:
    return f"#{channel} is archived."


def not_in(channel: str) -> str:
    return f"the bot is not in #{channel}. Invite it there: /invite @cadence"
