"""What the CTO's office does with a week's post, on a real database."""

from collections.abc import Callable

import pytest
import sqlalchemy as sa

from bot.errors import FieldErrors
from bot.focus import publishing
from bot.focus.content import Content, Item
from bot.focus.form import Form
from bot.focus.models import FocusRevision
from bot.focus.refusals import AlreadyPosted, ChangedMeanwhile, ChangedSince, NothingToApprove, WeekIsOver
from bot.focus.rules import Standing, Week
from bot.slack import people
from bot.slack.people import Member
from tests.factories import ANA, CTO_CHANNEL, MAYA, TOM, content, settings
from tests.focus.office import Office, contains, filled, heading, signature

FRIDAY = "2026-02-27 15:00"
MONDAY_NINE = "2026-03-02 09:00"
HOSTILE = "<!channel> @here *bold* \x00\ud800 שלום 🚀 & <@U0TOM>"


# --- writing


def test_what_was_saved_is_in_the_form_when_it_is_opened_again(office: Office) -> None:
    written = content("Payments", "Hiring", not_this_week="Mobile.", would_like_to_hear="Which alert?")

    office.saves(filled(office.opens_form(), written))

    assert office.opens_form() == Form.of(office.week, 1, written)


def test_what_was_saved_is_kept_as_written(office: Office) -> None:
    office.saves(filled(office.opens_form(), Content((Item(HOSTILE, HOSTILE),))))

    assert office.opens_form().content.items[0] == Item(HOSTILE, HOSTILE)


def test_and_shown_safely(office: Office) -> None:
    office.saves(filled(office.opens_form(), Content((Item(HOSTILE, HOSTILE),), HOSTILE, HOSTILE)))
    office.approves()
    office.runs_jobs(MONDAY_NINE)

    for said in (str(office.posted()), str(office.messages()[0].payload)):
        assert "<!channel>" not in said
        assert "@here" not in said
        assert "<@U0TOM>" not in said
        assert "*bold*" not in said
        assert "\ud800" not in said
        assert "🚀" in said


def test_nor_does_a_title_ping_anybody(office: Office) -> None:
    office.changes_settings(settings(people={"cto_title": "<!channel>"}))
    office.writes_and_approves("Payments")
    office.runs_jobs(MONDAY_NINE)

    assert "<!" not in signature(office.posted())


def test_what_is_wrong_is_told_beside_the_field_and_nothing_is_saved(office: Office) -> None:
    wrong = Content((Item("Payments", "?"), Item("", "A reason."), Item("x" * 10_000, "A reason.")))

    with pytest.raises(FieldErrors) as refused:
        office.saves(filled(office.opens_form(), wrong))

    assert set(refused.value.errors) == {"why-0", "what-1", "what-2"}
    assert office.opens_form() == Form.of(office.week, 0, Content())
    assert office.messages() == []


def test_saving_shows_the_cto_exactly_what_will_be_posted(office: Office) -> None:
    office.writes("Payments", "Hiring")
    preview = office.newest()
    office.approves()
    office.runs_jobs(MONDAY_NINE)

    assert preview.buttons == ["Approve", "Edit", "Skip this week"]
    assert contains(preview.blocks, office.posted()["blocks"])
    assert office.posted()["text"] in preview.text
    assert office.in_channel()[0] == "focus:2026-W10:post"


def test_every_version_is_kept(office: Office) -> None:
    office.writes("Payments")
    office.writes("Hiring")

    numbers = office.session.scalars(sa.select(FocusRevision.number).order_by(FocusRevision.number))
    assert list(numbers) == [1, 2]


def test_editing_after_approval_ends_the_approval(office: Office) -> None:
    office.writes_and_approves("Payments")
    office.writes("Payments, and hiring")
    office.runs_jobs(MONDAY_NINE)

    assert office.post.standing == Standing.DRAFT
    assert office.in_channel() == []


