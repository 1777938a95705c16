"""The settings plan an all-hands late, move its day, or plan it no more: drafted all the same, and posted once."""

from collections.abc import Sequence
from datetime import date
from typing import Any

import pytest

from bot.access import Person
from bot.commitments import home, meeting_days, meeting_words, meetings
from bot.commitments.digest_views import Edit
from bot.commitments.meeting_models import Held
from bot.commitments.meetings import NotPlanned
from bot.config import validated
from bot.settings import save
from bot.slack.home import Look
from bot.slack.outbox import Delivery
from tests.commitments.office import JONAS, PROMPTS, Office, buttons
from tests.commitments.test_meetings import moment, posted, posts, runs
from tests.factories import MAYA, settings

SECOND, FIFTH, SIXTH = date(2026, 3, 2), date(2026, 3, 5), date(2026, 3, 6)


def plans(office: Office, local: str, **all_hands: Any) -> None:
    """Somebody saves the settings; the beat after it knows them."""
    document = settings().model_dump(mode="json", exclude_defaults=True)
    office.settings = validated({**document, "all_hands": all_hands})
    office.at(local)
    save(office.session, office.settings, by="test", now=office.now)


def beats(office: Office, *times: str) -> None:
    for local in times:
        runs(office, local)


def says(office: Office, day: date, opening: str) -> None:
    meeting_words.save(office.session, Edit(day, 0, opening, {}), by=MAYA, moment=moment(office))


def drafts(office: Office) -> list[str]:
    return [said["text"].partition("\n")[0] for said in office.messages(MAYA) if "Draft of" in said["text"]]


def with_buttons(office: Office) -> list[str]:
    return [said["text"] for said in office.messages(MAYA) if buttons(said)]


def digests(office: Office) -> Sequence[Delivery]:
    return [row for row in posts(office) if row.key.endswith(":post")]


def home_of_maya(office: Office) -> str:
    return str(home.waiting(office.session, Look(Person(MAYA), office.settings, PROMPTS, office.now)))


# --- planned so late that the time of its draft has passed


@pytest.mark.parametrize(
    ("saved", "all_hands"),
    [
        ("4 Mar 10:00", {"on": "first thursday"}),
        ("4 Mar 10:00", {"dates": ["2026-03-05"]}),
        ("3 Mar 09:01", {"on": "first thursday", "at": "15:00"}),
        ("5 Mar 10:00", {"on": "every thursday"}),
    ],
)
@pytest.mark.parametrize("known_before", [True, False])
def test_the_draft_comes_at_once_and_the_owners_are_asked(
    office: Office, saved: str, all_hands: dict[str, Any], known_before: bool
) -> None:
    office.at("27 Feb 10:00")
    office.promises("Silent", by=JONAS, for_="30 Jun", rhythm_days=2).asked = 3
    if known_before:
        beats(office, "27 Feb 10:00")
    plans(office, saved, **all_hands)
    beats(office, saved, f"{saved[:-1]}5", f"{saved[:5]} 14:00")

    (draft,) = drafts(office)
    assert draft.startswith("Draft of the all-hands digest. It goes out <!date^")
    assert "1 promise was silent; the owners are asked once more." in str(office.messages(MAYA))
    assert "Silent" in office.messages(JONAS)[-1]["text"]
    beats(office, "5 Mar 15:00", "5 Mar 16:00")
    assert len(digests(office)) == 1


def test_over_a_long_weekend_too(office: Office) -> None:
    plans(office, "6 Apr 20:00", dates=["2026-04-07"])  # Easter Monday; its draft was due on Wednesday
    beats(office, "6 Apr 20:00", "6 Apr 20:05")

    assert len(drafts(office)) == 1


def test_each_of_several_whose_drafts_are_due_on_one_day_is_drafted_once(office: Office) -> None:
    plans(office, "10 Mar 10:00", dates=["2026-03-14", "2026-03-15", "2026-03-16"])
    beats(office, "10 Mar 10:00", "12 Mar 09:00", "12 Mar 09:05", "13 Mar 09:00")

    assert len(drafts(office)) == 3


def test_shown_by_hand_before_its_time_it_is_drafted_in_its_time_all_the_same(office: Office) -> None:
    plans(office, "24 Feb 10:00", on="first thursday")
    beats(office, "24 Feb 10:00")
    meetings.show_draft(office.session, meetings.begin(office.session, FIFTH, office.now), moment(office))
    beats(office, "3 Mar 09:00")

    assert len(office.messages(MAYA)) == 2


@pytest.mark.parametrize(
    ("saved", "why"),
    [
        ("5 Mar 15:59", "there was no time for its draft to be seen before"),
        ("5 Mar 17:00", "that hour had passed when it was planned"),
    ],
)
def test_a_digest_that_the_cto_had_no_draft_of_waits_for_a_button(office: Office, saved: str, why: str) -> None:
    beats(office, "27 Feb 10:00")
    plans(office, saved, dates=["2026-03-05"])
    beats(office, f"5 Mar {16 + (saved > '5 Mar 16')}:00", "5 Mar 18:00")

    assert posts(office) == []
    (said,) = office.messages(MAYA)
    assert f": {why}. You can still post it." in said["text"]
    assert buttons(said) == ["Post now", "Add my words"]
    meetings.post(office.session, FIFTH, by=MAYA, moment=moment(office))
    assert len(digests(office)) == 1


