"""After posting: the words change, something is added, people reply, somebody deletes it."""

from dataclasses import replace
from datetime import date

from sqlalchemy.orm import Session

from bot import audit
from bot.elsewhere import Moment
from bot.errors import FieldErrors
from bot.focus import content as content_
from bot.focus import desk, drafts, letters, publishing, rhythms, sentences, thread, writing
from bot.focus.form import Form
from bot.focus.models import FocusPost
from bot.focus.refusals import NotPosted, WeekIsOver
from bot.focus.rules import Standing, Week, post_key
from bot.slack import outbox, people, visits
from bot.slack.messages import Message


def held(session: Session, week: Week, *, by: str, moment: Moment) -> FocusPost:
    """The post that went out, to be changed by this person. Raises NotPosted, WeekIsOver, NotAllowed."""
    writing.require_writer(session, week, by, moment)
    post = drafts.lock(session, week, moment.now)
    if post.standing != Standing.POSTED:
        raise NotPosted(week)
    if rhythms.is_over(moment.settings, week, moment.now):
        raise WeekIsOver(week)
    return post


# Changed


def form(session: Session, week: Week, *, by: str, moment: Moment) -> Form:
    """Raises as `held` does."""
    post = held(session, week, by=by, moment=moment)
    written = Form.of(week, post.revision, drafts.draft(session, week, post, moment))
    return replace(written, posted=True)


def change(session: Session, sitting: Form, *, by: str, moment: Moment) -> None:
    """The message in the channel reads so from now on, and says when it was edited. Raises FieldErrors,
    ChangedMeanwhile, and as `held` does."""
    writing.require_sound(sitting, content_.faults(sitting.content, date_of_post(session, sitting.week, moment)))
    post = held(session, sitting.week, by=by, moment=moment)
    written = drafts.complete(session, sitting.week, sitting.content, moment)
    if not writing.is_new(session, post, sitting, written):
        return
    drafts.add_revision(session, post, written, by, moment.now)
    audit.record(session, "changed after it went out:", f"focus {post.week}", by=by, now=moment.now)
    post.approved_revision, post.approved_by, post.edited_at = post.revision, by, moment.now
    publishing.redraw(session, post, moment)
    if sitting.change:
        _say_what_changed(session, post, sitting.change, by, moment)
    desk.send(session, post, desk.standing(session, post, moment), moment)


def date_of_post(session: Session, week: Week, moment: Moment) -> date:
    """A day to look again lay ahead when the post went out; that it came meanwhile is no fault of an edit."""
    post = drafts.find(session, week)
    at = post.posted_at if post and post.posted_at else moment.now
    return at.astimezone(rhythms.zone(moment.settings)).date()


def _say_what_changed(session: Session, post: FocusPost, words: str, by: str, moment: Moment) -> None:
    key = f"{post_key(Week.read(post.week))}:change:{post.revision}"
    _reply(session, post, key, letters.changed(_signed(session, post, by), words), moment)


def _signed(session: Session, post: FocusPost, by: str) -> str:
    """As markup: the author, or who wrote for them."""
    author = people.name(session, post.posted_for or by)
    return author if by == post.posted_for else f"{people.name(session, by)}, for {author}"


def _reply(session: Session, post: FocusPost, key: str, message: Message, moment: Moment) -> None:
    channel, about = moment.settings.focus.channel or "", post_key(Week.read(post.week))
    outbox.enqueue(session, key=key, channel=channel, message=message, about=about, now=moment.now)


# Added


def follow_up(session: Session, week: Week, words: str, sitting: str, *, by: str, moment: Moment) -> None:
    """In the thread, once a `sitting`. Raises FieldErrors, and as `held` does."""
    if len(words) > content_.LONGEST_FOLLOW_UP:
        raise FieldErrors({"words-0": sentences.at_most(content_.LONGEST_FOLLOW_UP, len(words))})
    post = held(session, week, by=by, moment=moment)
    key = f"{post_key(week)}:follow-up:{sitting}"
    _reply(session, post, key, letters.followed_up(_signed(session, post, by), words), moment)


# Replied


def hear(session: Session, post: FocusPost, *, ts: str, person: str, text: str, moment: Moment) -> None:
    """The author's reply is shown under the post; whoever seems to ask is offered to ask so that it is tracked."""
    reply = thread.heard(session, post, ts=ts, person=person, text=text, now=moment.now)
    if reply is None:
        return
    if person == post.posted_for:
        publishing.redraw(session, post, moment)
    elif thread.is_question(text) and _may_ask(moment) and not people.person(session, person).guest:
        address = outbox.address(session, post_key(Week.read(post.week)))
        if address:
            author = people.name(session, post.posted_for or "")
            outbox.whisper(
                session,
                key=f"focus:offer:{reply.id}",
                channel=address.channel,
                reader=person,
                message=letters.offer(author, reply.id),
                thread=address.ts,
                now=moment.now,
            )


def _may_ask(moment: Moment) -> bool:
    return moment.elsewhere.ask is not None and moment.settings.practices.questions


def forget(session: Session, post: FocusPost, ts: str, moment: Moment) -> None:
    """A reply that its author deleted."""
    was_authors = any(reply.ts == ts for reply in thread.own(session, post))
    if thread.forget(session, post, ts) and was_authors:
        publishing.redraw(session, post, moment)


# Deleted


def notice_deletion(session: Session, post: FocusPost, moment: Moment) -> None:
    """Once asked, whether to post it again. An older post is history, and stays so."""
    if post.removed_at:
        return
    post.removed_at = moment.now
    visits.changed_for_all(session, moment.now)
    if not rhythms.is_over(moment.settings, Week.read(post.week), moment.now):
        desk.send(session, post, desk.standing(session, post, moment), moment)


def post_again(session: Session, week: Week, *, by: str, moment: Moment) -> None:
    """Raises as `held` does."""
    post = held(session, week, by=by, moment=moment)
    if post.removed_at is None:
        return
    post.removed_at = None
    audit.record(session, "posted again:", f"focus {post.week}", by=by, now=moment.now)
    publishing.put(session, post, moment, again=True)
    desk.redraw(session, post, moment)


def let_go(session: Session, week: Week, *, by: str, moment: Moment) -> None:
    """It stays deleted; the buttons go. Raises as `held` does."""
    post = held(session, week, by=by, moment=moment)
    desk.accept_deletion(session, post, moment)


def at(session: Session, channel: str, ts: str, moment: Moment) -> FocusPost | None:
    """The post that stands there, held."""
    match (outbox.key_at(session, channel, ts) or "").split(":"):
        case ["focus", week, "post"]:
            return drafts.lock(session, Week.read(week), moment.now)
    return None
