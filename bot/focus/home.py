"""What App Home shows of the week's post: what its writers have to do, and this week's focus for everybody."""

from collections.abc import Sequence

from sqlalchemy.orm import Session

from bot.elsewhere import Moment
from bot.focus import desk, drafts, history_views, letters, publishing, rhythms, writing
from bot.focus.content import Content
from bot.focus.models import FocusPost
from bot.focus.rules import Standing, Week, post_key
from bot.slack import blocks, outbox, people
from bot.slack.blocks import Block
from bot.slack.home import Look
from bot.slack.permalinks import permalink
from bot.slack.text import escape, one_line

FOCUS = "This week's focus"
READ = "focus.home.read"


def _moment(look: Look) -> Moment:
    return Moment(look.settings, look.prompts.of("focus"), look.now)


# What waits


def waiting(session: Session, look: Look) -> Sequence[Block]:
    """From the hour at which it is asked for until it is approved or skipped, for whoever writes it."""
    moment = _moment(look)
    week = writing.week_to_write(session, moment)
    post = drafts.find(session, week)
    if post is None or post.standing != Standing.DRAFT or look.person.id not in desk.writers(session, post, moment):
        return []
    written = drafts.content(session, post)
    late = rhythms.hour_has_passed(look.settings, week, look.now)
    when = f"It was due {desk.due_text(look.settings, week)}." if late else _goes_out(look, week)
    if not desk.is_ready(written):
        begun = "is begun, and not ready yet" if written.items else "wants to be written"
        return [blocks.section(f"*Monday's post {begun}*\n{when}"), _buttons(post, late, ready=False)]
    heading = blocks.section(f"*Monday's post waits for your approval*\n{_items(written)}")
    return [heading, blocks.context(when), _buttons(post, late, ready=True)]


def _goes_out(look: Look, week: Week) -> str:
    return f"It goes out {desk.due_text(look.settings, week)} in <#{look.settings.focus.channel}>."


def _items(written: Content) -> str:
    return "\n".join(f"{number}  {escape(one_line(item.what))}" for number, item in enumerate(written.items, start=1))


def _buttons(post: FocusPost, late: bool, *, ready: bool) -> Block:
    week, revision = post.week, f"{post.week}:{post.revision}"
    skip = letters.skip_button(revision)
    if not ready:
        write = blocks.button("Write it", letters.WRITE, value=week, style="primary", label="Write Monday's post")
        return blocks.actions(write, skip, block_id="home-focus")
    approve = "Approve and post now" if late else "Approve"
    return blocks.actions(
        blocks.button(approve, letters.APPROVE, value=revision, style="primary", label=f"{approve}: Monday's post"),
        blocks.button("Read it", READ, value=revision, label="Read Monday's post as everybody will see it"),
        blocks.button("Edit", letters.WRITE, value=week, label="Edit Monday's post"),
        skip,
        block_id="home-focus",
    )


# What stands there


def current(session: Session, look: Look) -> Sequence[Block]:
    moment = _moment(look)
    post = publishing.latest_posted(session)
    if post is None:
        week = rhythms.week_of(look.settings, rhythms.posting(look.settings).next_after(look.now))
        return [blocks.section(history_views.nothing_posted_yet(desk.due_text(look.settings, week)).text)]
    written = drafts.content(session, post)
    items = [
        f"*{n}  {escape(one_line(item.what))}*\n{escape(item.why)}" for n, item in enumerate(written.items, start=1)
    ]
    about = [f"Week {Week.read(post.week).number}, {people.name(session, drafts.author(post, moment))}"]
    return [blocks.section("\n".join(items)), blocks.context(" · ".join([*about, *_link(session, post)]))]


def _link(session: Session, post: FocusPost) -> Sequence[str]:
    address = None if post.removed_at else outbox.address(session, post_key(Week.read(post.week)))
    return [f"<{permalink(session, address.channel, address.ts)}|the post and its thread>"] if address else []