def test_what_cadence_slept_through_it_says_of_itself(office: Office) -> None:
    plans(office, "27 Feb 10:00", dates=["2026-03-05"])
    beats(office, "27 Feb 10:00", "3 Mar 09:00", "5 Mar 20:00")

    assert ": cadence was not running. You can still post it." in office.messages(MAYA)[-1]["text"]


# --- moved by the button


def test_moved_to_an_earlier_day_the_owners_are_asked_as_well(office: Office) -> None:
    office.at("20 Feb 10:00")
    silent = office.promises("Silent", by=JONAS, for_="30 Jun", rhythm_days=2)
    plans(office, "2 Mar 10:00", on="first thursday")
    beats(office, "2 Mar 10:00")
    silent.asked, silent.asked_on = 1, SECOND
    meeting_days.move(office.session, FIFTH, date(2026, 3, 4), by=MAYA, moment=moment(office))

    assert "the owners are asked once more" in office.messages(MAYA)[-1]["text"]
    assert silent.asked_on is None


def test_moved_after_its_draft_nobody_is_asked_a_second_time(office: Office) -> None:
    office.at("20 Feb 10:00")
    silent = office.promises("Silent", by=JONAS, for_="30 Jun", rhythm_days=2)
    plans(office, "27 Feb 10:00", on="first thursday")
    beats(office, "27 Feb 10:00", "3 Mar 09:00")
    silent.asked, silent.asked_on = 1, SECOND
    meeting_days.move(office.session, FIFTH, date(2026, 3, 4), by=MAYA, moment=moment(office))

    assert silent.asked_on == SECOND


def test_moved_to_a_day_far_ahead_it_is_drafted_again_before_that_day(office: Office) -> None:
    plans(office, "27 Feb 10:00", on="first thursday")
    beats(office, "27 Feb 10:00", "3 Mar 09:00")
    meeting_days.move(office.session, FIFTH, date(2026, 3, 12), by=MAYA, moment=moment(office))
    assert len(office.messages(MAYA)) == 2
    beats(office, "9 Mar 10:00", "10 Mar 09:00", "11 Mar 09:00")

    assert len(office.messages(MAYA)) == 3


# --- moved by the settings


@pytest.mark.parametrize(
    ("first", "then", "day"),
    [
        ({"dates": ["2026-03-05"]}, {"dates": ["2026-03-06"]}, SIXTH),
        ({"on": "first thursday"}, {"on": "first friday"}, SIXTH),
        ({"on": "every thursday"}, {"on": "every friday"}, SIXTH),
        ({"dates": ["2026-03-05", "2026-04-02"]}, {"dates": ["2026-03-06", "2026-04-02"]}, SIXTH),
        ({"dates": ["2026-03-05"]}, {"dates": ["2026-03-04"]}, date(2026, 3, 4)),
        ({"dates": ["2026-03-05"]}, {"on": "last tuesday"}, date(2026, 3, 31)),
    ],
)
def test_it_goes_to_its_new_day_with_its_words_and_is_posted_once(
    office: Office, first: dict[str, Any], then: dict[str, Any], day: date
) -> None:
    plans(office, "27 Feb 10:00", **first)
    beats(office, "27 Feb 10:00", "3 Mar 09:00")
    says(office, FIFTH, "Spring.")
    plans(office, "4 Mar 12:00", **then)
    beats(office, "4 Mar 12:00", "4 Mar 12:05")

    assert len(with_buttons(office)) == 1
    assert "It was due" not in home_of_maya(office)
    with pytest.raises(NotPlanned, match="No all-hands is planned for 5 March any more"):
        meetings.post(office.session, FIFTH, by=MAYA, moment=moment(office))
    beats(office, *(f"{each} Mar 16:00" for each in sorted({5, day.day})), "31 Mar 16:30")

    keys = [row.key for row in digests(office)]
    assert keys[0] == f"all-hands:{day}:post"
    assert "all-hands:2026-03-05:post" not in keys
    assert posted(office, day).opening == "Spring."


def test_the_old_draft_says_which_day_it_is_now(office: Office) -> None:
    plans(office, "27 Feb 10:00", dates=["2026-03-05"])
    beats(office, "27 Feb 10:00", "3 Mar 09:00")
    plans(office, "4 Mar 12:00", dates=["2026-03-06"])
    beats(office, "4 Mar 12:05")

    old, new = office.messages(MAYA)
    assert old["text"] == "By the settings this all-hands is on 6 March now. Its newest draft is further down."
    assert new["text"].startswith("Draft of the all-hands digest. It goes out <!date^1772809200^")


