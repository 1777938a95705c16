"""Examples of views where what `values.py` fills in would show too little, or nothing that could be."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import timedelta
from functools import partial
from typing import Any

from bot import config
from bot.access import WRITE_FOCUS, Person
from bot.commitments import digest_post, digest_views, reading_views
from bot.commitments import views as commitments_views
from bot.commitments.digest_views import Edit
from bot.commitments.meeting_words import ChangedSince
from bot.operating import changes, forms, setup_views, status, status_views
from bot.operating import help as help_
from bot.operating.changes import Change
from bot.operating.forms import Sitting
from bot.operating.status_views import Failing, Refused, Status, Versions
from bot.prompts import load
from bot.reports import customer_views, reader_views, review_views
from bot.reports.spotting import Found
from bot.settings import Operating
from bot.slack import blocks, notices, remedies
from bot.wiring import JOBS
from tests.factories import ANA, MAYA, TOM, settings
from tests.gallery import focus, questions, reports, samples, values

Example = Callable[[], Any]

WORDS = load().of("operating")
SET_UP = settings()
FIRST = settings(practices={"commitments": False, "reports": False}, people={"cto": None})
NAMES = {MAYA: "Maya Okafor", TOM: "Tom Brandt", ANA: "Ana Ruiz"}


def sitting(form: str, operating: Operating) -> Sitting:
    return Sitting(form, forms.shown(form, config.as_document(operating)), 1)


def will_happen(before: Operating, after: Operating) -> list[str]:
    return changes.sentences(Change(before, after, JOBS, WORDS, samples.NOW, lambda person: NAMES[person]))


def form(name: str, operating: Operating = SET_UP, **told: bool) -> Example:
    return lambda: setup_views.form(sitting(name, operating), WORDS, **{"is_set_up": True, **told})


def confirmation(before: Operating, after: Operating) -> Example:
    first = bool(before.missing())
    return lambda: setup_views.confirmation(sitting("office", after), will_happen(before, after), WORDS, first=first)


WELL = Status(
    missing=(),
    due=tuple(status.coming(SET_UP, JOBS, samples.NOW)),
    failing=(),
    failing_count=0,
    refused=(),
    refused_count=0,
    unsent=0,
    oldest_unsent=None,
    versions=Versions("1.0.0", "2026_11_25_2222", "PostgreSQL", "3.12.4"),
    zone=samples.BERLIN,
    now=samples.NOW,
)
TROUBLED = replace(
    WELL,
    failing=(Failing("focus.ask", 4, "2026-02-27T15:00", "TimeoutError: the disk is full", samples.NOW),),
    failing_count=1,
    refused=(Refused("C0CTO", "is_archived", remedies.remedy("is_archived")),),
    refused_count=3,
    unsent=2,
    oldest_unsent=samples.NOW - timedelta(minutes=2),
)


def helped(person: str) -> Example:
    return lambda: help_.message(Person(person), SET_UP, WORDS)


#: View → what follows its name in the gallery → the example.
OWN: Mapping[str, Mapping[str, Example]] = {
    "operating.setup_views.form": {
        ", the first time": form("office", FIRST, is_set_up=False),
        ", without a channel like cto": form("office", settings(focus={"channel": None}), has_cto_channel=False),
        ", focus": form("focus"),
        ", questions": form("questions"),
        ", commitments": form("commitments"),
        ", reports": form("reports"),
    },
    "operating.setup_views.confirmation": {
        ", the first time": confirmation(FIRST, settings(practices={"commitments": False, "reports": False})),
        ", the post moves": confirmation(SET_UP, settings(focus={"post_on": "tuesday"})),
        ", a practice goes off": confirmation(SET_UP, settings(practices={"questions": False})),
        ", nothing": confirmation(SET_UP, SET_UP),
    },
    "operating.setup_views.saved": {
        ", the first time": lambda: setup_views.saved(WORDS["setup_saved_first"].format(cto="Maya Okafor"), WORDS),
        ", later": lambda: setup_views.saved(WORDS["setup_saved"], WORDS),
    },
    "operating.setup_views.told": {
        ", the CTO": lambda: setup_views.told(
            WORDS["told_cto"].format(by="Tom Brandt", day="Friday", time="15:00"), WORDS["told_cto_now"]
        ),
        ", an operator": lambda: setup_views.told(WORDS["told_operator"].format(by="Tom Brandt")),
    },
    "operating.help.message": {
        ", for everybody": helped(ANA),
        ", for the CTO": helped(MAYA),
        ", for operators": helped(TOM),
        ", an unknown word": lambda: help_.message(Person(ANA), SET_UP, WORDS, unknown="ponies"),
    },
    "operating.status_views.message": {
        ", all well": lambda: status_views.message(WELL, WORDS),
        ", trouble": lambda: status_views.message(TROUBLED, WORDS),
        ", before the set-up": lambda: status_views.message(
            replace(WELL, missing=tuple(Operating().missing().values()), due=()), WORDS
        ),
    },
    **{
        f"commitments.views.{ask.__name__}": {"": partial(values.call, ask, card=samples.PROPOSED)}
        for ask in (commitments_views.ask_owner, commitments_views.ask_maker)
    },
    "commitments.digest_post.post": {
        "": lambda: digest_post.post(samples.DIGEST),
        ", of nothing": lambda: digest_post.post(samples.digest_of(0)),
        ", of one promise": lambda: digest_post.post(samples.digest_of(1)),
        ", of three hundred": lambda: digest_post.post(samples.digest_of(300)),
    },
    "commitments.digest_views.typed_form": {
        "": lambda: values.call(
            digest_views.typed_form,
            typed=Edit(samples.DIGEST.day, 3, samples.DIGEST.opening, {"9": "We wait for the lawyers, not for code."}),
            note=str(ChangedSince("Tom Brandt", 4)),
        ),
    },
    "commitments.reading_views.presentation": {
        "": lambda: reading_views.presentation(samples.DIGEST, load().of("commitments"), 0),
    },
    "reports.customer_views.form": {
        "": lambda: customer_views.form(
            customer_views.Shown(
                1,
                1,
                ("Checkout was slow for 47 minutes, Tom says.", "About 3,100 customers.", ""),
                "Written by Priya Raman. Somebody else approves it before it is exported.",
                may_approve=True,
                approved=False,
            ),
            load().of("reports_shared"),
            [Found("Tom", "the name of somebody here")],
        ),
    },
    "reports.reader_views.reading": {
        "": lambda: reader_views.reading(
            1,
            "Checkout slow for 47 minutes on 24 February",
            [blocks.header("Summary"), blocks.words("A cache was emptied by a routine change.")],
            page=2,
            pages=3,
            revision=2,
            revisions=[(1, "as first published, 3 March"), (2, "amended 5 March: the impact is counted anew")],
            took=[("Tom Brandt", "I warm the cache before I switch it on.")],
        ),
    },
    "reports.review_views.section_page": {
        "": lambda: values.call(
            review_views.section_page,
            shown=[blocks.section("A cache was emptied by a routine change; the database could not carry the rest.")],
        ),
    },
    "slack.notices.handed_back": {
        "": lambda: notices.handed_back("This says nothing yet. A few words are enough.", "…")
    },
    "slack.notices.notice": {
        ", to whoever acted": lambda: notices.notice(WRITE_FOCUS.sentence),
        ", a job fails": lambda: notices.notice(notices.job_fails("focus.ask", "Friday 15:00", "the disk is full")),
        ", a message is refused": lambda: notices.notice(
            notices.refused("focus:2026-W10:post", "C0CTO", "is_archived")
        ),
        ", the form was not taken": lambda: notices.notice(
            notices.flawed("commitments:digest:2026-03-05", "C0CTO", "invalid_blocks")
        ),
        ", perhaps twice": lambda: notices.notice(
            notices.flawed("question:17:card", "C0CTO", f"{remedies.IN_DOUBT}missing_scope")
        ),
        ", the token was not taken": lambda: notices.notice(notices.held("token_revoked")),
    },
    "slack.notices.notice_view": {
        "": lambda: notices.notice_view(
            "Not saved: the database did not answer. Try again in a minute. (ref 7F3K)", "Payments leave the database"
        ),
    },
}


ALL = {**OWN, **focus.OWN, **questions.OWN, **reports.OWN}


def of(name: str, function: Callable[..., Any]) -> Mapping[str, Example]:
    return ALL.get(name) or {"": lambda: values.call(function)}