def test_saving_the_same_text_again_keeps_it(office: Office) -> None:
    office.writes_and_approves("Payments")
    office.writes("Payments")
    office.runs_jobs(MONDAY_NINE)

    assert office.post.revision == 1
    assert office.in_channel()[0] == "focus:2026-W10:post"


def test_opening_and_saving_a_gapped_form_unchanged_keeps_it_too(office: Office) -> None:
    office.writes_and_approves("Payments")
    form = office.opens_form()

    office.saves(filled(form, Content((*form.content.items, Item(), Item()))))

    assert office.post.standing == Standing.APPROVED


# --- two people, two devices


def test_the_second_of_two_who_write_at_once_gets_their_text_back_and_may_save_again(office: Office) -> None:
    mayas, toms = office.opens_form(), office.opens_form()
    office.saves(filled(mayas, content("Payments")), by=MAYA)

    with pytest.raises(ChangedMeanwhile, match="Maya Okafor saved another version") as refused:
        office.saves(filled(toms, content("Hiring", "Pagers", not_this_week="Mobile.")), by=TOM)

    sitting = refused.value.sitting
    assert sitting.content.without_gaps() == content("Hiring", "Pagers", not_this_week="Mobile.")
    assert office.opens_form().content.without_gaps() == content("Payments")
    office.saves(sitting, by=TOM)
    assert office.opens_form().content.without_gaps() == sitting.content.without_gaps()
    assert office.post.revision == 2


def test_a_third_version_in_between_is_not_overwritten_either(office: Office) -> None:
    toms = office.opens_form()
    office.writes("Payments")
    with pytest.raises(ChangedMeanwhile) as refused:
        office.saves(filled(toms, content("Hiring")), by=TOM)
    office.writes("Payments, all of them")

    with pytest.raises(ChangedMeanwhile):
        office.saves(refused.value.sitting, by=TOM)


def test_the_same_person_on_two_devices_overwrites_nothing_unseen(office: Office) -> None:
    phone, laptop = office.opens_form(), office.opens_form()
    office.saves(filled(phone, content("From the train")))

    with pytest.raises(ChangedMeanwhile):
        office.saves(filled(laptop, content("From the desk")))


def test_the_same_text_from_two_devices_contradicts_nobody(office: Office) -> None:
    phone, laptop = office.opens_form(), office.opens_form()
    office.saves(filled(phone, content("Payments")))
    office.approves()

    office.saves(filled(laptop, content("Payments")))

    assert office.post.revision == 1
    assert office.post.standing == Standing.APPROVED


def test_a_name_in_that_note_is_text_or_a_mention_and_nothing_else(office: Office) -> None:
    people.remember(office.session, [Member(MAYA, "*M* <!channel>", "UTC", False, False, False)], office.now)
    office.changes_settings(settings(people={"operators": [TOM, "U0NEW"]}))
    mayas, toms, anas = (office.opens_form() for _ in range(3))
    office.saves(filled(mayas, content("Payments")), by=MAYA)
    with pytest.raises(ChangedMeanwhile, match=r"^∗M∗ &lt;!channel&gt; saved"):
        office.saves(filled(toms, content("Hiring")), by=TOM)
    office.writes("Hiring", by="U0NEW")
    with pytest.raises(ChangedMeanwhile, match=r"^<@U0NEW> saved"):
        office.saves(filled(anas, content("Pagers")), by=TOM)


# --- approving


def test_approved_before_the_hour_nothing_is_in_the_channel(office: Office) -> None:
    office.writes_and_approves()

    assert office.in_channel() == []
    assert "It goes out <!date^" in office.newest().text
    assert office.newest().buttons == ["Edit", "Take back approval"]


def test_nothing_that_is_not_written_can_be_approved(office: Office) -> None:
    office.runs_jobs(FRIDAY)

    with pytest.raises(NothingToApprove):
        office.approves(revision=0)