def test_saved_twice_between_two_beats_and_back_again_the_words_come_along(office: Office) -> None:
    plans(office, "27 Feb 10:00", dates=["2026-03-05"])
    beats(office, "27 Feb 10:00", "3 Mar 09:00")
    says(office, FIFTH, "Spring.")
    plans(office, "4 Mar 12:01", dates=["2026-03-06"])
    plans(office, "4 Mar 12:02", dates=["2026-03-09"])
    beats(office, "4 Mar 12:05")
    plans(office, "4 Mar 13:01", dates=["2026-03-06"])
    beats(office, "4 Mar 13:05")
    plans(office, "4 Mar 14:01", dates=["2026-03-05"])
    beats(office, "4 Mar 14:05", "5 Mar 16:00", "6 Mar 16:00", "9 Mar 16:00")

    assert [row.key for row in digests(office)] == ["all-hands:2026-03-05:post"]
    assert posted(office).opening == "Spring."


def test_before_the_beat_its_old_button_posts_nothing(office: Office) -> None:
    plans(office, "27 Feb 10:00", dates=["2026-03-05"])
    beats(office, "27 Feb 10:00", "3 Mar 09:00")
    plans(office, "4 Mar 12:01", dates=["2026-03-06"])

    with pytest.raises(NotPlanned):
        meetings.post(office.session, FIFTH, by=MAYA, moment=moment(office))
    assert "It was due" not in home_of_maya(office)


def test_two_that_are_drafted_each_go_to_a_day_of_their_own(office: Office) -> None:
    told = {"draft_working_days_before": 5}
    plans(office, "27 Feb 10:00", dates=["2026-03-05", "2026-03-09"], **told)
    beats(office, "27 Feb 10:00", "2 Mar 09:00")
    says(office, FIFTH, "First.")
    says(office, date(2026, 3, 9), "Second.")
    plans(office, "4 Mar 12:01", dates=["2026-03-06", "2026-03-10"], **told)
    beats(office, "4 Mar 12:05", "6 Mar 16:00", "10 Mar 16:00")

    assert [posted(office, day).opening for day in (SIXTH, date(2026, 3, 10))] == ["First.", "Second."]


# --- planned no more


def test_where_what_comes_next_is_another_its_draft_says_so_and_cannot_be_posted(office: Office) -> None:
    plans(office, "27 Feb 10:00", dates=["2026-03-05", "2026-04-02"])
    beats(office, "27 Feb 10:00", "3 Mar 09:00")
    says(office, FIFTH, "Spring.")
    plans(office, "4 Mar 12:00", dates=["2026-04-02"])
    beats(office, "4 Mar 12:05")

    assert "no all-hands is planned for 5 March any more" in office.messages(MAYA)[-1]["text"]
    assert with_buttons(office) == []
    assert "all-hands" not in home_of_maya(office)
    with pytest.raises(NotPlanned):
        meetings.post(office.session, FIFTH, by=MAYA, moment=moment(office))
    beats(office, "5 Mar 16:00", "31 Mar 09:00", "2 Apr 16:00")
    assert [row.key for row in digests(office)] == ["all-hands:2026-04-02:post"]
    assert posted(office, date(2026, 4, 2)).opening == ""


def test_planned_again_it_is_drafted_again_with_its_words(office: Office) -> None:
    plans(office, "27 Feb 10:00", dates=["2026-03-05"])
    beats(office, "27 Feb 10:00", "3 Mar 09:00")
    says(office, FIFTH, "Spring.")
    plans(office, "4 Mar 12:00")
    beats(office, "4 Mar 12:05")
    plans(office, "4 Mar 14:00", dates=["2026-03-05"])
    beats(office, "4 Mar 14:05", "5 Mar 16:00")

    assert len(digests(office)) == 1
    assert posted(office).opening == "Spring."


def test_asked_for_by_hand_it_can_be_posted_though_the_series_has_gone(office: Office) -> None:
    plans(office, "27 Feb 10:00", dates=["2026-03-05"])
    beats(office, "27 Feb 10:00", "3 Mar 09:00")
    plans(office, "4 Mar 12:00")
    beats(office, "4 Mar 12:05")
    office.at("5 Mar 10:00")
    meetings.show_draft(office.session, meetings.begin(office.session, FIFTH, office.now), moment(office))
    beats(office, "5 Mar 10:05")
    meetings.post(office.session, FIFTH, by=MAYA, moment=moment(office))

    assert len(digests(office)) == 1


def test_what_did_not_go_out_in_its_hour_can_still_be_posted_when_the_settings_change(office: Office) -> None:
    plans(office, "27 Feb 10:00", dates=["2026-03-05"])
    beats(office, "27 Feb 10:00", "3 Mar 09:00", "5 Mar 20:00")
    plans(office, "6 Mar 10:00", dates=["2026-04-02"])
    beats(office, "6 Mar 10:05")

    assert meetings.find(office.session, FIFTH, office.now).standing == Held.DRAFT
    meetings.post(office.session, FIFTH, by=MAYA, moment=moment(office))
    assert len(digests(office)) == 1
