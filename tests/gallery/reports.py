"""Examples of the windows in which reports are written."""

from dataclasses import replace
from datetime import date, datetime

from bot import prompts
from bot.reports import (
    actions_views,
    debrief_views,
    next_steps,
    parts,
    publish_views,
    review_views,
    section_forms,
    sentences,
    start_form,
    timeline_views,
    workbench_views,
)
from bot.reports.actions_rules import Kind
from bot.reports.blame.check import Finding
from bot.reports.blame.rulebook import Severity
from bot.reports.content import Content, Section
from bot.reports.debrief_wish import Shown
from bot.reports.found_sentences import Sentence
from bot.reports.section_forms import Theirs
from bot.reports.states import Audience, Mark
from bot.reports.templates import forms
from bot.reports.timeline_views import Row as Moment
from bot.reports.workbench_views import Bench, Row, Similar
from bot.slack import blocks
from tests.gallery import samples, values

WORDS = prompts.load().of("reports")
ACTION_WORDS, SHARED_WORDS = prompts.load().of("report_actions"), prompts.load().of("reports_shared")
FORMS = forms(WORDS)

TEXTS = {
    "summary": "A cache was emptied by a routine change; the database could not carry the difference.",
    "impact": "About 3,100 customers waited over 10 s; 212 gave up.",
}
BENCH = Bench(
    id=1,
    title="Checkout slow for 47 minutes",
    facts=[
        "Draft · severity 2 · for everybody",
        "Priya Raman holds the pen",
        "Began 24 Feb at 14:05 · noticed 24 Feb at 14:13 · ended 24 Feb at 14:52 · lasted 47 m",
        "Services: checkout, cart",
    ],
    rows=[
        Row(
            ask.key,
            ask.title,
            ask.question,
            TEXTS.get(ask.key, ""),
            by="Jonas Keller",
            when="24 Feb at 16:20",
            findings=1 if ask.key == "impact" else 0,
        )
        for ask in FORMS.of("standard").sections
    ],
    moments=12,
    moment_findings=1,
    advice=["Nothing is said about what went well, so nobody learns what to keep. Name what helped."],
    similar=[Similar(2, "Search down after a failover", "3 Nov", ["Actions still open: 1", "○ Warm the cache first"])],
    writers="Also writing or reviewing: Jonas Keller",
    further=next_steps.blocks_for(1),
    actions="2 actions, 1 done, next due 6 March (Tom Brandt: alert on cache hit rate).",
)
BEGUN = replace(
    BENCH,
    rows=[replace(row, text="", findings=0) for row in BENCH.rows],
    moments=0,
    moment_findings=0,
    advice=[],
    similar=[],
    writers="Nobody else writes it yet.",
    actions="",
)
BLAMES = Finding(
    1,
    0,
    30,
    "The on-call engineer failed to",
    "person-omission",
    Severity.WARN,
    "Says what people did not do. That is known only afterwards.",
    "Say what happened and what made the step easy to miss: the alert went to …",
)
FOUND = [Sentence(0, 47, "The on-call engineer failed to notice the alert.", (BLAMES,))]
MOMENTS = [
    Moment(1, "24 Feb 14:05", "Hit rate below 40 %", Mark.DETECTION, "Priya Raman", "message"),
    Moment(
        2, "24 Feb 14:21", "Rolling the cache back", Mark.DECISION, "Ana Ruiz", "message", ["edited in Slack since"]
    ),
    Moment(
        3, "24 Feb 14:30", "(a message)", None, "Tom Brandt", "", ["the message was deleted, its words went with it"]
    ),
]
SOURCE = {"channel": "C0INCIDENT", "ts": "1772197200.000100", "has_thread": True}
SITTING = start_form.Sitting(zone="Europe/Berlin", owner="U0PRIYA", title="Checkout slow for 47 minutes")
LINE = timeline_views.Sitting(1, "Europe/Berlin", "2026-02-24 14:21", "Rolling the cache back", Mark.DECISION, 2)

CONTENT = Content(
    title="Checkout slow for 47 minutes on 24 February",
    severity=2,
    began_at=datetime(2026, 2, 24, 14, 5, tzinfo=samples.BERLIN),
    noticed_at=datetime(2026, 2, 24, 14, 13, tzinfo=samples.BERLIN),
    mitigated_at=datetime(2026, 2, 24, 14, 40, tzinfo=samples.BERLIN),
    ended_at=datetime(2026, 2, 24, 14, 52, tzinfo=samples.BERLIN),
    zone="Europe/Berlin",
    services=("checkout", "cart"),
    owner="U0PRIYA",
    sections=tuple(Section(ask.key, TEXTS.get(ask.key, ""), 1) for ask in FORMS.of("standard").sections),
    timeline=(),
)
BELOW = {
    "timeline": ["14:05 _◉ detection_  Priya Raman: Hit rate below 40 %\n14:21 _◆ decision_  Ana Ruiz: Rolling back"],
    "actions": ["1. Alert on the cache's hit rate\n● on track · Tom Brandt · promised 6 March"],
}
NOTES = Shown("We did not know that the cache was cold after each release.", {})
ACTION = actions_views.Sitting(
    1, date(2026, 3, 27), date(2026, 3, 3), date(2026, 2, 27), 2, "Page whoever owns the cache", Kind.DETECT
)
SAVED_ACTION = Theirs("Alert on the hit rate of the cache\ndetect · Tom Brandt · by 27 March", "Jonas Keller")
PLANNED = Theirs("2026-03-03 10:00 CET, 45 minutes\nRoom 4\nAna Ruiz, Jonas Keller", "Jonas Keller")
LINES = [*TEXTS.values(), "The runbook assumes a warm cache."]

