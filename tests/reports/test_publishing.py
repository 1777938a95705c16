"""The approved report goes out once, and what is put right later is an amendment that every copy shows."""

import pytest
import sqlalchemy as sa

from bot.errors import FieldErrors, NotAllowed
from bot.reports import copies, findings, jobs, log, publishing, steps
from bot.reports.reviewing import NotNow
from bot.reports.sharing_models import ReportRevision
from bot.reports.sight import NotThere
from bot.reports.states import Audience, State
from bot.slack.outbox import Delivery, Kind
from tests.commitments.office import JONAS, PRIYA
from tests.factories import ANA, MAYA, TOM
from tests.reports.desk import CHECKOUT, EVERYBODY, SEVERE
from tests.reports.room import PROMPTS, Room
from tests.reports.test_actions import accepts, writes


def known(room: Room) -> None:
    for channel in (EVERYBODY, SEVERE, CHECKOUT):
        room.is_in(channel, MAYA, TOM, ANA)


def test_a_report_that_nobody_approved_does_not_go_out(room: Room) -> None:
    report = room.written()
    with pytest.raises(NotNow, match="once somebody other than its owner has approved"):
        room.publishes(report)
    room.asks(report, ANA)
    with pytest.raises(NotNow):
        room.publishes(report)
    assert room.state(report) is State.IN_REVIEW


def test_of_the_lowest_severity_a_setting_may_waive_the_approval(room: Room) -> None:
    reports = room.settings.reports.model_copy(update={"waive_approval_for_lowest": True})
    room.settings = room.settings.model_copy(update={"reports": reports})
    with pytest.raises(NotNow):
        room.publishes(room.written(severity=3))
    assert room.publishes(room.written(severity=4)).state == State.PUBLISHED


def test_published_it_goes_where_severity_services_and_audience_say_with_a_summary_and_all_of_it(room: Room) -> None:
    known(room)
    report = room.approved()
    room.publishes(report, channels=(EVERYBODY, SEVERE, CHECKOUT), people=(MAYA,))
    for channel in (EVERYBODY, SEVERE, CHECKOUT, MAYA):
        summary, *rest = room.said_to(channel)
        assert "Report: Checkout slow for 47 minutes" in summary
        assert "Who felt it: 3,100 customers waited." in summary
        assert "About 3,100 customers waited over 10 s; 212 gave up." in " ".join(rest)


def test_a_channel_taken_out_of_the_form_is_left_out(room: Room) -> None:
    known(room)
    report = room.publishes(room.approved(), channels=(EVERYBODY,))
    assert [copy.channel for copy in copies.of(room.session, report.id)] == [EVERYBODY]


def test_two_who_publish_at_once_publish_once_and_the_second_reads_who_was_first(room: Room) -> None:
    known(room)
    report = room.approved()
    room.publishes(report, channels=(EVERYBODY,))
    with pytest.raises(NotNow, match="Priya Raman published this report"):
        room.publishes(report, by=JONAS, channels=(EVERYBODY,))
    assert report.revision == 1
    assert len([text for text in room.said_to(EVERYBODY) if text.startswith("Report:")]) == 1


def test_what_is_saved_while_it_is_published_is_not_in_it_and_said_so(room: Room) -> None:
    known(room)
    report = room.publishes(room.approved(), channels=(EVERYBODY,))
    room.writes(report, "impact", "About 3,400 customers waited.")
    assert publishing.unpublished(room.session, report, room.moment) == ["Impact in numbers"]
    assert "3,400" not in " ".join(room.said_to(EVERYBODY))
    notes = steps.page(room.session, report, room.person(PRIYA), room.moment).notes
    assert any("Saved and not in what people read: Impact in numbers" in note for note in notes)


BLAMING = "Jonas was careless and emptied a cache."


