"""A report's workbench: every section with what stands in it or what it asks, and all that can be done."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from bot.prompts import Words
from bot.reports import actions_views, sentences
from bot.reports.templates import ACTIONS as ACTIONS_KEY
from bot.reports.templates import TIMELINE as TIMELINE_KEY
from bot.slack import blocks
from bot.slack.blocks import Modal
from bot.slack.messages import Message
from bot.slack.text import escape, one_line, shorten

Block = dict[str, Any]

WORKBENCH = "reports.workbench"
WRITE = "reports.write"
TIMELINE = "reports.timeline"
FACTS = "reports.facts"
TITLE_LOOK, TITLE_FINDINGS = "reports.title_look", "reports.title_findings"
WRITERS = "reports.writers"
TAKE_OFF = "reports.take_off"
HAND_OVER = "reports.hand_over"
IMPORT = "reports.import"
EXPORT = "reports.export"
OPEN = "reports.open"


@dataclass(frozen=True)
class Row:
    """A section. `by` and `when` are markup; `findings`: how many phrases wait for a second look."""

    key: str
    title: str
    question: str
    text: str
    by: str = ""
    when: str = ""
    findings: int = 0
    draft: bool = False


@dataclass(frozen=True)
class Similar:
    """An older report. `when` is markup; `actions`: those of its actions that are open, as markup."""

    id: int
    title: str
    when: str
    actions: Sequence[str] = ()


@dataclass(frozen=True)
class Bench:
    """`facts` are lines of markup. `own`: this person writes it; else they only read."""

    id: int
    title: str
    facts: Sequence[str]
    rows: Sequence[Row]
    moments: int
    moment_findings: int
    advice: Sequence[str]
    similar: Sequence[Similar]
    writers: str
    further: Sequence[Block] = ()
    #: What its actions come to, as markup; empty without any.
    actions: str = ""
    #: Whether something in its title may read as blame.
    title_look: bool = False


def workbench(bench: Bench, note: str = "") -> Modal:
    body = [blocks.section(note)] if note else []
    body.append(blocks.section("\n".join([f"*{escape(one_line(bench.title))}*", *bench.facts])))
    body.append(blocks.context(progress(bench), bench.writers))
    for row in bench.rows:
        body += _rows(bench, row)
    if bench.advice:
        body.append(_advice(bench))
    body += [block for one in bench.similar for block in _similar(one)]
    body += [blocks.divider(), *bench.further, _deeds(bench.id)]
    return blocks.modal("Report", body[:100], callback_id=WORKBENCH, close="Close", private_metadata=str(bench.id))


def _advice(bench: Bench) -> Block:
    said = "\n".join(f"• {escape(one)}" for one in bench.advice)
    title = blocks.button("Look at the title", TITLE_LOOK, value=str(bench.id), label="Second look: the title")
    text = f"*Of the report as a whole*\n{said}"
    return blocks.section(text, accessory=title if bench.title_look else None, block_id="advice")


def progress(bench: Bench) -> str:
    others = {TIMELINE_KEY: bench.moments > 0, ACTIONS_KEY: bool(bench.actions)}
    written = sum(bool(row.text.strip()) or others.get(row.key, False) for row in bench.rows)
    return f"{written} of {len(bench.rows)} sections have something in them. Every save is kept."


def _rows(bench: Bench, row: Row) -> list[Block]:
    """Actions are a list of their own; what somebody wrote about them besides stands below it."""
    if row.key == TIMELINE_KEY:
        return [_timeline(bench, row)]
    if row.key != ACTIONS_KEY:
        return [_row(bench.id, row)]
    button = blocks.button("Open", actions_views.LIST, value=str(bench.id), label="Open the actions")
    said = f"✓ *{escape(row.title)}*\n{bench.actions}" if bench.actions else f"○ *{escape(row.title)}*\n{row.question}"
    listed = blocks.section(said, accessory=button, block_id="row-the-actions")
    return [listed, *([_row(bench.id, row)] if row.text.strip() or row.draft else [])]


def _row(report_id: int, row: Row) -> Block:
    button = blocks.button(
        "Go on" if row.text.strip() or row.draft else "Write",
        WRITE,
        value=f"{report_id}:{row.key}",
        label=f"Write: {row.title}",
    )
    return blocks.section(row_text(row), accessory=button, block_id=f"row-{row.key}")


def row_text(row: Row) -> str:
    notes = ["a draft of yours waits here"] if row.draft else []
    if row.findings:
        notes.append(f"{_count(row.findings, 'phrase', 'phrases')} may read as blame")
    if not row.text.strip():
        return "\n".join(filter(None, [f"○ *{escape(row.title)}*", escape(row.question), *_small(notes)]))
    said = escape(shorten(one_line(row.text), 140))
    return "\n".join([f"✓ *{escape(row.title)}*", said, *_small([f"{row.by}, {row.when}", *notes])])


def _small(notes: Sequence[str]) -> list[str]:
    return [f"_{' · '.join(notes)}_"] if notes else []


def _timeline(bench: Bench, row: Row) -> Block:
    button = blocks.button("Open", TIMELINE, value=f"{bench.id}:0", label="Open the timeline")
    notes = [f"{_count(bench.moment_findings, 'line', 'lines')} may read as blame"] if bench.moment_findings else []
    if not bench.moments:
        how = "It fills from messages: “Add to an incident timeline” on any of them, or by hand."
        said = [f"○ *{escape(row.title)}*", how]
    else:
        said = [f"✓ *{escape(row.title)}*", _count(bench.moments, "line", "lines")]
    return blocks.section("\n".join([*said, *_small(notes)]), accessory=button, block_id="row-timeline")


def _count(count: int, one: str, several: str) -> str:
    return f"{count} {one if count == 1 else several}"


def _similar(one: Similar) -> list[Block]:
    button = blocks.button("Read", OPEN, value=str(one.id), label=f"Read: {one.title}")
    said = f"Looks alike: *{escape(one_line(one.title))}*, {one.when}"
    found = [blocks.section(said, accessory=button, block_id=f"similar-{one.id}")]
    return [*found, blocks.context("\n".join(one.actions))] if one.actions else found


def _deeds(report_id: int) -> Block:
    value = str(report_id)
    return blocks.actions(
        blocks.button("What is known", FACTS, value=value, label="Title, times, severity, services"),
        blocks.button("Invite writers", WRITERS, value=value),
        blocks.button("Hand the pen over", HAND_OVER, value=value),
        blocks.button("Bring in a draft", IMPORT, value=value),
        blocks.button("Take it away", EXPORT, value=value, label="The report as Markdown, to copy"),
        block_id="deeds",
    )


def reading(id: int, title: str, facts: Sequence[str], body: Sequence[Block]) -> Modal:
    """For whoever may see it and does not write it."""
    heading = blocks.section("\n".join([f"*{escape(one_line(title))}*", *facts]))
    shown = [heading, *body][:99]
    if len(body) > len(shown) - 1:
        shown.append(blocks.context("It goes on: `cadence export report` writes all of it to a file."))
    return blocks.modal("Report", shown, close="Close", private_metadata=str(id))


# Writers, the pen, drafts, taking it away

WRITERS_FORM = "reports.writers_form"
HAND_OVER_FORM = "reports.hand_over_form"
IMPORT_FORM = "reports.import_form"
EXPORT_PAGE = "reports.export_page"
EXPORT_MARKDOWN, EXPORT_PRINTED = "reports.export_markdown", "reports.export_printed"
#: A field of a form holds 3,000 characters.
DRAFT_FIELDS = 6
MOST_SHOWN = 90


@dataclass(frozen=True)
class AtWork:
    """Somebody who writes or reviews it besides its owner. `name` is markup, `spoken` the same as plain text."""

    id: str
    name: str
    spoken: str


def writers_form(report_id: int, words: Words, writers: str, others: Sequence[AtWork] = ()) -> Modal:
    """`others`: whom its owner can take off it."""
    field = blocks.people_field("writers", most=20)
    body = [blocks.ask(words["writers_label"], field, hint=words["writers_hint"]), blocks.context(writers)]
    body += [_at_work(report_id, one) for one in others[:MOST_SHOWN]]
    return _form("Invite writers", body, WRITERS_FORM, "Invite", report_id)


def _at_work(report_id: int, one: AtWork) -> Block:
    sure = blocks.confirm(
        "Take them off?",
        "They work on this report no more, and read it only where it is for them. What they wrote stays.",
        yes="Take off",
        no="Keep them",
        style="danger",
    )
    value, label = f"{report_id}:{one.id}", f"Take off: {one.spoken}"
    button = blocks.button("Take off", TAKE_OFF, value=value, confirm=sure, label=label)
    return blocks.section(one.name, accessory=button, block_id=f"off-{one.id}")


def hand_over_form(report_id: int, words: Words) -> Modal:
    note = blocks.text_field("note", multiline=True, max_length=1000)
    body = [
        blocks.ask(words["new_owner_label"], blocks.person_field("to"), hint=words["owner_hint"]),
        blocks.ask(words["hand_over_note_label"], note, optional=True),
    ]
    return _form("Hand the pen over", body, HAND_OVER_FORM, "Hand over", report_id)


def import_form(report_id: int, words: Words) -> Modal:
    body = []
    for at in range(DRAFT_FIELDS):
        field = blocks.text_field(f"draft-{at}", multiline=True)
        label = words["draft_label"] if at == 0 else "… it goes on"
        hint = words["draft_hint"] if at == 0 else None
        body.append(blocks.ask(label, field, hint=hint, optional=at > 0))
    body.append(blocks.context("Longer drafts: `cadence reports import FILE`."))
    return _form("Bring in a draft", body, IMPORT_FORM, "Bring it in", report_id)


def export_page(report_id: int, pieces: Sequence[str], note: str = "") -> Modal:
    """To copy: fields keep every character, where other blocks would format them."""
    value = str(report_id)
    body = [
        blocks.section(note or "As a file in your messages, or to copy from below."),
        blocks.actions(
            blocks.button("Send me the Markdown", EXPORT_MARKDOWN, value=value),
            blocks.button("Send me a page to print", EXPORT_PRINTED, value=value),
            block_id="files",
        ),
    ]
    for at, piece in enumerate(pieces[:MOST_SHOWN]):
        field = blocks.text_field(f"copy-{at}", initial=piece, multiline=True)
        body.append(blocks.ask("Markdown" if at == 0 else "… it goes on", field, optional=True))
    return _form("Take it away", body, EXPORT_PAGE, "Done", report_id, close="Close")


def _form(
    title: str, body: Sequence[Block], callback_id: str, submit: str, report_id: int, close: str = "Cancel"
) -> Modal:
    memory = str(report_id)
    return blocks.modal(title, body, callback_id=callback_id, submit=submit, close=close, private_metadata=memory)


def told(report_id: int, title: str, heading: str, word: str) -> Message:
    """To whoever writes it from now on, or no more; `word`: of whoever decided so."""
    named = escape(one_line(title))
    body = [blocks.section(f"{heading}\n*{named}*")]
    body += [blocks.words(word, quote=True)] if word.strip() else []
    body.append(blocks.actions(blocks.button("Open it", OPEN, value=str(report_id), style="primary")))
    return Message("\n".join(filter(None, [heading, named, escape(word)])), body)


def no_file() -> Message:
    """Instead of a file that Slack did not take."""
    return Message(sentences.NO_FILE)
