"""Writing a week's post: alone or by two, at once or with pauses, from any device; and closing last week's items."""

from dataclasses import replace
from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Session

from bot.errors import FieldErrors
from bot.focus import content as content_
from bot.focus import desk, drafts, rhythms, rules
from bot.focus.content import Content, Fate, Faults, Item
from bot.focus.facts import Moment
from bot.focus.form import Form
from bot.focus.models import FocusPost
from bot.focus.refusals import AlreadyPosted, ChangedMeanwhile, ChangedSince, NoRoom, WeekIsOver
from bot.focus.rules import Standing, Week
from bot.slack import people
from bot.slack.text import escape

OPEN = (Standing.DRAFT, Standing.APPROVED)


def week_to_write(session: Session, moment: Moment) -> Week:
    weeks = session.scalars(sa.select(FocusPost.week).where(FocusPost.standing.in_(OPEN)))
    open_weeks = [Week.read(week) for week in weeks]
    posting, asking = rhythms.posting(moment.settings), rhythms.asking(moment.settings)
    return rules.week_to_write(moment.now, posting, asking, open_weeks)


def form(session: Session, week: Week, moment: Moment) -> Form:
    """Raises AlreadyPosted, WeekIsOver."""
    post = drafts.find(session, week)
    if post:
        refuse_closed(post, moment)
    return Form.of(week, post.revision if post else 0, drafts.draft(session, week, post, moment))


def refuse_closed(post: FocusPost, moment: Moment) -> None:
    week = Week.read(post.week)
    if post.standing == Standing.POSTED:
        raise AlreadyPosted(week)
    if rhythms.is_over(moment.settings, week, moment.now):
        raise WeekIsOver(week)


def save(session: Session, sitting: Form, *, by: str, moment: Moment) -> None:
    """A new revision, and its preview to the writers.

    Raises FieldErrors, AlreadyPosted, WeekIsOver, ChangedMeanwhile.
    """
    _require_sound(sitting, content_.faults(sitting.content, _today(moment)))
    post = _store(session, sitting, by, moment)
    desk.send(session, post, desk.standing(session, post, moment), moment)


def put_aside(session: Session, sitting: Form, *, by: str, moment: Moment) -> Form:
    """Kept as far as it is, to go on from any device. Raises as `save` does."""
    _require_sound(sitting, content_.too_long(sitting.content))
    post = _store(session, sitting, by, moment)
    desk.redraw(session, post, moment)
    return replace(sitting, base_revision=post.revision)


def _require_sound(sitting: Form, found: Faults) -> None:
    if errors := {sitting.block_id(field): sentence for field, sentence in found}:
        raise FieldErrors(errors)


def _today(moment: Moment) -> date:
    return moment.now.astimezone(rhythms.zone(moment.settings)).date()


def _store(session: Session, sitting: Form, by: str, moment: Moment) -> FocusPost:
    post = drafts.lock(session, sitting.week, moment.now)
    refuse_closed(post, moment)
    written = drafts.complete(session, sitting.week, sitting.content, moment)
    before = drafts.content(session, post)
    is_new = written != before
    if is_new and sitting.base_revision != post.revision:
        _refuse_overwriting(session, post, sitting, before)
    if is_new or post.standing == Standing.SKIPPED:
        drafts.append(session, post, written, by, moment.now)
    return post


def _refuse_overwriting(session: Session, post: FocusPost, sitting: Form, theirs: Content) -> None:
    other = drafts.last_writer(session, post)
    if other:
        again = replace(sitting, base_revision=post.revision)
        raise ChangedMeanwhile(again, people.name(session, other), _differences(sitting.content, theirs))


def _differences(mine: Content, theirs: Content) -> str:
    """What the other version says where it says something else, as markup."""
    known = set(mine.texts)
    others = [text for text in theirs.texts if text and text not in known]
    return "\n".join(["Theirs says:", *(f"• {escape(text)}" for text in others)]) if others else ""


# Last week's items


def close(
    session: Session, week: Week, number: int, fate: Fate | None, words: str = "", *, by: str, moment: Moment
) -> None:
    """What became of one item, or that it is open again. Raises AlreadyPosted, WeekIsOver, ChangedSince."""
    if len(words) > content_.LONGEST_LINE:
        raise FieldErrors({"words-0": f"At most {content_.LONGEST_LINE} characters; this has {len(words):,}."})
    post, item, written = _item_to_close(session, week, number, moment)
    closed = written.closing(item.what, fate, words)
    if fate is None:
        kept = tuple(one for one in closed.items if not (one.weeks > 1 and one.what == item.what))
        closed = replace(closed, items=kept)
    _keep(session, post, closed, by, moment)


def carry_over(session: Session, week: Week, number: int, *, by: str, moment: Moment) -> None:
    """Into this week, with its weeks counted. Raises NoRoom and as `close` does."""
    post, item, written = _item_to_close(session, week, number, moment)
    carried = written.with_item(item.carried())
    if not carried.holds(item.what):
        raise NoRoom
    words = next(one.words for one in written.closings if one.what == item.what)
    _keep(session, post, carried.closing(item.what, Fate.MOVED, words), by, moment)


def name_of(session: Session, week: Week, number: int, moment: Moment) -> str:
    """Of the item that is to be closed, as written. Raises as `close` does."""
    _, item, _ = _item_to_close(session, week, number, moment)
    return item.what


def _item_to_close(session: Session, week: Week, number: int, moment: Moment) -> tuple[FocusPost, Item, Content]:
    post = drafts.lock(session, week, moment.now)
    refuse_closed(post, moment)
    _, items = drafts.before(session, week, moment)
    if not 0 <= number < len(items):
        raise ChangedSince
    return post, items[number], drafts.draft(session, week, post, moment)


def _keep(session: Session, post: FocusPost, written: Content, by: str, moment: Moment) -> None:
    if written != drafts.content(session, post):
        drafts.append(session, post, written, by, moment.now)
    desk.redraw_sheet(session, post, moment)
