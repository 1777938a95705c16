"""Actions: written in a report, promised by their owners, shown in the report as they stand."""

from datetime import timedelta

import pytest

from bot import wiring
from bot.access import Person
from bot.commitments import cards, hand_overs, promises, views, words
from bot.commitments.checks import Audience as ForWhom
from bot.commitments.models import Commitment
from bot.commitments.states import State
from bot.commitments.words import Renegotiation, Word
from bot.errors import FieldErrors
from bot.reports import (
    actions,
    actions_text,
    log,
)
from bot.reports.actions import Action, Draft, HandedOver
from bot.reports.actions_models import ReportAction
from bot.reports.actions_rules import Kind, Stand
from bot.reports.models import Report
from bot.reports.states import Audience, What
from bot.reports.states import State as ReportState
from tests.commitments.office import GIL, JONAS, PRIYA, ROBOT, day
from tests.factories import ANA, MAYA, TOM
from tests.reports.desk import Desk

WHAT = "Alert on cache hit rate"


def writes(desk: Desk, report: Report, what: str = WHAT, owner: str | None = None, **told: object) -> ReportAction:
    draft = Draft(what, Kind.DETECT, owner, day(str(told["due"])) if "due" in told else None)
    number = told.get("number")
    return actions.write(
        desk.session,
        report,
        draft,
        by=str(told.get("by", JONAS)),
        settings=desk.settings,
        now=desk.now,
        promising=wiring.PROMISING,
        number=number if isinstance(number, int) else None,
    )


def shown(desk: Desk, report: Report) -> list[Action]:
    return actions.of(desk.session, report, desk.now)


def commitment(desk: Desk, row: ReportAction) -> Commitment:
    return desk.session.get_one(Commitment, row.commitment)


def accepts(desk: Desk, row: ReportAction, by: str) -> Commitment:
    found = commitment(desk, row)
    promises.accept(desk.session, found.id, found.updates, by=by, settings=desk.settings, now=desk.now)
    return found


def says(desk: Desk, row: ReportAction, state: State, by: str, note: str = "") -> None:
    found = commitment(desk, row)
    word = Word(found.updates, state, note)
    words.say(desk.session, found.id, word, by=Person(by), settings=desk.settings, now=desk.now)


def test_an_action_without_an_owner_is_saved_and_says_until_when_it_needs_one(desk: Desk) -> None:
    report = desk.starts()
    writes(desk, report)

    (one,) = shown(desk, report)
    assert (one.stand, one.owner, one.assign_by) == (Stand.NEEDS_OWNER, None, day("3 Mar"))
    assert one.due == day("27 Mar")  # 20 working days after a Friday, for severity 2
    told = actions_text.line(desk.session, report, desk.settings, desk.now)
    assert told == "1 action, none done yet, 1 without an owner."
    assert log.read(desk.session, report.id)[-1].what == What.ACTION


def test_by_when_counts_working_days_from_the_end_of_the_incident_or_from_today_where_that_is_over(desk: Desk) -> None:
    early = desk.starts(severity=1)
    writes(desk, early)
    desk.now += timedelta(days=60)
    writes(desk, early)

    first, second = shown(desk, early)
    assert first.due == day("13 Mar")
    assert second.due == day("13 May")  # without Labour Day


def test_whoever_owns_an_action_is_asked_and_promises_it(desk: Desk) -> None:
    report = desk.starts()
    row = writes(desk, report, owner=TOM, due="6 Mar")
    assert shown(desk, report)[0].stand is Stand.ASKED

    accepts(desk, row, TOM)
    (one,) = shown(desk, report)
    assert (one.stand, one.owner, one.due) == (Stand.ON_TRACK, TOM, day("6 Mar"))
    line = actions_text.line(desk.session, report, desk.settings, desk.now)
    assert line == "1 action, none done yet, next due 6 March (Tom Brandt: Alert on cache hit rate)."
    assert commitment(desk, row).origin == f"report:{report.id}:action:1"
    assert commitment(desk, row).said_at == "a report after an incident"


