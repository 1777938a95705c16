"""Writing a week's post: alone or by two, at once or with pauses, from any device; and closing last week's items."""

from dataclasses import replace
from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Session

from bot.access import WRITE_FOCUS, Role, roles
from bot.elsewhere import Moment
from bot.errors import FieldErrors, NotAllowed
from bot.focus import content as content_
from bot.focus import desk, drafts, rhythms, rules, sentences
from bot.focus.content import Content, Fate, Faults, Item
from bot.focus.form import Form
from bot.focus.models import FocusPost
from bot.focus.refusals import AlreadyPosted, ChangedMeanwhile, ChangedSince, NoRoom, WeekIsOver
from bot.focus.rules import Standing, Week
from bot.settings import Operating
from bot.slack import people
from bot.slack.text import escape

OPEN = (Standing.DRAFT, Standing.APPROVED)


def week_to_write(session: Session, moment: Moment) -> Week:
    weeks = session.scalars(sa.select(FocusPost.week).where(FocusPost.standing.in_(OPEN)))
    open_weeks = [Week.read(week) for week in weeks]
    posting, asking = rhythms.posting(moment.settings), rhythms.asking(moment.settings)
    return rules.week_to_write(moment.now, posting, asking, open_weeks)


def form(session: Session, week: Week, *, by: str, moment: Moment) -> Form:
    """Raises AlreadyPosted, WeekIsOver, NotAllowed."""
    require_writer(session, week, by, moment)
    post = drafts.find(session, week)
    if post:
        _refuse_closed(post, moment)
    return Form.of(week, post.revision if post else 0, drafts.draft(session, week, post, moment))


def hold(session: Session, week: Week, *, by: str, moment: Moment) -> FocusPost:
    """The week's post, to be changed by this person. Raises AlreadyPosted, WeekIsOver, NotAllowed."""
    require_writer(session, week, by, moment)
    post = drafts.lock(session, week, moment.now)
    _refuse_closed(post, moment)
    return post


def require_writer(session: Session, week: Week, by: str, moment: Moment) -> None:
    """Whoever stands in writes only the posts that are theirs."""
    if not may_write(session, week, by, moment.settings):
        raise NotAllowed(WRITE_FOCUS.sentence)


def may_write(session: Session, week: Week, by: str, settings: Operating) -> bool:
    held = roles(people.person(session, by), settings.people)
    is_theirs = Role.STAND_IN in held and by == rhythms.author(settings, week)
    return bool(held & {Role.CTO, Role.OPERATOR}) or is_theirs


def _refuse_closed(post: FocusPost, moment: Moment) -> None:
    week = Week.read(post.week)
    if post.standing == Standing.POSTED:
        raise AlreadyPosted(week)
    if rhythms.is_over(moment.settings, week, moment.now):
        raise WeekIsOver(week)


def save(session: Session, sitting: Form, *, by: str, moment: Moment) -> None:
    """A new revision, and its preview to the writers.

    Raises FieldErrors, AlreadyPosted, WeekIsOver, ChangedMeanwhile.
    """
    require_sound(sitting, content_.faults(sitting.content, _today(moment)))
    post = _store(session, sitting, by, moment)
    desk.send(session, post, desk.standing(session, post, moment), moment)


def put_aside(session: Session, sitting: Form, *, by: str, moment: Moment) -> Form:
    """Kept as far as it is, to go on from any device. Raises as `save` does."""
    require_sound(sitting, content_.too_long(sitting.content))
    post = _store(session, sitting, by, moment)
    desk.redraw(session, post, moment)
    return replace(sitting, base_revision=post.revision)


def require_sound(sitting: Form, found: Faults) -> None:
    if errors := {sitting.block_id(field): sentence for field, sentence in found}:
        raise FieldErrors(errors)


def _today(moment: Moment) -> date:
    return moment.now.astimezone(rhythms.zone(moment.settings)).date()


def _store(session: Session, sitting: Form, by: str, moment: Moment) -> FocusPost:
    post = hold(session, sitting.week, by=by, moment=moment)
    written = drafts.complete(session, sitting.week, sitting.content, moment)
    if is_new(session, post, sitting, written) or post.standing == Standing.SKIPPED:
        drafts.append(session, post, written, by, moment.now)
    return post


def is_new(session: Session, post: FocusPost, sitting: Form, written: Content) -> bool:
    """Raises ChangedMeanwhile where it would take the place of what its writer never saw."""
    before = drafts.content(session, post)
    if written != before and sitting.base_revision != post.revision:
        _refuse_overwriting(session, post, sitting, before)
    return written != before


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
        raise FieldErrors({"words-0": sentences.at_most(content_.LONGEST_LINE, len(words))})
    post, item, written = _item_to_close(session, week, number, by, moment)
    closed = written.closing(item.what, fate, words)
    if fate is None:
        kept = tuple(one for one in closed.items if not (one.weeks > 1 and one.what == item.what))
        closed = replace(closed, items=kept)
    _keep(session, post, closed, by, moment)


def carry_over(session: Session, week: Week, number: int, *, by: str, moment: Moment) -> None:
    """Into this week, with its weeks counted. Raises NoRoom and as `close` does."""
    post, item, written = _item_to_close(session, week, number, by, moment)
    carried = written.with_item(item.carried())
    if not carried.holds(item.what):
        raise NoRoom
    words = next(one.words for one in written.closings if one.what == item.what)
    _keep(session, post, carried.closing(item.what, Fate.MOVED, words), by, moment)


def name_of(session: Session, week: Week, number: int, *, by: str, moment: Moment) -> str:
    """Of the item that is to be closed, as written. Raises as `close` does."""
    _, item, _ = _item_to_close(session, week, number, by, moment)
    return item.what


def _item_to_close(
    session: Session, week: Week, number: int, by: str, moment: Moment
) -> tuple[FocusPost, Item, Content]:
    post = hold(session, week, by=by, moment=moment)
    _, items = drafts.before(session, week, moment)
    if not 0 <= number < len(items):
        raise ChangedSince
    return post, items[number], drafts.draft(session, week, post, moment)


def _keep(session: Session, post: FocusPost, written: Content, by: str, moment: Moment) -> None:
    if written != drafts.content(session, post):
        drafts.append(session, post, written, by, moment.now)
    desk.redraw_sheet(session, post, moment)