OWN = {
    "reports.workbench_views.told": {
        ", a writer": lambda: workbench_views.told(1, CONTENT.title, sentences.asks_to_write("Priya Raman"), ""),
        ", who holds the pen": lambda: workbench_views.told(
            1, CONTENT.title, sentences.hands_the_pen("Priya Raman"), "I am away from Friday; the timeline is complete."
        ),
    },
    "reports.actions_views.dropped": {"": lambda: values.call(actions_views.dropped, where=sentences.A_REPORT)},
    "reports.actions_views.form": {
        "": lambda: actions_views.form(ACTION, ACTION_WORDS),
        ", two at once": lambda: actions_views.form(replace(ACTION, theirs=SAVED_ACTION, turn=3), ACTION_WORDS),
    },
    "reports.debrief_views.form": {
        "": lambda: values.call(debrief_views.form),
        ", two at once": lambda: values.call(debrief_views.form, theirs=PLANNED, turn=2),
    },
    "reports.debrief_views.notes_form": {
        "": lambda: debrief_views.notes_form(1, SHARED_WORDS, NOTES),
        ", two at once": lambda: debrief_views.notes_form(
            1, SHARED_WORDS, replace(NOTES, theirs=Theirs("The runbook assumes a warm cache.", "Jonas Keller"))
        ),
    },
    "reports.workbench_views.writers_form": {
        "": lambda: values.call(workbench_views.writers_form, words=WORDS),
        ", its owner": lambda: values.call(
            workbench_views.writers_form,
            words=WORDS,
            others=[workbench_views.AtWork("U0TOM", "Tom Brandt", "Tom Brandt")],
        ),
    },
    "reports.parts.thread": {
        "": lambda: parts.thread(CONTENT, lambda key: FORMS.ask(key).title, BELOW),
        ", amended": lambda: parts.thread(
            CONTENT, lambda key: FORMS.ask(key).title, BELOW, ["Amended 5 March: the impact is counted anew"]
        ),
    },
    "reports.publish_views.publish_form": {
        "": lambda: values.call(
            publish_views.publish_form,
            lines=LINES,
            channels={"C0CTO": "", "C0INCIDENT": "people from another organisation are in it"},
            lacking=["nobody has approved it", "2 phrases that may make it harder to speak openly"],
            to_settle=2,
        ),
        ", nothing open": lambda: values.call(
            publish_views.publish_form, lines=LINES, channels={"C0CTO": ""}, lacking=[], to_settle=0
        ),
    },
    "reports.publish_views.amend_form": {
        "": lambda: values.call(publish_views.amend_form, lines=LINES, changed=["Impact"], to_settle=0)
    },
    "reports.publish_views.audience_form": {
        "": lambda: values.call(publish_views.audience_form, named=[]),
        ", named people": lambda: values.call(
            publish_views.audience_form, audience=Audience.NAMED, named=["U0TOM", "U0ANA"]
        ),
    },
    "reports.workbench_views.export_page": {
        "": lambda: workbench_views.export_page(1, [f"# {CONTENT.title}\n\n## Summary\n\n{TEXTS['summary']}"])
    },
    "reports.workbench_views.workbench": {
        "": lambda: workbench_views.workbench(BENCH),
        ", begun": lambda: workbench_views.workbench(BEGUN, "It begins here. Write in any order."),
        ", a title that may read as blame": lambda: workbench_views.workbench(replace(BENCH, title_look=True)),
    },
    "reports.workbench_views.reading": {
        "": lambda: workbench_views.reading(
            BENCH.id, BENCH.title, BENCH.facts, [blocks.header("Summary"), *review_views.plain(TEXTS["summary"])]
        )
    },
    "reports.start_form.form": {
        "": lambda: start_form.form(SITTING, FORMS, WORDS, 4),
        ", what is known": lambda: start_form.form(
            replace(SITTING, report=1, began_at=samples.NOW, services=("checkout",)), FORMS, WORDS, 4
        ),
    },
    "reports.section_forms.section_form": {
        "": lambda: section_forms.section_form(1, FORMS.ask("hard"), "", 0, WORDS),
        ", two at once": lambda: section_forms.section_form(
            1, FORMS.ask("summary"), "Checkout took 9 seconds.", 1, WORDS, Theirs(TEXTS["summary"], "Jonas Keller")
        ),
    },
    "reports.section_forms.findings_form": {"": lambda: section_forms.findings_form(1, "summary", 2, FOUND, WORDS)},
    "reports.timeline_views.page": {
        "": lambda: timeline_views.page(1, BENCH.title, "Europe/Berlin", MOMENTS, 400, 20),
        ", empty": lambda: timeline_views.page(1, BENCH.title, "Europe/Berlin", [], 0, 0),
    },
    "reports.timeline_views.line_form": {"": lambda: timeline_views.line_form(LINE, WORDS)},
    "reports.timeline_views.message_form": {
        "": lambda: timeline_views.message_form(
            [blocks.Choice(BENCH.title, "1")],
            "Rolling the cache back",
            SOURCE,
            WORDS,
            chosen="1",
            notes=["This was said in a private channel. Everybody whom the report is for will be able to read it."],
        )
    },
}
