"""What questions say in a sentence: values in, words out. Names and links are markup; words are escaped here."""

import re
from collections.abc import Sequence
from datetime import date, timedelta

from bot.slack.text import duration_text, escape, one_line, shorten

# How a question is named where it is not shown

A_PRIVATE_ONE = "a private question"
A_TAKEN_BACK_ONE = "a question that was taken back"


# In the thread: what was decided


def cannot_talk_yet(by: str, reason: str, day: str) -> str:
    return (
        f"*{by} cannot talk about this yet*: {escape(reason)}\n"
        f"It comes back here on {day}, and this thread will say what came of it."
    )


def declines(by: str, reason: str) -> str:
    return f"*{by} declines to answer this*: {escape(reason)}"


def gets_back_by(by: str, when: str) -> str:
    return f"*{by} will get back to this by {when}.* The clock runs on until then."


def endorses(by: str, author: str) -> str:
    return f"*{by} endorses the answer of {author}.*" if author else f"*{by} endorses this answer.*"


def says_it_was_no_answer(by: str, *, is_open: bool) -> str:
    now = "The question is open." if is_open else "Another answer stands."
    return f"{by} says that this was no answer yet. {now}"


def answered_elsewhere(by: str, when: str, address: str, words: str) -> str:
    place = f" (<{escape(address)}|there>)" if address else ""
    return f"*{by} answered this elsewhere*, {when}{place}: {escape(words)}"


def found_it_answered(by: str, link: str) -> str:
    return f"*{by} found it answered*: {link}"


def joined_with(by: str, link: str, because: str) -> str:
    return f"{by} joined this with {link}: {escape(because)}"


#: Where the question was asked in a message of its own.
GOES_ON_IN_THE_OTHER_THREAD = "The thread of the message in which this was asked is heard, too: there is more in it."

# In place of buttons, once they are no longer true

NOTHING_IS_OWED = "Nothing is owed any more."
SOMEBODY_ELSE_HAS_IT = "Somebody else has it now."
YOU_TOOK_IT = "You took it."
YOU_GAVE_IT_BACK = "You gave it back."
SOMEBODY_OF_HERE = "Choose somebody of this organisation."
AN_APP = "This is an app. Choose a person."
PUT_OFF = "Not now. It is in your next list; the clock runs on."
NEW_ANSWER = "A new answer was given."


def looked_at_again(day: str) -> str:
    return f"It is looked at again on {day}."


def still_true(day: str) -> str:
    return f"Still true. {looked_at_again(day)}"


# To whoever asked, or wanted to know

YOU_SAID_YES = "You said that this answered it. Thank you."
YOU_SAID_NOT_YET = "You said: not yet. The question is open again."
YOU_TOOK_IT_BACK = "You took this question back."
ANSWER_TAKEN_BACK = "The answer was taken back."
QUESTION_TAKEN_BACK = "The question was taken back."
#: Of what they were told that it was declined, or cannot be shared yet.
ANSWERED_SINCE = "It was answered since."
DECIDED_ANEW = "Something else was decided since."
#: Of a question that they followed.
BECAME_PRIVATE = "goes on in private, so you hear no more of it."
BECAME_NOTHING = "was taken back by whoever asked it."
IN_YOUR_MESSAGES = "your messages with cadence"


def asked_to_take_over(by: str, whom: str) -> str:
    return f"{by} asked {whom}"


def taken_back_as_answered(link: str) -> str:
    return f"Your question is taken back. Its answer stands here: {link}"


def not_enough_for(not_yet: int, count: int) -> str:
    """Empty where nobody says so."""
    if not not_yet:
        return ""
    return f"{not_yet} of {count} who wanted to know, too, {'says' if not_yet == 1 else 'say'}: not yet"


def answered_on(day: date, by: str, looked_at: str = "", *, is_past: bool = False) -> str:
    """Of what was answered before. `looked_at`: the day on which it is looked at again, or should have been."""
    said = f"Answered on {day.day} {day:%B %Y}{f' by {by}' if by else ''}"
    if not looked_at:
        return f"{said}."
    return f"{said}; {'to be looked at again since' if is_past else 'looked at again on'} {looked_at}."


# To whoever clicked

