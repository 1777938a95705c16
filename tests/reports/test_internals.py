"""What must not reach customers."""

import pytest

from bot.reports.internals import House, find

HOUSE = House(frozenset({"Maya Okafor", "Will Smith"}), frozenset({"basilisk", "Order DB"}), frozenset({"acme.com"}))


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
            ["https://wiki.corp/x", "wiki.corp", "https://notacme.com"],
        ),
        ("The order db and Basilisk failed", ["order db", "Basilisk"]),
        ("It ran on 10.0.3.7 and db1.internal", ["10.0.3.7", "db1.internal"]),
        ("Mail ops@acme.com", ["ops@acme.com"]),
        ("basilisks are beasts", []),
    ],
)
def test_names_mentions_links_and_systems_are_found(text: str, found: list[str]) -> None:
    assert [each.text for each in find(text, HOUSE)] == found


def test_each_thing_is_named_once_with_its_reason() -> None:
    (one,) = find("Maya and Maya and Maya", HOUSE)
    assert (one.text, one.why) == ("Maya", "the name of somebody here")
