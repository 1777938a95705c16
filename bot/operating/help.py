"""`/cadence help`: what this person can do, and nothing that they cannot."""

from bot.access import (
    ANSWER_QUESTIONS,
    ANYONE,
    BE_AWAY,
    OPERATE,
    OWN_RECORD,
    RUN_ALL_HANDS,
    WRITE_FOCUS,
    Act,
    Person,
    may,
)
from bot.prompts import Words
from bot.settings import Operating
from bot.slack import blocks
from bot.slack.messages import Message
from bot.slack.text import escape

#: Sentence, who may, and of which practice it is.
LINES: tuple[tuple[str, Act, str], ...] = (
    ("help_write", WRITE_FOCUS, "focus"),
    ("help_away", BE_AWAY, "focus"),
    ("help_record", OWN_RECORD, "focus"),
    ("help_answer", ANSWER_QUESTIONS, "questions"),
    ("help_digest", RUN_ALL_HANDS, "commitments"),
    ("help_ask", ANYONE, "questions"),
    ("help_read", ANYONE, "focus"),
    ("help_promise", ANYONE, "commitments"),
    ("help_report", ANYONE, "reports"),
    ("help_figures", ANYONE, "questions"),
    ("help_status", OPERATE, ""),
    ("help_setup", OPERATE, ""),
)


def lines(person: Person, settings: Operating) -> list[str]:
    """Names of the sentences for this person. Before the set-up, no practice runs."""
    ready = not settings.missing()
    return [
        name
        for name, act, practice in LINES
        if may(person, act, settings.people) and (not practice or (ready and settings.practices.on(practice)))
    ]


def message(person: Person, settings: Operating, words: Words, unknown: str = "") -> Message:
    names = lines(person, settings)
    told = [words[name] for name in names] or [words["help_nothing"]]
    asks = "help_ask" in names and person.id != settings.people.cto
    first = f"{_unknown(unknown, words, asks)}\n" if unknown else ""
    heading = f"{first}*{words['help_heading']}*"
    return Message("\n".join([heading, *told]), [blocks.section(heading), *map(blocks.section, told)])


def _unknown(word: str, words: Words, asks: bool) -> str:
    """Whoever wrote to the wrong command may have meant the CTO."""
    sentence = words["help_unknown"].format(word=escape(word).replace("`", ""))
    return f"{sentence} {words['help_unknown_ask']}" if asks else sentence
