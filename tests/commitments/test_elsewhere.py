"""What other practices are told of commitments, and how they hand one over."""

import pytest

from bot.commitments import elsewhere
from bot.commitments.checks import Audience
from bot.commitments.states import State
from bot.errors import FieldErrors
from tests.commitments.office import JONAS, PRIYA, ROBOT, Office
from tests.factories import MAYA


def figures(office: Office) -> list[str]:
    return list(elsewhere.figures(office.session, office.settings, office.now, office.now))


def test_nothing_is_told_before_the_first_promise(office: Office) -> None:
    assert figures(office) == []


def test_open_at_risk_silent_and_past_are_counted_once_each(office: Office) -> None:
    office.promises("Fine", for_="30 Jun", rhythm_days=91)
    risky = office.promises("Risky", for_="30 Jun", rhythm_days=91)
    office.says(risky, State.OFF_TRACK)
    office.promises("Silent", for_="30 Jun", rhythm_days=7)
    late = office.promises("Past and silent and at risk", for_="10 Mar", rhythm_days=7)
    office.says(late, State.AT_RISK)
    office.at("20 Mar 10:00")

    assert figures(office) == ["Promises: 4 open, 1 at risk, 1 past its date, 1 silent."]


@pytest.mark.parametrize("audience", [Audience.PRIVATE, Audience.LEADERS])
def test_what_is_not_for_everybody_is_in_no_figure_and_no_line(office: Office, audience: Audience) -> None:
    since = office.now
    office.promises("Secret", for_="10 Mar", audience=audience)
    office.at("20 Mar 10:00")

    assert figures(office) == []
    assert elsewhere.changes(office.session, office.settings, since, office.now) == []


def test_friday_is_told_what_changed_most_telling_first(office: Office) -> None:
    moved = office.promises("Search <v2>", for_="27 Mar", rhythm_days=91)
    kept = office.promises("Audit closed", for_="13 Mar", by=JONAS)
    office.promises("Fine", for_="30 Jun", rhythm_days=91)
    office.at("6 Mar 10:00")
    since = office.now
    office.at("10 Mar 10:00")
    office.moves(moved, "10 Apr")
    office.says(kept, State.KEPT, by=JONAS)
    office.at("13 Mar 10:00")

    assert elsewhere.changes(office.session, office.settings, since, office.now) == [
        "✓ “Audit closed”: kept, 3 days early",
        "→ “Search &lt;v2&gt;”: moved once, +14 days, now 10 Apr: Slower than measured.",
    ]


def test_another_practice_hands_one_over_once_and_its_owner_is_asked(office: Office) -> None:
    told = {"what": "Quieter nights", "by": MAYA, "settings": office.settings, "now": office.now}
    first = elsewhere.propose(office.session, origin="question:17", owner=PRIYA, **told)
    again = elsewhere.propose(office.session, origin="question:17", owner=PRIYA, **told)

    assert first == again
    assert len(office.messages(PRIYA)) == 1
    with pytest.raises(FieldErrors, match="A bot cannot promise"):
        elsewhere.propose(office.session, origin="report:3:1", owner=ROBOT, **told)