def test_a_line_that_judges_somebody_asks_for_a_reason_beside_it(room: Room) -> None:
    report = room.approved()
    with pytest.raises(FieldErrors) as wrong:
        room.publishes(report, lines=("A cache was emptied.", BLAMING, ""))
    assert set(wrong.value.errors) == {"line-1"}
    assert "careless" in wrong.value.errors["line-1"]
    assert "say below why it stays" in wrong.value.errors["line-1"]
    room.publishes(report, lines=("A cache was emptied.", BLAMING, ""), reason="It is what the customer wrote.")
    assert copies.revision(room.session, report).over_findings == "It is what the customer wrote."


@pytest.mark.parametrize("field", ["changed", "why"])
def test_what_an_amendment_says_of_itself_is_looked_at_too(room: Room, field: str) -> None:
    report = room.published()
    room.writes(report, "impact", "About 4,000 customers waited.")
    with pytest.raises(FieldErrors) as wrong:
        room.amends(report, **{field: BLAMING})
    assert set(wrong.value.errors) == {field}
    room.session.expire_all()
    room.amends(report, **{field: BLAMING}, reason="They ask for it.")
    room.writes(report, "impact", "About 5,000 customers waited.")
    room.amends(report)


def test_publishing_over_a_phrase_that_judges_somebody_asks_for_a_reason_which_is_kept(room: Room) -> None:
    report = room.written()
    text = "Tom is an idiot and should be fired."
    room.writes(report, "hard", text)
    findings.look(room.session, report, "hard", text, findings.checker(room.session, PROMPTS))
    room.asks(report, ANA)
    room.approves(report)
    with pytest.raises(FieldErrors) as wrong:
        room.publishes(report)
    assert set(wrong.value.errors) == {"reason"}
    room.publishes(report, reason="It is a quotation that the review wanted kept.")
    assert copies.revision(room.session, report).over_findings == "It is a quotation that the review wanted kept."
    assert log.read(room.session, report.id)[-1].says == "It is a quotation that the review wanted kept."


def test_publishing_over_a_title_that_judges_somebody_asks_for_a_reason_unless_it_has_one(room: Room) -> None:
    report = room.written()
    report.title = "Tom is to blame for the slow checkout"
    found = findings.look(room.session, report, findings.TITLE, report.title, findings.checker(room.session, PROMPTS))
    room.asks(report, ANA)
    room.approves(report)
    with pytest.raises(FieldErrors) as wrong:
        room.publishes(report)
    assert set(wrong.value.errors) == {"reason"}
    because = "It is the headline that customers read."
    findings.keep(room.session, report, findings.TITLE, found, because, by=PRIYA, now=room.now)
    room.publishes(report)
    assert copies.revision(room.session, report).over_findings == ""


def test_who_only_reads_it_can_neither_publish_nor_amend(room: Room) -> None:
    report = room.approved()
    with pytest.raises(NotThere):
        room.publishes(report, by=MAYA)
    room.publishes(report)
    with pytest.raises(NotAllowed):
        room.amends(report, by=MAYA)


def test_the_first_line_is_needed_and_lines_have_a_length(room: Room) -> None:
    report = room.approved()
    with pytest.raises(FieldErrors) as wrong:
        room.publishes(report, lines=("", "x", "y"))
    assert "line-0" in wrong.value.errors
    with pytest.raises(FieldErrors) as wrong:
        room.publishes(report, lines=("What", "x" * 301, ""))
    assert "this has 301" in wrong.value.errors["line-1"]


# Amending


def test_an_amendment_changes_every_copy_and_the_old_words_stay_readable(room: Room) -> None:
    known(room)
    report = room.publishes(room.approved(), channels=(EVERYBODY, SEVERE))
    room.delivers()
    room.writes(report, "impact", "About 3,400 customers waited.")
    room.amends(report)
    assert room.state(report) is State.AMENDED
    for channel in (EVERYBODY, SEVERE):
        summary, part, note = room.said_to(channel)
        assert "amended" in summary
        assert "About 3,400 customers waited." in part
        assert "Priya Raman amended this report" in note
        assert "Counted anew." in note
    first = copies.thread(room.session, report, room.moment, 1)
    assert "About 3,100 customers" in " ".join(message.text for message in first)
    assert "Priya Raman amended a report that you approved" in room.said_to(ANA)[-1]