def test_whoever_writes_down_their_own_action_has_promised_it(desk: Desk) -> None:
    report = desk.starts()
    writes(desk, report, owner=JONAS)
    assert shown(desk, report)[0].stand is Stand.ON_TRACK


def test_a_declined_action_says_why_and_somebody_else_can_be_asked(desk: Desk) -> None:
    report = desk.starts()
    row = writes(desk, report, owner=TOM)
    first = commitment(desk, row)
    promises.decline(
        desk.session, first.id, first.updates, note="Not ours: the cache is Platform's.", by=TOM, now=desk.now
    )

    (one,) = shown(desk, report)
    assert (one.stand, one.reason) == (Stand.DECLINED, "Not ours: the cache is Platform's.")
    assert "declined · Tom Brandt: “Not ours: the cache is Platform's.”" in actions_text.state(
        one, actions_text.names_of(desk.session, [one]), desk.now.date()
    )

    again = writes(desk, report, owner=MAYA, number=1)
    assert (again.id, commitment(desk, again).owner) == (row.id, MAYA)
    assert shown(desk, report)[0].stand is Stand.ASKED
    assert shown(desk, report)[0].reason == ""


def test_a_report_shows_what_was_done_late_handed_over_and_let_go(desk: Desk) -> None:
    report = desk.starts()
    done, moved, late, _ = (writes(desk, report, f"Add alert {n}", owner=JONAS, due="27 Mar") for n in range(4))
    writes(desk, report, owner=JONAS, due="27 Feb")
    says(desk, done, State.KEPT, JONAS)
    hand_overs.offer(
        desk.session, moved.commitment or 0, to=TOM, note="", by=Person(JONAS), settings=desk.settings, now=desk.now
    )
    hand_overs.take(desk.session, moved.commitment or 0, by=TOM, settings=desk.settings, now=desk.now)
    says(desk, late, State.DROPPED, JONAS, "The cache is replaced.")
    desk.now += timedelta(days=15)

    stands = [one.stand for one in shown(desk, report)]
    assert stands == [Stand.DONE, Stand.SILENT, Stand.DROPPED, Stand.SILENT, Stand.PAST_DATE]
    names = actions_text.names_of(desk.session, shown(desk, report))
    told = [actions_text.state(one, names, desk.now.date()) for one in shown(desk, report)]
    assert told[0] == "✓ done · Jonas Keller · on 27 February, was due 27 March"
    assert told[1] == "○ silent · Tom Brandt, taken over from Jonas Keller · by 27 March"
    assert told[2] == "– dropped · Jonas Keller: “The cache is replaced.”"
    line = actions_text.line(desk.session, report, desk.settings, desk.now)
    assert line == "5 actions, 1 done, 1 past its date, next due 27 March (Tom Brandt: Add alert 1)."


def test_an_action_whose_date_moved_says_for_when_it_was_promised_first(desk: Desk) -> None:
    report = desk.starts()
    row = writes(desk, report, owner=JONAS, due="27 Mar")
    desk.now += timedelta(days=3)
    found = commitment(desk, row)
    wish = Renegotiation(found.updates, day("10 Apr"), "The cache comes first.")
    words.move(desk.session, found.id, wish, by=Person(JONAS), settings=desk.settings, now=desk.now)

    (one,) = shown(desk, report)
    told = actions_text.state(one, actions_text.names_of(desk.session, [one]), desk.now.date())
    assert told == "● on track · Jonas Keller · by 10 April (moved by 14 days, first promised for 27 March)"