@pytest.mark.parametrize("revision", [0, 1, 3, 10**30])
def test_only_the_version_that_was_shown_can_be_approved(office: Office, revision: int) -> None:
    office.writes("Payments")
    office.writes("Hiring")

    with pytest.raises(ChangedSince, match="newest version"):
        office.approves(revision=revision)

    assert office.post.standing == Standing.DRAFT


@pytest.mark.parametrize("by", [MAYA, TOM])
def test_a_double_click_approves_once_and_says_so_once(office: Office, by: str) -> None:
    office.writes(by=TOM)
    office.approves(by)
    before = office.messages(), office.messages(TOM)

    office.approves(by)

    assert (office.messages(), office.messages(TOM)) == before


def test_what_the_cto_approved_is_not_approved_for_them_by_a_later_click(office: Office) -> None:
    office.writes(by=TOM)
    office.approves(MAYA)
    office.approves(TOM)

    assert office.post.approved_by == MAYA


def test_what_was_approved_for_the_cto_the_cto_may_make_their_own(office: Office) -> None:
    office.writes(by=TOM)
    office.approves(TOM)
    office.approves(MAYA)
    office.runs_jobs(MONDAY_NINE)

    assert signature(office.posted()) == "Maya Okafor, CTO"


def test_an_operator_may_write_and_approve_and_the_post_says_so_openly(office: Office) -> None:
    office.writes_and_approves("Payments", by=TOM)
    office.runs_jobs(MONDAY_NINE)

    assert signature(office.posted()) == "Maya Okafor, CTO · approved for Maya Okafor by Tom Brandt"
    assert "approved for Maya Okafor by Tom Brandt" in office.posted()["text"]


def test_the_cto_gets_a_new_message_about_it(office: Office) -> None:
    office.writes("Payments", by=TOM)
    before = len(office.messages(MAYA))

    office.approves(TOM)

    assert len(office.messages(MAYA)) == before + 1
    assert office.newest(MAYA).text.startswith("Approved by Tom Brandt.")
    assert "Take back approval" in office.newest(MAYA).buttons


def test_the_ctos_own_approval_rings_for_nobody(office: Office) -> None:
    office.writes("Payments")
    before = len(office.messages())

    office.approves()

    assert len(office.messages()) == before
    assert office.newest().text.startswith("Approved by Maya Okafor.")


def test_somebody_whose_name_is_not_known_is_mentioned(office: Office) -> None:
    office.changes_settings(settings(people={"cto": "U0NEW"}))
    office.writes_and_approves(by="U0NEW")
    office.runs_jobs(MONDAY_NINE)

    assert signature(office.posted()) == "<@U0NEW>, CTO"
    assert office.newest("U0NEW").text.startswith("Approved by <@U0NEW>.")


def test_a_name_cannot_ping_or_format(office: Office) -> None:
    people.remember(office.session, [Member(MAYA, "*M* <!channel>", "UTC", False, False, False)], office.now)
    office.writes_and_approves()

    assert "<!channel>" not in str(office.newest().payload)
    assert "*M*" not in str(office.newest().payload)


# --- approving after the hour


def test_what_is_approved_late_goes_out_at_once_under_its_real_date(office: Office) -> None:
    office.writes("Payments")
    office.runs_jobs(MONDAY_NINE)
    office.at("2026-03-03 11:00")

    office.approves()

    assert heading(office.posted()) == "Week 10, 3 March"
    assert office.in_channel() == ["focus:2026-W10:post", "focus:2026-W10:post:pin"]
    assert "It goes out" not in office.newest().text
    assert f"Posted in <#{CTO_CHANNEL}>" in office.newest().text


def test_and_is_posted_once_however_often_it_is_clicked(office: Office) -> None:
    office.writes("Payments")
    office.runs_jobs(MONDAY_NINE)
    office.approves()

    with pytest.raises(AlreadyPosted, match="already went out"):
        office.approves()

    assert office.in_channel() == ["focus:2026-W10:post", "focus:2026-W10:post:pin"]