YOUR_OWN = "This is your own question."
COUNTED = "Counted. You are told when it is answered."
COUNTED_ALREADY = "You are counted already."
WITHDRAWN = "Withdrawn. Your words are removed."
MADE_PRIVATE = "From now on only the CTO's office and you see it."
STOPPED = "Stopped."
MAY_GO_ON = "They may go on."
IN_YOUR_HANDS = "It is yours now. A reply in its thread answers it."
IN_THE_OFFICE_AGAIN = "It is back with the CTO's office."
FOLLOWED = "You are told when it is answered."
FOLLOWED_NO_MORE = "You are not told any more."
COUNTS_AS_ASKED_BACK = "It counts as a question back: the answer clock rests."
COUNTS_AS_REMARK = "It counts as a remark: the question stays open."
COUNTS_AS_MISPLACED = "It counts as not said here. In the right question: ⋯, Answered elsewhere, with its link."
NOT_OUT_YET = (
    "Your question has not gone out yet. It does within two hours or so of the office's working time; look again "
    "later with the same code."
)
NOT_FOR_GUESTS = "Only people of this organisation can ask the CTO here. Nothing was passed on."


# A promise made of an answer


def in_answer_to(asked: str) -> str:
    return f"In answer to “{asked}”"


def unquoted(text: str, instead: str) -> str:
    """Without the words that it was in answer to, however they read by then."""
    return re.sub(in_answer_to(".*"), lambda _: f"In answer to {instead}", text)


# Figures

HOW_TO_ASK_FOR_FIGURES = (
    "`/cadence response-times` shows how long people waited for answers in the last four weeks. Add `week`, `month`, "
    "`quarter` or `year`, or one or two days such as `2026-01-01 2026-04-01`; `question`, `challenge` or `tell`; a "
    "#channel; a @responder."
)
LAST_WEEK = "last week"
SINCE_THE_ALL_HANDS = "since the last all-hands"


def none_of_what_can_be_added(word: str) -> str:
    return f"“{escape(word)}” is none of what can be added. {HOW_TO_ASK_FOR_FIGURES}"


def which_questions(since: str, until: str, kind: str, channel: str, responder: str) -> str:
    """`asked since 1 January and before 1 April, challenges only`. What was not asked for is empty."""
    parts = [f"asked since {since}" + (f" and before {until}" if until else "")]
    parts += [f"{kind}s only"] if kind else []
    parts += [f"in <#{channel}>"] if channel else []
    parts += [f"answered by {escape(responder)}, or theirs to answer"] if responder else []
    return ", ".join(parts)


def asked_under_a_post(asked: int, answered: int) -> str:
    return f"{asked:,} {'question' if asked == 1 else 'questions'} asked under the post, {answered:,} answered"


def so_many_wait(count: int, when: str) -> str:
    """`when` the oldest was asked."""
    return f"1 question waits, since {when}" if count == 1 else f"{count:,} questions wait, the oldest since {when}"


# The week's digest

#: Of those behind its figures.
WHEN_ASKED = ("Asked this week", "Asked earlier, and ended this week", "Asked earlier, and open")
HOW_TO_FIND = "`/ask-cto` finds answers: what looks like your question is shown before you ask it."


def answered_after(link: str, worked: timedelta, answer: str) -> str:
    said = f"\n{escape(shorten(one_line(answer), 200))}" if answer else ""
    return f"{link} · after {duration_text(worked)} of working time{said}"


#: Over what was asked in a week and waits.
STILL_OPEN = "Asked, and not answered yet"


def so_many_more(count: int) -> str:
    return f"… and {count} more."


# On the card


def holder_for(holder: str, cto: str) -> str:
    return f"{holder}, for {cto}"


#: Named, where it waits for several; the others are counted.
MOST_NAMED = 3


def any_of(names: Sequence[str]) -> str:
    """Of whom one is enough. Empty where there is nobody."""
    named = list(names[:MOST_NAMED])
    if more := len(names) - len(named):
        named.append(f"{more} more")
    return " or ".join(filter(None, [", ".join(named[:-1]), *named[-1:]]))


def nobody_but(asker: str) -> str:
    return f"{asker}, who asked it: nobody else answers for the CTO's office"


def gets_back(by: str, when: str, kept: bool | None) -> str:
    """`kept`: None while it may still be."""
    came = {True: " Kept.", False: " Missed.", None: ""}[kept]
    return f"{by} said: by {when}.{came}"