def test_an_amendment_says_what_and_why_and_changes_something(room: Room) -> None:
    report = room.published()
    with pytest.raises(FieldErrors) as wrong:
        room.amends(report, changed="", why="")
    assert set(wrong.value.errors) == {"changed", "why"}
    with pytest.raises(FieldErrors, match="Nothing differs"):
        room.amends(report)


def test_the_second_of_two_amendments_at_once_looks_at_the_first(room: Room) -> None:
    report = room.published()
    room.writes(report, "impact", "More.")
    room.amends(report)
    room.writes(report, "impact", "Still more.")
    with pytest.raises(NotNow, match="meanwhile"):
        room.amends(report, saw=1)


def test_a_report_that_grows_gets_new_messages_and_one_that_shrinks_leaves_a_line(room: Room) -> None:
    known(room)
    report = room.publishes(room.approved(), channels=(EVERYBODY,))
    room.delivers()
    room.writes(report, "hard", "\n\n".join("What was hard to see. " * 60 for _ in range(6)))
    room.amends(report)
    grown = room.copy(report, EVERYBODY).parts
    assert grown > 2
    room.delivers()
    room.writes(report, "hard", "Little.")
    room.amends(report)
    texts = room.said_to(EVERYBODY)
    assert sum("The report is shorter now" in text for text in texts) == grown - 1
    assert not [text for text in texts if "What was hard to see." in text]


def test_only_messages_that_read_otherwise_are_changed(room: Room) -> None:
    known(room)
    report = room.written()
    room.writes(report, "factors", "\n\n".join("The cache was emptied. " * 60 for _ in range(6)))
    room.asks(report, ANA)
    room.approves(report)
    room.publishes(report, channels=(EVERYBODY,))
    room.delivers()
    room.writes(report, "unshared", "Nothing.")
    room.amends(report)
    changed = room.rows(Delivery.kind == Kind.UPDATE, Delivery.channel == EVERYBODY)
    assert len(changed) < room.copy(report, EVERYBODY).parts + 1


def test_where_its_actions_stand_is_in_the_summary_and_below_and_kept_up_to_date(room: Room) -> None:
    known(room)
    report = room.approved()
    writes(room, report)
    room.approves(report)
    room.publishes(report, channels=(EVERYBODY,))
    summary, part = room.said_to(EVERYBODY)
    assert "1 action, none done yet, 1 without an owner." in summary
    assert "1. Alert on cache hit rate" in part
    room.delivers()
    writes(room, report, "Warm the cache after every change")
    room.now = room.now.replace(hour=report.id % 24)
    jobs.follow_actions(room.session, room.moment)
    summary, part = room.said_to(EVERYBODY)
    assert "2 actions" in summary
    assert "2. Warm the cache after every change" in part


def test_what_an_action_comes_to_is_in_every_summary_at_once(room: Room) -> None:
    known(room)
    report = room.publishes(room.approved(), channels=(EVERYBODY,))
    row = writes(room, report, owner=TOM)
    room.delivers()
    accepts(room, row, TOM)
    assert "1 action, none done yet, next due" in room.said_to(EVERYBODY)[0]


def test_each_revision_is_kept_as_it_was(room: Room) -> None:
    report = room.published()
    room.writes(report, "impact", "More.")
    room.amends(report)
    numbers = room.session.scalars(sa.select(ReportRevision.number).where(ReportRevision.report_id == report.id)).all()
    assert sorted(numbers) == [1, 2]


def test_a_private_report_goes_to_each_of_the_named_and_to_no_channel(room: Room) -> None:
    room.is_in(EVERYBODY, MAYA, "U0SALES")
    report = room.approved(audience=Audience.NAMED, named=(MAYA,))
    with pytest.raises(FieldErrors, match="not among those"):
        room.publishes(report, channels=(EVERYBODY,))
    room.publishes(report)
    assert "Checkout slow" in room.said_to(MAYA)[0]
    others = room.rows(Delivery.channel.not_in([MAYA, PRIYA, JONAS, ANA, TOM]))
    assert not [row for row in others if "Checkout slow" in str(row.payload)]
