"""Every view with a hostile text in every place where words of people may stand, found from what it declares.

A parameter or field of a view is either words, which the view escapes, or markup, which whoever calls it has made safe.
The second is said in `MARKUP`: a view that shows words as they are, without a row there, fails.
"""

import dataclasses
import inspect
import typing
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from bot.focus import history_views
from bot.operating import setup_views, status_views
from bot.reports import customer_views
from bot.slack.text import escape
from tests.gallery import examples, samples, values, views

#: `function.parameter` or `Class.field`.
NAMES = """
amendment.name answered_for_followers.by approved.by ask_successor.by asked.name asked_back.by Bench.writers
Asked.owner called_off.name Card.asker Card.made_by Card.owner Card.who changed.by context_added.by declined.by
declined_too.by did_this_answer_it.by did_this_answer_it_too.by dropped.by Entry.asker followed_up.by handed.by
handed_over.who_asked_whom invitation.name invitation_done.name joined.by lapsed.name Listing.names
not_yet_to_be_told.by not_yet_to_be_told_too.by
offer.author past_due.who Place.name posted.by PostFacts.approved_by_other PostFacts.author
relayed.by Remark.name Reviewer.name Row.by Row.said_by silence.cto skipped.by spoken_answer.by taken.name Theirs.by
AtWork.name off_it.name without_owner.left writers_form.writers without_you.name
"""
SENTENCES = """
ask.words away.consequence away.when Bench.facts Bench.further Calendar.hours cases.told confirmation.note
confirmation.sentences counted_as.sentence decided.sentence Digest.figures Digest.learned done.sentence edit_form.note
export_page.note exported.note Found.why Stretch.shown handed_back.sentence handed_no_more.sentence heard.sentence
Line.effects line_form.note listing.heading listing.hint listing.lines listing.note made.advice message.heading
message.lines message.waiting message_form.notes missed.why modal.note Moment.said_in move_form.note
no_question.fault no_such_week.typed
nobody_near.sentence none_says.said not_taken.why notice.sentence notice_view.sentence overview.facts overview.state
Page.facts page.note Page.notes Place.state PostFacts.answered PostFacts.figures preview.note promise_form.note
Refused.remedy reminded.heading Report.what Row.facts Row.notes saved.sentence sent_off.became settled.heading
settled.sentence Sheet.changes Sheet.replies Shown.state Similar.actions Sitting.notes Status.missing Status.versions
reading.facts thread.notes told.heading told.sentence typed_form.note update_form.note with_notes.notes
without_reviewer.heading workbench.note
"""
INSTANTS = """
cases.as_of Desk.due message.when not_yet_to_be_told.looks_again not_yet_to_be_told_too.looks_again
nothing_posted_yet.next_post PostFacts.edited
PostFacts.late_since Row.when silence.next_post Similar.still_true Similar.when
"""
SHOWN_ALREADY = "offer.answered Message.blocks Message.text reading.body reading.shown section_page.shown"
#: Buttons of another practice, whose words are its own.
BUTTONS = frozenset({"Digest.explained", "PostFacts.explained", "Sheet.behind", "with_notes.behind"})
MARKUP: Mapping[str, str] = {
    where: why
    for why, names in (
        ("a name, which `people.name` has escaped", NAMES),
        ("a sentence of ours, whose parts were escaped as it was made", SENTENCES),
        ("an instant of `text.date_text`", INSTANTS),
        ("what another view has made", SHOWN_ALREADY),
    )
    for where in names.split()
}


#: What no name and no type tells.
GIVEN: Mapping[Callable[..., Any], Mapping[str, Any]] = {
    setup_views.form: {"sitting": examples.sitting("office", examples.SET_UP)},
    status_views.message: {"status": examples.TROUBLED},
    history_views.with_notes: {"shown": samples.POST.message},
    customer_views.form: {
        "shown": customer_views.Shown(1, 1, 3 * ("Checkout was slow.",), "Written by Priya Raman.", True, False)
    },
}


@dataclass(frozen=True)
class View:
    """A function that shows something, and what an example of it takes."""

    name: str
    function: Callable[..., Any]
    given: Mapping[str, Any]

    def saying(self, text: str) -> list[Any]:
        own = self.function.__name__
        told = {name: _replaced(each, f"{own}.{name}", text) for name, each in self.given.items()}
        return views.parts(self.function(**told))


@cache
def of(practice: str) -> tuple[View, ...]:
    """Those of which an example can be made from their parameters alone."""
    mine = [(name, function) for name, function in views.functions() if name.startswith(f"{practice}.")]
    return tuple(View(name, function, given) for name, function in mine if (given := _given(function)) is not None)


def _given(function: Callable[..., Any]) -> dict[str, Any] | None:
    try:
        hints = typing.get_type_hints(function)
        asked = inspect.signature(function).parameters
        own = GIVEN.get(function, {})
        given = {name: own.get(name) or values.make(hints[name], name, function.__module__) for name in asked}
        function(**given)
    except (values.NoExample, TypeError, ValueError, KeyError):
        return None
    return given


def like(kind: Any, text: str, place: str) -> Any:
    """One of this kind, with `text` for its words."""
    return _replaced(values.make(kind, "", place), "", text)


def _replaced(value: Any, where: str, text: str) -> Any:
    if where in BUTTONS:
        return value
    if type(value) is str:
        # What is markup has letters of ours in it.
        return (f"So: {escape(text)}" if where in MARKUP else text) if _is_words(value) else value
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        own = type(value).__name__
        kept = {one.name: getattr(value, one.name) for one in dataclasses.fields(value) if one.init}
        return dataclasses.replace(
            value, **{name: _replaced(each, f"{own}.{name}", text) for name, each in kept.items()}
        )
    if isinstance(value, tuple) and hasattr(value, "_fields"):
        return type(value)(*(_replaced(each, where, text) for each in value))
    if isinstance(value, tuple | list):
        return type(value)(_replaced(each, where, text) for each in value)
    if isinstance(value, Mapping) and not _is_wording(value):
        return {key: _replaced(each, where, text) for key, each in value.items()}
    return value


def _is_words(value: str) -> bool:
    """No key, id, day, or link."""
    return " " in value and not value.startswith(("<http", "http"))


def _is_wording(value: Mapping[Any, Any]) -> bool:
    """What stands in prompts/ is ours."""
    return len(value) > 20
