"""The windows in which one section is written: its text, both texts where two wrote at once, and a second look."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bot.prompts import Words
from bot.reports import answers
from bot.reports.found_sentences import Sentence, told
from bot.reports.templates import Ask
from bot.slack import blocks
from bot.slack.blocks import Modal
from bot.slack.text import escape, length, shorten
from bot.slack.text import pieces as pieces_of

Block = dict[str, Any]

SECTION_FORM = "reports.section_form"
FINDINGS_FORM = "reports.findings_form"
BACK = "reports.workbench"
KEEP_DRAFT = "reports.keep_draft"
YOUR_DRAFT = "This is your draft. Nobody else reads it until you save it."
MORE_WAITS = "Another draft of yours waits, which does not fit in here, too. It comes once this one is saved."

#: What one field holds, with room to write on.
FIELD = 3000
FULL = 2600
MOST_FIELDS = 12
MOST_SENTENCES = 12
#: Of one sentence, so that a window remembers those of all.
MOST_MARKS = 10


@dataclass(frozen=True)
class Theirs:
    """What somebody else saved meanwhile. `by` is markup; `more`: another draft waits behind the one in the form."""

    text: str
    by: str
    more: bool = False


def section_form(
    report_id: int,
    ask: Ask,
    text: str,
    base: int,
    words: Words,
    theirs: Theirs | None = None,
    *,
    is_draft: bool = False,
    draft: str = "",
) -> Modal:
    """`draft`: stamp of their draft that the form begins with."""
    parts = split(text)
    body = [blocks.section(f"*{escape(ask.title)}*\n{escape(ask.question)}".strip())]
    body += what_they_wrote(theirs) if theirs else []
    body += [blocks.context(YOUR_DRAFT)] if is_draft else []
    for at, (part, _) in enumerate(parts):
        label = ask.title if at == 0 else "… it goes on"
        field = blocks.text_field(f"text-{at}", initial=part, multiline=True, max_length=FIELD)
        hint = words["section_hint"] if at == len(parts) - 1 else None
        # Another version in the same window is another field: Slack keeps what was typed in one of the same name.
        name = f"text-{at}-{base}" if theirs else f"text-{at}"
        body.append(blocks.ask(label, field, hint=hint, optional=True, block_id=name))
    body.append(_back(report_id))
    gaps = [gap for _, gap in parts]
    return blocks.modal(
        shorten(ask.title, 24),
        body,
        callback_id=SECTION_FORM,
        submit="Save",
        close="Close",
        private_metadata=answers.remembered(id=report_id, key=ask.key, base=base, gaps=gaps, **_of_draft(draft)),
    )


def _of_draft(stamp: str) -> dict[str, str]:
    return {"draft": stamp} if stamp else {}


def draft_of(view: Mapping[str, Any]) -> str:
    """Stamp of the draft that the form began with."""
    return str(answers.memory(view).get("draft") or "")


def what_they_wrote(theirs: Theirs, what: str = "this section") -> list[Block]:
    note = (
        f"{theirs.by} saved {what} while you wrote. Nothing is lost: first what stands there now, then your own "
        "text. Put both together and save."
    )
    shown = [blocks.words(piece) for piece in pieces_of(theirs.text, 2900)] if theirs.text.strip() else []
    more = [blocks.context(MORE_WAITS)] if theirs.more else []
    return [blocks.section(note), *(shown or [blocks.context("It is empty now.")]), *more, blocks.divider()]


def _back(report_id: int) -> Block:
    keep = blocks.button("Keep as a draft", KEEP_DRAFT, value=str(report_id))
    back = blocks.button("Back without saving", BACK, value=str(report_id))
    return blocks.actions(keep, back, block_id="back")


def split(text: str) -> list[tuple[str, str]]:
    """Into what fits a field each, with what stood between it and the next; the last has room to write on."""
    parts: list[tuple[str, str]] = []
    rest = text
    while length(rest) > FULL:
        at, gap = _cut(rest)
        parts.append((rest[:at], gap))
        rest = rest[at + len(gap) :]
    return [*parts, (rest, "")]


def _cut(text: str) -> tuple[int, str]:
    """Slack counts in UTF-16, as `text_field` does, which would cut what is longer."""
    most = len(text.encode("utf-16-le")[: 2 * FULL].decode("utf-16-le", errors="ignore"))
    for gap in ("\n\n", "\n", " "):
        at = text.rfind(gap, most // 2, most)
        if at > 0:
            return at, gap
    return most, ""


def read_section(view: Mapping[str, Any]) -> tuple[int, str, int, str]:
    """Report, key, the version it began from, and the whole text."""
    memory, said = answers.memory(view), answers.typed(view)
    parts = {int(name.split("-")[1]): value or "" for name, value in said.items() if name.startswith("text-")}
    gaps = memory["gaps"]
    text = "".join(parts.get(at, "") + (gap if parts.get(at) else "") for at, gap in enumerate(gaps))
    return memory["id"], memory["key"], memory["base"], text


# What may read as blame


def findings_form(
    report_id: int,
    place: str,
    number: int,
    found: Sequence[Sentence],
    words: Words,
    *,
    door: str = FINDINGS_FORM,
    back: str = BACK,
    reword: bool = True,
) -> Modal:
    """`number`: of what was saved. `reword`: its words can still be changed there."""
    shown = found[:MOST_SENTENCES]
    body = [blocks.section(f"*{heading(len(found))}*\nIt is saved. Nothing here has to be done, and only you see it.")]
    for at, sentence in enumerate(shown):
        body += _sentence(at, sentence, f"{place}-{number}", words, reword)
    if len(found) > len(shown):
        body.append(blocks.context(f"{len(found) - len(shown)} more come once these are looked at."))
    leave = blocks.button("Leave it as it is", back, value=str(report_id))
    body.append(blocks.actions(leave, block_id="back"))
    return blocks.modal(
        "A second look",
        body,
        callback_id=door,
        submit="Save",
        close="Close",
        private_metadata=answers.remembered(id=report_id, place=place, number=number, marks=_marks(shown)),
    )


def _marks(shown: Sequence[Sentence]) -> list[list[str]]:
    """What each sentence was shown for: others may give reasons, or change the text, before this is saved."""
    return [list(dict.fromkeys(one.short_mark for one in sentence.findings))[:MOST_MARKS] for sentence in shown]


def heading(count: int) -> str:
    what = "One sentence" if count == 1 else f"{count} sentences"
    return f"{what} may make it harder for people to speak openly"


def _sentence(at: int, sentence: Sentence, name: str, words: Words, reword: bool) -> list[Block]:
    said = "\n".join(told(one) for one in sentence.findings)
    keep = blocks.text_field(f"keep-{at}", max_length=500)
    asked = blocks.ask(words["keep_label"], keep, hint=words["keep_hint"], optional=True, block_id=f"keep-{at}-{name}")
    if not reword or length(sentence.text) > FIELD:  # no field holds it whole, and half of it would replace all
        return [blocks.section(said), asked]
    instead = blocks.text_field(f"instead-{at}", initial=sentence.text, multiline=True, max_length=FIELD)
    other = blocks.ask(words["instead_label"], instead, optional=True, block_id=f"instead-{at}-{name}")
    return [blocks.section(said), other, asked]


@dataclass(frozen=True)
class SecondLook:
    """By sentence, in order: what it was shown for, by the short marks of its findings; what it should say, None where
    it was not shown; and why it is kept."""

    report: int
    place: str
    number: int
    marks: Sequence[Sequence[str]]
    instead: Sequence[str | None]
    kept: Sequence[str]


def read_findings(view: Mapping[str, Any]) -> SecondLook:
    memory = answers.memory(view)
    said = {"-".join(name.split("-")[:2]): value or "" for name, value in answers.typed(view).items()}
    marks = memory.get("marks") or [[]] * memory.get("shown", 0)
    shown = range(len(marks))
    return SecondLook(
        memory["id"],
        memory["place"],
        memory["number"],
        marks,
        [said.get(f"instead-{at}") for at in shown],
        [said.get(f"keep-{at}", "") for at in shown],
    )
