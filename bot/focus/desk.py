"""The messages to a post's writers: each stage is a new one, and the newest carries the buttons."""

from collections.abc import Sequence
from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from bot.access import WRITE_FOCUS, may
from bot.elsewhere import Moment
from bot.focus import drafts, letters, rhythms, sentences, thread
from bot.focus.content import Content, faults
from bot.focus.letters import Desk, Sheet
from bot.focus.models import FocusPost, FocusRevision
from bot.focus.post import Post
from bot.focus.rules import Standing, Week, post_key
from bot.settings import Operating
from bot.slack import outbox, people, remedies, visits
from bot.slack.blocks import Element
from bot.slack.messages import Message
from bot.slack.outbox import InDoubt
from bot.slack.text import date_text, escape, one_line


def _prefix(post: FocusPost) -> str:
    return f"focus:{post.week}:desk:{post.desk_messages}:"


def writers(session: Session, post: FocusPost, moment: Moment) -> Sequence[str]:
    """The author first, then whoever else wrote on it and still may."""
    author = drafts.author(post, moment)
    authors = session.scalars(sa.select(FocusRevision.written_by).where(FocusRevision.post_id == post.id).distinct())
    may_write = {one for one in authors if may(people.person(session, one), WRITE_FOCUS, moment.settings.people)}
    return [author, *sorted(may_write - {author})]


def send(session: Session, post: FocusPost, message: Message, moment: Moment, in_doubt: InDoubt = InDoubt.SEND) -> None:
    """A new message to every writer; the one before loses its buttons."""
    for key in outbox.keys(session, _prefix(post)):
        outbox.change(session, key=key, message=letters.superseded(_desk(post, moment)), now=moment.now)
    post.desk_messages += 1
    visits.changed(session, writers(session, post, moment), moment.now)
    for writer in writers(session, post, moment):
        key = f"{_prefix(post)}{writer}"
        outbox.enqueue(session, key=key, channel=writer, message=message, now=moment.now, in_doubt=in_doubt)


def redraw(session: Session, post: FocusPost, moment: Moment) -> None:
    """The newest message says where the post stands now."""
    _replace(session, post, standing(session, post, moment), moment)


def redraw_sheet(session: Session, post: FocusPost, moment: Moment) -> None:
    """The newest message stays the one on which last week's items are closed."""
    late = rhythms.hour_has_passed(moment.settings, Week.read(post.week), moment.now)
    _replace(session, post, _worksheet(session, post, drafts.content(session, post), moment, late), moment)


def accept_deletion(session: Session, post: FocusPost, moment: Moment) -> None:
    _replace(session, post, letters.stays_deleted(_desk(post, moment)), moment)


def _replace(session: Session, post: FocusPost, message: Message, moment: Moment) -> None:
    visits.changed(session, writers(session, post, moment), moment.now)
    keys = outbox.keys(session, _prefix(post))
    for key in keys:
        outbox.change(session, key=key, message=message, now=moment.now)
    if not keys:
        send(session, post, message, moment)


def standing(session: Session, post: FocusPost, moment: Moment, note: str = "") -> Message:
    desk = _desk(post, moment)
    by = people.name(session, post.approved_by) if post.approved_by else ""
    late = rhythms.hour_has_passed(moment.settings, desk.week, moment.now)
    match Standing(post.standing):
        case Standing.SKIPPED:
            return letters.skipped(desk, by)
        case Standing.APPROVED if not late:
            return letters.approved(desk, drafts.shown(session, post, moment), by)
        case Standing.POSTED if post.removed_at:
            return letters.deleted(desk)
        case Standing.POSTED:
            return _posted(session, desk, drafts.shown(session, post, moment), by)
    written = drafts.content(session, post)
    if is_ready(written):
        return letters.preview(desk, drafts.shown(session, post, moment), note, late)
    return _worksheet(session, post, written, moment, late)


def _posted(session: Session, desk: Desk, shown: Post, by: str) -> Message:
    error = outbox.why_refused(session, post_key(desk.week))
    if error is None:
        return letters.posted(desk, shown, by)
    return letters.not_taken(desk, shown, sentences.slack_says(escape(error), remedies.remedy(error)))


def is_ready(written: Content) -> bool:
    """To be seen and approved. A day to look again that came meanwhile takes nothing back."""
    return not faults(written, date.min)


def _worksheet(session: Session, post: FocusPost, written: Content, moment: Moment, late: bool) -> Message:
    desk, sheet = _desk(post, moment), _sheet(session, post, moment)
    if late:
        return letters.nothing_went_out(desk, sheet)
    if any(item.what not in sheet.carried for item in written.without_gaps().items):
        return letters.begun(desk, sheet)
    if rhythms.reminding(moment.settings).next_after(moment.now).at > _due(post, moment):
        return letters.reminder(desk, sheet)
    return letters.ask(desk, sheet, moment.words)


def _due(post: FocusPost, moment: Moment) -> datetime:
    due = rhythms.due(moment.settings, Week.read(post.week))
    return due.at if due else moment.now


def ask(session: Session, post: FocusPost, moment: Moment) -> Message:
    return letters.ask(_desk(post, moment), _sheet(session, post, moment), moment.words)


def _sheet(session: Session, post: FocusPost, moment: Moment) -> Sheet:
    week = Week.read(post.week)
    closes, items = drafts.before(session, week, moment)
    written = drafts.draft(session, week, post, moment)
    return Sheet(
        before=list(zip(items, written.closings, strict=True)),
        closes=closes,
        carried=[item.what for item in items if written.holds(item.what)],
        replies=_replies(session, closes, moment),
        changes=moment.told(moment.elsewhere.changes, session, drafts.since(session, moment)),
        behind=_behind(session, closes, moment),
    )


def _behind(session: Session, week: Week | None, moment: Moment) -> Sequence[Element]:
    waiting = moment.buttons(moment.elsewhere.behind_changes, session, drafts.since(session, moment))
    return [*waiting, *(moment.elsewhere.behind_asked(session, str(week)) if week else ())]


def _replies(session: Session, week: Week | None, moment: Moment) -> str:
    """What people said under the post before, as markup, with its thread."""
    post = drafts.find(session, week) if week else None
    if post is None:
        return ""
    said = thread.in_words(thread.engagement(session, post, moment.elsewhere))
    asked = drafts.content(session, post).would_like_to_hear
    address = outbox.address(session, post_key(Week.read(post.week)))
    if not said:
        return ""
    under = f"Under “{escape(one_line(asked))}”: " if asked else ""
    return f"{under}{said}" + (f" <{thread.link(session, address)}|Read them>" if address else "")


def due_text(settings: Operating, week: Week) -> str:
    """The due time in each reader's own zone."""
    due = rhythms.due(settings, week)
    return date_text(due.at, rhythms.zone(settings)) if due else sentences.WHOLE_WEEK_OFF


def _desk(post: FocusPost, moment: Moment) -> Desk:
    week = Week.read(post.week)
    return Desk(week, moment.settings.focus.channel or "", due_text(moment.settings, week), post.revision)