def saves_again(office: Office) -> None:
    office.writes("Payments")


@pytest.mark.parametrize("undo", [Office.takes_back, saves_again])
def test_undoing_a_skip_after_the_hour_makes_no_false_promise(office: Office, undo: Callable[[Office], None]) -> None:
    office.writes("Payments")
    office.skips()
    office.runs_jobs(MONDAY_NINE)
    office.at("2026-03-02 10:00")

    undo(office)

    assert office.newest().buttons[0] == "Approve and post now"
    assert "once it is approved; it was due" in office.newest().text
    assert office.in_channel() == []


def test_undoing_a_skip_of_nothing_after_the_hour_neither(office: Office) -> None:
    office.runs_jobs(FRIDAY)
    office.skips()
    office.at("2026-03-02 10:00")

    office.takes_back()

    assert office.newest().buttons == ["Write it now", "Skip this week"]
    assert "would go out" not in office.newest().text


def test_a_form_left_open_over_the_weekend_is_saved_and_offers_to_post_late(office: Office) -> None:
    form = office.opens_form()
    office.runs_jobs(MONDAY_NINE)
    office.at("2026-03-02 09:30")

    office.saves(filled(form, content("Payments")))

    assert office.newest().buttons == ["Approve and post now", "Edit", "Skip this week"]
    assert office.in_channel() == []


def test_what_was_approved_but_could_not_be_posted_can_be_posted_late(office: Office) -> None:
    """The bot was down for longer than the grace of the job."""
    office.writes_and_approves("Payments")
    office.at("2026-03-05 09:00")
    office.writes("Payments")

    assert office.newest().buttons[0] == "Approve and post now"
    office.approves()
    assert heading(office.posted()) == "Week 10, 5 March"


def test_a_week_that_is_over_is_closed(office: Office) -> None:
    """Else a button of March would post week 10 in May."""
    office.runs_jobs(FRIDAY)
    form = office.opens_form()
    office.writes("Payments")
    office.runs_jobs(MONDAY_NINE)
    office.at("2026-03-09 09:00")

    for act in (
        office.approves,
        office.skips,
        office.takes_back,
        office.opens_form,
        lambda: office.saves(filled(form, content("Hiring"))),
    ):
        with pytest.raises(WeekIsOver, match="Week 10 is over"):
            act()
    assert office.in_channel() == []


def test_a_week_that_became_a_holiday_is_posted_only_by_a_click_that_says_so(office: Office) -> None:
    office.changes_settings(settings(calendar={"days_off": [f"2026-03-0{day}" for day in range(2, 9)]}))

    office.writes("Payments")

    assert office.newest().buttons[0] == "Approve and post now"


# --- skipping, taking back


def test_a_skipped_week_has_no_post(office: Office) -> None:
    office.writes_and_approves("Payments")
    office.skips()
    office.runs_jobs(MONDAY_NINE)

    assert office.in_channel() == []
    assert office.newest().text == "Maya Okafor skipped Monday's post of week 10. Nothing will be posted."


def test_a_skip_can_be_undone_and_keeps_what_was_written(office: Office) -> None:
    office.writes("Payments")
    office.skips()
    office.takes_back()

    assert office.newest().buttons == ["Approve", "Edit", "Skip this week"]
    assert office.opens_form().content.without_gaps() == content("Payments")


def test_so_can_a_skip_of_nothing(office: Office) -> None:
    office.runs_jobs(FRIDAY)
    office.skips()
    office.takes_back()

    assert office.newest().buttons == ["Write Monday's post", "Skip this week"]


def test_writing_after_a_skip_undoes_it_even_with_the_same_text(office: Office) -> None:
    office.writes("Payments")
    office.skips()
    office.writes("Payments")

    assert office.post.standing == Standing.DRAFT
    assert office.newest().buttons[0] == "Approve"


