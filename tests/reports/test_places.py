"""Where a report goes, and where it must not."""

import pytest

from bot.reports.places import Channels, InIt, chosen, too_wide
from bot.reports.states import Audience

CHANNELS = Channels("CALL", "CENG", "CSEVERE", 2, {"checkout": ["CPAY"], "search": ["CSEARCH", "CENG"]})
E, G, N = Audience.EVERYONE, Audience.ENGINEERING, Audience.NAMED


@pytest.mark.parametrize(
    ("audience", "severity", "services", "where"),
    [
        (E, 3, (), {"CALL"}),
        (E, 2, (), {"CALL", "CSEVERE"}),
        (E, 1, ("Checkout",), {"CALL", "CSEVERE", "CPAY"}),
        (E, 4, ("Checkout", "unknown"), {"CALL", "CPAY"}),
        (G, 1, (), {"CENG"}),
        (G, 1, ("search",), {"CENG", "CSEARCH"}),
        (N, 1, ("checkout",), set()),
    ],
)
def test_severity_services_and_audience_choose_the_channels(
    audience: Audience, severity: int, services: tuple[str, ...], where: set[str]
) -> None:
    assert set(chosen(audience, severity, services, CHANNELS)) == where


def test_without_channels_in_the_settings_none_is_chosen() -> None:
    assert chosen(E, 1, ("checkout",), Channels()) == {}


def people(*ids: str) -> frozenset[str]:
    return frozenset(ids)


@pytest.mark.parametrize(
    ("audience", "allowed", "channel", "says"),
    [
        (E, None, InIt(people("A", "B")), ""),
        (E, None, InIt(people("A", "G"), people("G")), "1 guest is in it"),
        (E, None, InIt(people("A", "G", "H"), people("G", "H")), "2 guests are in it"),
        (E, None, InIt(people("A", "W"), people("W")), ""),
        (E, None, InIt(people("A"), shared=True), "another organisation"),
        (E, None, InIt(people("A"), archived=True), "archived"),
        (E, None, InIt(people(), error="missing_scope"), "it is private, or gone. Reports go to public channels."),
        (E, None, InIt(people(), error="fatal_error"), "cannot see who is in it (fatal_error)"),
        (G, people("A", "B"), InIt(people("A", "B")), ""),
        (G, people("A", "B"), InIt(people("A", "W")), ""),
        (
            G,
            people("A", "B"),
            InIt(people("A", "C")),
            "1 person in it is not among those",
        ),
        (
            N,
            people("A"),
            InIt(people("A", "B", "C")),
            "2 people in it are not among those",
        ),
    ],
)
def test_a_channel_with_more_people_than_the_audience_is_refused_with_a_reason(
    audience: Audience, allowed: frozenset[str] | None, channel: InIt, says: str
) -> None:
    found = too_wide(audience, allowed, {"W"}, channel)
    assert says in found
    assert bool(found) == bool(says)