def test_what_is_promised_is_no_longer_changed_in_the_report_and_what_is_asked_can_be_taken_back(desk: Desk) -> None:
    report = desk.starts()
    promised, asked = writes(desk, report, owner=JONAS), writes(desk, report, owner=TOM)
    with pytest.raises(HandedOver):
        writes(desk, report, "Something else", number=1)
    with pytest.raises(HandedOver):
        actions.remove(desk.session, report, 1, by=JONAS, now=desk.now, promising=wiring.PROMISING)

    actions.remove(desk.session, report, 2, by=PRIYA, now=desk.now, promising=wiring.PROMISING)
    assert [one.id for one in shown(desk, report)] == [promised.id]
    assert commitment(desk, asked).word == State.WITHDRAWN


@pytest.mark.parametrize(
    ("audience", "whom"), [(Audience.NAMED, ForWhom.PRIVATE), (Audience.ENGINEERING, ForWhom.LEADERS)]
)
def test_the_promise_of_an_action_is_for_no_more_people_than_its_report(
    desk: Desk, audience: Audience, whom: ForWhom
) -> None:
    report = desk.starts(audience=audience, named=(MAYA,) if audience is Audience.NAMED else ())
    found = accepts(desk, writes(desk, report, owner=MAYA), MAYA)
    assert found.audience == whom
    assert report.title not in f"{found.said_at} {found.searchable} {found.why}"
    with pytest.raises(FieldErrors) as refused:
        writes(desk, report, owner=TOM)
    assert "not shared with them" in refused.value.errors["owner"]


def test_until_a_report_is_published_the_promise_of_its_action_does_not_name_it(desk: Desk) -> None:
    report = desk.starts()
    found = accepts(desk, writes(desk, report, owner=TOM), TOM)
    assert report.title not in views.as_text(cards.card(desk.session, found, desk.now))
    assert all(report.title not in said for person in (TOM, ANA, MAYA) for said in desk.told(person))

    report.state = ReportState.PUBLISHED
    actions.readdress(desk.session, report, wiring.PROMISING)
    assert found.said_at == "the report “Checkout slow for 47 minutes”"


def test_a_report_that_becomes_narrower_takes_its_promises_along(desk: Desk) -> None:
    report = desk.out()
    found = accepts(desk, writes(desk, report, owner=TOM), TOM)
    report.audience, report.named = Audience.NAMED, [TOM]
    actions.readdress(desk.session, report, wiring.PROMISING)
    assert (found.audience, found.said_at) == (ForWhom.PRIVATE, "a report after an incident")


@pytest.mark.parametrize(
    ("told", "field", "says_"),
    [
        ({"what": " ?! "}, "what", "Say in a few words"),
        ({"what": "x" * 201}, "what", "At most 200"),
        ({"due": "26 Feb"}, "day", "has passed"),
        ({"owner": ROBOT}, "owner", "A bot cannot promise"),
        ({"owner": GIL}, "owner", "not shared with them"),
    ],
)
def test_what_is_wrong_is_said_beside_its_field(desk: Desk, told: dict[str, str], field: str, says_: str) -> None:
    with pytest.raises(FieldErrors) as wrong:
        writes(desk, desk.starts(), **told)
    assert says_ in wrong.value.errors[field]


def test_where_commitments_are_off_nobody_can_be_asked_and_the_action_is_kept(desk: Desk) -> None:
    off = desk.settings.practices.model_copy(update={"commitments": False})
    desk.settings = desk.settings.model_copy(update={"practices": off})
    report = desk.starts()
    with pytest.raises(FieldErrors, match="switched off"):
        writes(desk, report, owner=TOM)
    assert writes(desk, report).origin is None


def test_many_actions_keep_their_numbers_though_one_is_taken_out(desk: Desk) -> None:
    report = desk.starts()
    writes(desk, report)
    writes(desk, report)
    actions.remove(desk.session, report, 2, by=JONAS, now=desk.now, promising=wiring.PROMISING)
    assert writes(desk, report).number == 3
    assert [one.number for one in shown(desk, report)] == [1, 3]
    assert desk.starts(by=ANA) is not report