def test_skipping_twice_says_it_once(office: Office) -> None:
    office.writes("Payments")
    office.skips(TOM)
    before = office.messages()

    office.skips(TOM)

    assert office.messages() == before


def test_taking_back_what_is_not_approved_says_nothing(office: Office) -> None:
    office.writes("Payments")
    before = office.messages()

    office.takes_back(TOM)

    assert office.messages() == before


def test_an_approval_can_be_taken_back(office: Office) -> None:
    office.writes_and_approves("Payments")
    office.takes_back()
    office.runs_jobs(MONDAY_NINE)

    assert office.in_channel() == []


@pytest.mark.parametrize("act", [Office.skips, Office.takes_back])
def test_the_cto_gets_a_new_message_where_somebody_else_stops_an_approved_post(
    office: Office, act: Callable[[Office, str], None]
) -> None:
    office.writes_and_approves("Payments")
    before = len(office.messages())

    act(office, TOM)

    assert len(office.messages()) == before + 1


def test_after_posting_nothing_can_be_changed(office: Office) -> None:
    form = office.opens_form()
    office.writes_and_approves("Payments")
    office.runs_jobs(MONDAY_NINE)
    before = office.messages()

    for act in (
        office.approves,
        office.skips,
        office.takes_back,
        office.opens_form,
        lambda: office.saves(filled(form, content("Hiring"))),
    ):
        with pytest.raises(AlreadyPosted, match="The post of week 10 already went out, so nothing was changed"):
            act()
    assert office.messages() == before


# --- one message carries the buttons


def test_only_the_newest_message_has_buttons(office: Office) -> None:
    office.runs_jobs(FRIDAY)
    office.writes("Payments")
    office.writes("Hiring")

    *older, newest = office.messages()

    assert len(older) == 2
    assert all(message.buttons == [] for message in older)
    assert all("newest version is further down" in message.text for message in older)
    assert newest.buttons


def test_what_has_not_left_yet_is_replaced_and_what_has_is_updated(office: Office) -> None:
    office.runs_jobs(FRIDAY)
    office.writes("Payments")
    assert office.updates() == []

    office.delivers()
    office.approves()

    (newest,) = office.updates()
    assert newest == f"{office.newest().key}~"
    assert office.newest().buttons == ["Edit", "Take back approval"]


def test_once_it_is_posted_it_can_only_be_changed_or_added_to(office: Office) -> None:
    office.writes_and_approves("Payments")
    office.delivers()
    office.runs_jobs(MONDAY_NINE)

    assert [message.buttons for message in office.messages()][:-1] == [[]] * (len(office.messages()) - 1)
    assert office.newest().buttons == ["Change the post", "Add a follow-up"]
    assert "Posted in" in office.newest().text


def test_whoever_wrote_sees_what_the_cto_sees(office: Office) -> None:
    office.writes("Payments", by=TOM)

    assert office.newest(TOM).payload == office.newest(MAYA).payload
    assert office.messages(ANA) == []


def test_whoever_may_write_no_longer_sees_no_more_drafts(office: Office) -> None:
    office.writes("Payments", by=TOM)
    office.changes_settings(settings(people={"operators": []}))
    before = len(office.messages(TOM))

    office.writes("Something confidential")

    assert len(office.messages(TOM)) == before
    assert "confidential" not in str([message.payload for message in office.messages(TOM)])


# --- for everybody


def test_before_the_first_post_everybody_is_told_when_it_comes(office: Office) -> None:
    told = publishing.current(office.session, office.moment)

    assert told.text.startswith("There is no Monday post yet. The first one is due <!date^1772438400^")


def test_the_current_post_is_the_one_that_stands_in_the_channel(office: Office) -> None:
    office.writes_and_approves("Payments")
    office.runs_jobs(MONDAY_NINE)
    office.week = Week(2026, 11)
    office.at("2026-03-06 15:00")
    office.writes_and_approves("A secret until Monday")

    current = publishing.current(office.session, office.moment)

    assert current.payload() == office.posted()
