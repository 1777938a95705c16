"""After posting: edits, follow-ups, replies, questions among them, and a message that somebody deletes."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest
import sqlalchemy as sa

from bot.errors import FieldErrors, NotAllowed
from bot.focus import afterwards, publishing, thread
from bot.focus.content import Content
from bot.focus.refusals import ChangedMeanwhile, NotPosted, WeekIsOver
from bot.focus.rules import Week
from bot.slack import outbox
from bot.slack.doors import Done
from bot.slack.outbox import Delivery, Kind
from tests.factories import ANA, CTO_CHANNEL, MAYA, TOM, content
from tests.focus.office import W10, Office, signature

MONDAY_NINE = "2026-03-02 09:00"
KEY = "focus:2026-W10:post"


@pytest.fixture
def posted(office: Office) -> Office:
    """Monday at ten past nine; the post stands in the channel."""
    office.writes_and_approves("Payments")
    office.runs_jobs(MONDAY_NINE)
    office.delivers()
    office.at("2026-03-02 09:10")
    return office


def changes(office: Office, written: Content, note: str = "", by: str = MAYA) -> None:
    form = afterwards.form(office.session, office.week, by=by, moment=office.moment)
    written = replace(written, closings=form.content.closings, closes=form.content.closes)
    sitting = replace(form, content=written, keys=tuple(range(len(written.items))), change=note)
    afterwards.change(office.session, sitting, by=by, moment=office.moment)


def in_channel(office: Office) -> Mapping[str, Any]:
    """The post as it reads now."""
    (row,) = office.rows(Delivery.key == KEY)
    changed = office.rows(Delivery.about == KEY, Delivery.kind == Kind.UPDATE)
    return changed[-1].payload if changed else row.payload


def in_thread(office: Office) -> list[str]:
    rows = office.rows(Delivery.about == KEY, Delivery.kind == Kind.POST)
    return [row.payload["text"] for row in rows]


def whispers(office: Office) -> list[Delivery]:
    return office.rows(Delivery.kind == Kind.WHISPER)


def replies(office: Office, ts: str, text: str, by: str = ANA) -> None:
    afterwards.hear(office.session, office.post, ts=ts, person=by, text=text, moment=office.moment)


def offers_questions(office: Office) -> None:
    office.elsewhere = replace(office.elsewhere, ask=lambda session, call, text, source, week: Done())


# --- changed


def test_a_typo_is_mended_in_place_and_the_post_says_that_it_was_edited(posted: Office) -> None:
    changes(posted, content("Payments, all of them"))

    assert "1  Payments, all of them" in in_channel(posted)["text"]
    assert signature(in_channel(posted)) == "Maya Okafor, CTO · edited Monday 09:10"
    assert in_thread(posted) == []


def test_a_changed_meaning_is_told_in_the_thread(posted: Office) -> None:
    changes(posted, content("Hiring first"), note="Payments wait: the vendor moved its date.")

    assert in_thread(posted) == ["Maya Okafor changed the post: Payments wait: the vendor moved its date."]


def test_whoever_edits_for_the_cto_is_named(posted: Office) -> None:
    changes(posted, content("Payments!"), note="A word.", by=TOM)

    assert "approved for Maya Okafor by Tom Brandt" in signature(in_channel(posted))
    assert in_thread(posted) == ["Tom Brandt, for Maya Okafor changed the post: A word."]


def test_saving_the_same_words_edits_nothing(posted: Office) -> None:
    changes(posted, content("Payments"), note="Nothing.")

    assert posted.post.edited_at is None
    assert in_thread(posted) == []


def test_what_was_wrong_in_a_draft_is_wrong_in_an_edit(posted: Office) -> None:
    with pytest.raises(FieldErrors):
        changes(posted, content("?"))


def test_two_who_edit_at_once_overwrite_nothing_unseen(posted: Office) -> None:
    toms = afterwards.form(posted.session, W10, by=TOM, moment=posted.moment)
    changes(posted, content("Payments, first"))

    with pytest.raises(ChangedMeanwhile) as refused:
        afterwards.change(
            posted.session, replace(toms, content=content("Tom's"), keys=(0,)), by=TOM, moment=posted.moment
        )
    assert refused.value.sitting.posted


def test_further_channels_are_edited_too(posted: Office) -> None:
    message = publishing.current(posted.session, posted.moment)
    outbox.enqueue(posted.session, key=f"{KEY}:in:C0EAST", channel="C0EAST", message=message, now=posted.now)
    posted.settings = posted.settings.model_copy(
        update={"focus": posted.settings.focus.model_copy(update={"audiences": ("C0EAST 09:00 Asia/Kolkata",)})}
    )

    changes(posted, content("Payments, all of them"))

    assert "Payments, all of them" in posted.rows_to("C0EAST")[-1].payload["text"]


def test_nothing_is_edited_before_it_went_out_or_once_the_week_is_over(office: Office) -> None:
    office.writes("Payments")
    with pytest.raises(NotPosted):
        afterwards.form(office.session, W10, by=MAYA, moment=office.moment)

    office.approves()
    office.runs_jobs(MONDAY_NINE)
    office.at("2026-03-09 09:00")
    with pytest.raises(WeekIsOver):
        afterwards.form(office.session, W10, by=MAYA, moment=office.moment)


def test_nobody_else_edits(posted: Office) -> None:
    with pytest.raises(NotAllowed):
        changes(posted, content("Mine"), by=ANA)


# --- added


def test_a_follow_up_stands_in_the_thread_once(posted: Office) -> None:
    for _ in range(2):
        afterwards.follow_up(posted.session, W10, "Finance said yes.", "V1", by=MAYA, moment=posted.moment)

    assert in_thread(posted) == ["Maya Okafor adds: Finance said yes."]


def test_a_follow_up_has_a_length(posted: Office) -> None:
    with pytest.raises(FieldErrors, match="At most 2,000 characters"):
        afterwards.follow_up(posted.session, W10, "x" * 2001, "V1", by=MAYA, moment=posted.moment)


# --- replied


def test_replies_are_counted_by_distinct_people_without_the_author(posted: Office) -> None:
    for ts, by in (("1.1", ANA), ("1.2", ANA), ("1.3", TOM), ("1.4", MAYA)):
        replies(posted, ts, "The disk alert.", by)
    replies(posted, "1.1", "The disk alert.", ANA)

    found = thread.engagement(posted.session, posted.post, posted.elsewhere)

    assert (found.replies, found.repliers) == (3, 2)
    assert thread.in_words(found) == "2 people replied, 3 replies in all."


def test_the_words_of_others_are_not_kept(posted: Office) -> None:
    replies(posted, "1.1", "The disk alert.")

    assert thread.find(posted.session, posted.post, "1.1").text is None


def test_the_ctos_reply_is_shown_under_the_post_with_its_link(posted: Office) -> None:
    replies(posted, "1772442600.000100", "Which of them?", by=MAYA)

    text = in_channel(posted)["text"]
    assert "Maya Okafor replied in the thread: <https://slack.com/archives/" in text
    assert "p1772442600000100?thread_ts=" in text
    assert "|Monday 10:10>" in text


def test_a_reply_that_its_author_deletes_is_counted_no_more(posted: Office) -> None:
    replies(posted, "1.1", "The disk alert.")
    replies(posted, "1.2", "Which of them?", by=MAYA)
    for ts in ("1.1", "1.2", "9.9"):
        afterwards.forget(posted.session, posted.post, ts, posted.moment)

    assert thread.engagement(posted.session, posted.post, posted.elsewhere) == thread.Engagement()
    assert "replied in the thread" not in in_channel(posted)["text"]


def test_reactions_are_counted_and_taken_back(posted: Office) -> None:
    for by, name in ((ANA, "eyes"), (ANA, "eyes"), (ANA, "tada"), (TOM, "eyes"), (MAYA, "eyes")):
        thread.react(posted.session, posted.post, by, name, removed=False)
    thread.react(posted.session, posted.post, ANA, "tada", removed=True)

    found = thread.engagement(posted.session, posted.post, posted.elsewhere)
    assert (found.reactions, found.reacted) == (2, 2)


# --- questions among the replies


@pytest.mark.parametrize(
    "text",
    [
        "Why not mobile first?",
        "why would we do this now",
        "Is that so? Really",
        "למה?",
        "quoi ?",
        "(why?)",
        "どうして？",
    ],
)
def test_a_question_is_known_by_its_mark_or_its_first_word(text: str) -> None:
    assert thread.is_question(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "?",
        "??",
        "The disk alert.",
        "See https://example.com/a?b=c",
        "What!",
        "Whatever you say",
        "<https://a.b/?q>",
    ],
)
def test_anything_else_is_none(text: str) -> None:
    assert not thread.is_question(text)


def test_whoever_asks_is_offered_and_only_they_to_have_it_tracked(posted: Office) -> None:
    offers_questions(posted)
    replies(posted, "1.1", "Why not mobile first?")
    replies(posted, "1.1", "Why not mobile first?")

    (offer,) = whispers(posted)
    assert offer.reader == ANA
    assert offer.payload["thread_ts"] == posted.address(KEY).ts
    assert offer.payload["text"].startswith("Is this a question to Maya Okafor?")


def test_nobody_is_asked_about_a_remark_nor_the_cto_about_their_own(posted: Office) -> None:
    offers_questions(posted)
    replies(posted, "1.1", "The disk alert.")
    replies(posted, "1.2", "Which of them?", by=MAYA)

    assert whispers(posted) == []


def test_nor_where_nothing_tracks_questions(posted: Office) -> None:
    replies(posted, "1.1", "Why not mobile first?")

    assert whispers(posted) == []


# --- deleted


def test_a_deleted_post_is_noticed_and_asked_about_once(posted: Office) -> None:
    before = len(posted.messages())
    for _ in range(2):
        afterwards.notice_deletion(posted.session, posted.post, posted.moment)

    assert len(posted.messages()) == before + 1
    assert "was deleted in <#C0CTO>" in posted.newest().text
    assert posted.newest().buttons == ["Post it again", "Leave it deleted"]


def test_it_stands_there_again_and_is_pinned(posted: Office) -> None:
    afterwards.notice_deletion(posted.session, posted.post, posted.moment)
    for _ in range(2):
        afterwards.post_again(posted.session, W10, by=MAYA, moment=posted.moment)

    waiting = [row.key for row in posted.rows_to(CTO_CHANNEL) if row.state == "waiting"]
    assert waiting == [KEY, f"{KEY}:pin"]
    assert posted.newest().buttons == ["Change the post", "Add a follow-up"]


def test_or_stays_deleted_and_nobody_is_asked_again(posted: Office) -> None:
    afterwards.notice_deletion(posted.session, posted.post, posted.moment)
    afterwards.let_go(posted.session, W10, by=MAYA, moment=posted.moment)
    afterwards.notice_deletion(posted.session, posted.post, posted.moment)

    assert posted.newest().buttons == []
    assert "stays deleted" in posted.newest().text


def test_no_pin_is_taken_off_a_message_that_is_gone(posted: Office) -> None:
    afterwards.notice_deletion(posted.session, posted.post, posted.moment)
    posted.week = Week(2026, 11)
    posted.writes_and_approves("Hiring")
    posted.runs_jobs("2026-03-09 09:00")

    assert f"{KEY}:unpin" not in posted.in_channel()


def test_what_is_deleted_is_not_redrawn(posted: Office) -> None:
    afterwards.notice_deletion(posted.session, posted.post, posted.moment)
    replies(posted, "1.1", "Which of them?", by=MAYA)

    assert posted.rows(Delivery.about == KEY, Delivery.kind == Kind.UPDATE) == []


def test_a_post_is_found_by_where_it_stands(posted: Office) -> None:
    where = posted.address(KEY)

    found = afterwards.at(posted.session, where.channel, where.ts, posted.moment)

    assert found is posted.post
    assert afterwards.at(posted.session, where.channel, "0.1", posted.moment) is None
    pin = posted.session.scalars(sa.select(Delivery).where(Delivery.key == f"{KEY}:pin")).one()
    assert afterwards.at(posted.session, pin.sent_channel or "", pin.ts or "", posted.moment) is None
