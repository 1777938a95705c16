"""What must not reach customers."""

import pytest

from bot.reports.house import House
from bot.reports.internals import find, without

HOUSE = House(
    people={
        "Maya Okafor": "the CTO",
        "Will Smith": "an engineer",
        "José María Núñez": "an engineer",
        "Anne-Marie O'Brien": "a colleague",
        "李雷": "a colleague",
    },
    ids={"U0MAYA": "the CTO"},
    channels=frozenset({"incidents", "team-payments"}),
    systems={"basilisk": "the search", "Order DB": ""},
    public=frozenset({"acme.com"}),
    withheld="The size of Globex, our largest customer. Why the contract ends is under negotiation.",
)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Customers waited for 47 minutes.", []),
        ("We will improve this.", []),
        ("Will restarted it.", ["Will"]),
        ("Okafor's team helped.", ["Okafor"]),
        ("Thanks to <@U0MAYA> and <!here>", ["<@U0MAYA>", "<!here>"]),
        ("Ask @maya about it", ["@maya"]),
        ("See https://status.acme.com/47 and acme.com", []),
        (
            "See https://wiki.corp/x and https://notacme.com",
            ["https://wiki.corp/x", "https://notacme.com"],
        ),
        ("The order db and Basilisk failed", ["order db", "Basilisk"]),
        ("It ran on 10.0.3.7 and db1.internal", ["10.0.3.7", "db1.internal"]),
        ("Mail ops@acme.com", ["ops@acme.com"]),
        ("basilisks are beasts", []),
        ("Asked will.smith and wsmith, also maya okafor", ["will.smith", "wsmith", "maya okafor"]),
        ("Jose Nunez and 李雷", ["Jose Nunez", "李雷"]),
        ("Jose\u0301 saw it", ["José"]),
        ("Written in team-payments", ["team-payments"]),
        ("The incidents of March", []),
        ("Globex waited longest", ["Globex"]),
        ("It ran on cache-eu-7, see PAY-123", ["cache-eu-7", "PAY-123"]),
        ("The OrderWriter in /srv/app said `panic`", ["OrderWriter", "/srv/app", "`panic`"]),
        ("At 14:05 on 24 February 2026, 3.5 % of requests failed.", []),
    ],
)
def test_names_mentions_links_and_systems_are_found(text: str, found: list[str]) -> None:
    assert [each.text for each in find(text, HOUSE)] == found


def test_each_thing_is_named_once_with_its_reason() -> None:
    (one,) = find("Maya and Maya and Maya", HOUSE)
    assert (one.text, one.why) == ("Maya", "the name of somebody here")


@pytest.mark.parametrize(
    ("text", "instead"),
    [
        ("Will Smith restarted it.", "An engineer restarted it."),
        ("It was seen by Anne-Marie and Will's team.", "It was seen by a colleague and an engineer's team."),
        ("Then <@U0MAYA> decided.", "Then the CTO decided."),
        ("We wrote in #incidents (https://acme.slack.com/archives/C0A/p1).", "We wrote in an internal channel."),
        ("The basilisk was slow; the Order DB was not.", "The search was slow; the internal system was not."),
        ("See <https://wiki.corp/x|our notes> on db1.internal.", "See our notes on an internal system."),
        ("Mail ops@acme.com or visit https://status.acme.com", "Mail or visit https://status.acme.com"),
        ("The size of Globex, our largest customer, was why.", ", was why."),
        ("Nothing here.\n\n- A list\n- of two", "Nothing here.\n\n- A list\n- of two"),
    ],
)
def test_roles_and_public_names_stand_in_their_place(text: str, instead: str) -> None:
    assert without(text, HOUSE) == instead


def test_of_what_cannot_be_shared_names_and_sums_are_kept_in_and_days_and_counts_are_not() -> None:
    house = House(withheld="What the 47 seats of Globex cost: we sign for €40,000 on Monday, 16 March, for plan b2b-x.")
    assert [each.text for each in find("Globex waited 47 minutes on 16 March, a Monday.", house)] == ["Globex"]
    assert [each.text for each in find("The b2b-x plan costs €40,000.", house)] == ["b2b-x", "€40,000"]
