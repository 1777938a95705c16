"""What focus says in a sentence: values in, words out."""

from collections.abc import Sequence

from bot.focus.rules import Week

# Monday's post, to those who write it

WHOLE_WEEK_OFF = "on no day, as the whole week is holidays"


def not_approved_yet(due: str) -> str:
    return f"Monday's post is not approved yet. It would go out {due}."


def was_not_approved(due: str) -> str:
    return f"Nothing went out {due}: the post was not approved."


def can_still_go_out(due: str) -> str:
    return f"Nothing went out {due}. You can still post it."


def replied(name: str, links: Sequence[str]) -> str:
    return f"{name} replied in the thread: {', '.join(links)}"


def standing_in(cto: str, title: str) -> str:
    return f"standing in for {cto}, {title}"


def slack_says(error: str, remedy: str) -> str:
    """Of a post that it did not take."""
    return f"It says {error}. {remedy}"


# Beside a field

NOTHING_SAID = "This says nothing yet. A few words are enough, or leave it empty."
TOGETHER_TOO_LONG = "All fields together are longer than one message. Each <, > and & counts several times."
NO_FOCUS = "Write at least one thing you will focus on."
NO_WHAT = "This has a why but no what. Name it in a few words."
NO_WHY = "Say in a sentence why this matters now."
WHY_DROPPED = "Say in a few words why it was dropped."
WHAT_BECAME_OF_IT = "Say what became of it, too."
DAY_TO_LOOK_AGAIN = "Name the day on which you look at it again."
NOTHING_TO_LOOK_AT = "Say what it is, and why, or leave the date empty."
DAY_HAS_COME = "This day has come. Name one that lies ahead."


def at_most(most: int, has: int) -> str:
    return f"At most {most:,} characters; this has {has:,}."


# Monday's post, to everybody

REST_MOVED = "This part stands in the post itself now."
IN_THE_CHANNEL = "In the channel"


def no_post(name: str, next_post: str) -> str:
    return f"No Monday post this week: {name} is off. The next one is due {next_post}."


def no_post_yet(next_post: str) -> str:
    return f"There is no Monday post yet. The first one is due {next_post}."


def of_all(members: int) -> str:
    return f" of {members} in the channel"


# Posts of the past

NONE_LISTED = "There is no post yet. Each Monday's will be here, with its link."
HOW_TO_FIND = "One of them: `/focus 2026-W10`. By a word: `/focus search payments`."


def no_post_of(week: Week) -> str:
    return f"There is no post of week {week.number}, {week.year}. `/focus history` lists those there are."


def no_such_week(week: str) -> str:
    return f"There is no week {week}. Weeks are written as in 2026-W10."


def none_says(words: str) -> str:
    return f"No post says “{words}”. `/focus history` lists the posts there are."


def some_say(count: int, words: str) -> str:
    return f"{count} {'post says' if count == 1 else 'posts say'} “{words}”"


def week_of_year(week: Week) -> str:
    return f"Week {week.number}, {week.year}"


def earlier(count: int) -> str:
    return f"Before that, {count} more: `/focus history`"


def so_many(shown: int, count: int) -> str:
    return "Posts so far" if count <= shown else f"The newest {shown} of {count} posts"


# Away

BEFORE_THE_FIRST_DAY = "This is before the first day."
AWAY_TOO_LONG = "An absence may last a year at most."
DAY_HAS_PASSED = "This day has passed."


def while_away(stand_in: str | None, *, skipped: bool) -> str:
    """What becomes of Monday's post."""
    if stand_in:
        return f"On a Monday on which you are away, <@{stand_in}> is asked for a post, in their own name."
    if skipped:
        return "On a Monday on which you are away there is no post, and the channel is told so."
    return (
        "If you are away on a Monday, the post is due on your next working day. "
        "If you are away all week, the channel is told that there is none."
    )
