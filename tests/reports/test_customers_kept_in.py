"""Nothing of the house in what customers read: many reports, full of it, proposed, approved and exported."""

import random
import re

import pytest

from bot.reports import customers, customers_text
from bot.reports.customers import Wrote
from bot.slack import channels, people
from bot.slack.people import Member
from tests.commitments.office import JONAS, NAMES, PRIYA
from tests.reports.room import Room

MORE = {
    "U0JOSE": "José María Núñez",
    "U0ANNE": "Anne-Marie O'Brien",
    "U0LI": "李雷",
    "U0MAY": "May Will",
    "U0VAN": "Pieter van der Berg",
}
ROSTER = NAMES | MORE
CHANNELS = ("incidents", "team-payments", "inc-2026-02", "ops_night")
HOSTS = ("db1.internal", "10.0.3.7", "grafana.acme.io", "cache.eu-west-1.prod", "wiki.corp:8443")
LINKS = ("https://acme.slack.com/archives/C0ENG/p1772", "<https://grafana.acme.io/d/1|the dashboard>", "http://wiki/x")
SYSTEMS = ("basilisk", "Order DB")
SENTENCES = (
    "{person} saw the alert in {channel} and wrote to {mention}.",
    "At 14:05 {person} and {other} restarted {system} on {host}",
    "the {system} was slow ({link}); {other}'s team asked {handle}",
    "- {other} mailed {mail}, see {link}",
    "**{person}**: “{system} is down”, said <#C0ENG|{bare}>",
    "Ask @{handle} or {small} about {host}.",
)


def handles(name: str) -> list[str]:
    parts = [part.casefold() for part in name.split()]
    return [f"{parts[0]}.{parts[-1]}", f"{parts[0]}_{parts[-1]}", f"{parts[0][0]}{parts[-1]}"]


def sentence(chance: random.Random) -> str:
    names = list(NAMES.values())
    bare = chance.choice(CHANNELS)
    return chance.choice(SENTENCES).format(
        person=chance.choice([*ROSTER.values(), *(name.split()[0] for name in ROSTER.values())]),
        other=chance.choice([name.split()[-1] for name in ROSTER.values()]),
        mention=f"<@{chance.choice(list(ROSTER))}>",
        handle=chance.choice(handles(chance.choice(names))),
        small=chance.choice(names).casefold(),
        channel=f"#{bare}",
        bare=bare,
        system=chance.choice(SYSTEMS),
        host=chance.choice(HOSTS),
        link=chance.choice(LINKS),
        mail=f"{handles(chance.choice(names))[0]}@acme.io",
    )


def secrets() -> list[str]:
    """What must not be found again, as patterns."""
    parts = {part for name in ROSTER.values() for part in re.split(r"[ '-]", name) if len(part) > 1 and part != "der"}
    words = {*parts - {"van"}, *CHANNELS[1:], *HOSTS, *SYSTEMS}
    words |= {handle for name in NAMES.values() for handle in handles(name)}
    words |= {name.casefold() for name in NAMES.values()}
    return [rf"(?<!\w){re.escape(word)}(?!\w)" for word in words] + [
        "://",
        "slack",
        r"[@<]|(?<!#)#\w",
        "U0",
        "C0",
        r"acme\.io",
    ]


@pytest.fixture
def house(room: Room) -> Room:
    people.remember(room.session, [Member(id, name, "UTC", False, False, False) for id, name in MORE.items()], room.now)
    told = [{"id": f"C0{name}", "name": name, "num_members": 3} for name in CHANNELS]
    channels.remember(room.session, told, room.now)
    section = room.settings.reports.model_copy(
        update={"internal_names": SYSTEMS, "public_names": ("basilisk = Search",)}
    )
    room.settings = room.settings.model_copy(update={"reports": section})
    return room


def test_no_name_handle_link_channel_or_host_is_left_in_what_is_proposed_and_exported(house: Room) -> None:
    report = house.published()
    chance = random.Random(8)
    for number in range(50):
        house.writes(report, "summary", "\n".join(sentence(chance) for _ in range(chance.randint(1, 6))))
        house.writes(report, "impact", sentence(chance))
        texts = customers_text.proposed(house.session, report, house.moment)
        told = {"by": house.person(PRIYA), "moment": house.moment}
        customers.write(house.session, report.id, Wrote(*texts, base=number), **told)
        customers.approve(house.session, report.id, number + 1, by=house.person(JONAS), moment=house.moment)
        exported = customers.export(house.session, report.id, **told)
        assert exported.found == ()
        left = [pattern for pattern in secrets() if re.search(pattern, exported.markdown)]
        assert not left, exported.markdown


def test_what_somebody_writes_by_hand_is_not_exported_with_any_of_it(house: Room) -> None:
    report = house.published()
    chance = random.Random(9)
    for number in range(50):
        customers.write(
            house.session,
            report.id,
            Wrote(sentence(chance), "", "", base=number),
            by=house.person(PRIYA),
            moment=house.moment,
        )
        customers.approve(house.session, report.id, number + 1, by=house.person(JONAS), moment=house.moment)
        exported = customers.export(house.session, report.id, by=house.person(PRIYA), moment=house.moment)
        assert exported.markdown == ""


def test_what_the_report_says_it_cannot_share_is_not_proposed(house: Room) -> None:
    report = house.written()
    house.writes(report, "summary", "Globex waited longest. The contract with Globex is under negotiation.")
    house.writes(report, "unshared", "The contract with Globex is under negotiation.")
    happened, _, _ = customers_text.proposed(house.session, report, house.moment)
    assert "Globex" not in happened
    assert "negotiation" not in happened


def test_public_names_and_roles_stand_where_names_stood(house: Room) -> None:
    report = house.written()
    house.writes(report, "summary", "Priya Raman told Maya and Ana that basilisk was slow.")
    happened, _, _ = customers_text.proposed(house.session, report, house.moment)
    assert happened == "An engineer told the CTO and a colleague that Search was slow."
