"""Names in settings against what Slack lists."""

from typing import Any

import pytest

from bot.directory import Directory, mentions_people_or_channels, resolved


def user(name: str, real_name: str = "", **more: Any) -> dict[str, Any]:
    return {"id": f"U0{name.upper()}", "name": name, "real_name": real_name, "profile": {}, **more}


def channel(name: str, *, member: bool = True, archived: bool = False) -> dict[str, Any]:
    return {"id": f"C0{name.upper()}", "name": name, "is_member": member, "is_archived": archived}


DIRECTORY = Directory(
    users=[
        user("maya", "Maya Okafor"),
        user("mokafor", "Maya Okafor"),
        user("tom", "Tom Brandt", profile={"display_name": "Tommy"}),
        user("tom.old", "Tom Brandt", deleted=True),
        user("gone", "Gone Girl", deleted=True),
        user("cadence", "cadence", is_bot=True),
        {"id": "USLACKBOT", "name": "slackbot", "real_name": "Slackbot", "is_bot": False},
        user("remy", "Remy Laurent", is_restricted=True),
        user("lone", "Lone Guest", is_ultra_restricted=True),
        user("jürgen", "Jürgen Groß"),
    ],
    channels=[channel("cto"), channel("old", archived=True), channel("engineering", member=False)],
)


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("maya", "U0MAYA"),
        ("@maya", "U0MAYA"),
        ("MAYA", "U0MAYA"),
        ("U0MAYA", "U0MAYA"),
        ("Tommy", "U0TOM"),
        ("Tom Brandt", "U0TOM"),  # the other one left
        ("jürgen gross", "U0JÜRGEN"),
    ],
)
def test_a_person_is_found_by_id_and_by_any_name(name: str, found: str) -> None:
    assert DIRECTORY.user(name) == found


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("nobody", 'nobody in this workspace is called "nobody".'),
        ("U0NOBODY", 'nobody in this workspace is called "U0NOBODY".'),
        ("Maya Okafor", '"Maya Okafor" is the name of 2 people; give a member id instead: U0MAYA, U0MOKAFOR.'),
        ("gone", '"gone" is not a person who works here.'),
        ("cadence", '"cadence" is not a person who works here.'),
        ("slackbot", '"slackbot" is not a person who works here.'),
        ("USLACKBOT", '"Slackbot" is not a person who works here.'),
        ("remy", '"remy" is a guest, and guests may do nothing here.'),
        ("lone", '"lone" is a guest, and guests may do nothing here.'),
    ],
)
def test_who_cannot_be_set_is_told_why(name: str, sentence: str) -> None:
    with pytest.raises(LookupError) as refused:
        DIRECTORY.user(name)

    assert refused.value.args == (sentence,)


@pytest.mark.parametrize("name", ["cto", "#cto", "#CTO", "C0CTO"])
def test_a_channel_is_found_by_id_and_name(name: str) -> None:
    assert DIRECTORY.channel(name) == "C0CTO"


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("#nowhere", 'there is no public channel "#nowhere" in this workspace.'),
        ("old", "#old is archived."),
        ("C0OLD", "#old is archived."),
        ("#engineering", "the bot is not in #engineering. Invite it there: /invite @cadence"),
    ],
)
def test_a_channel_that_cannot_be_posted_to_is_named(name: str, sentence: str) -> None:
    with pytest.raises(LookupError) as refused:
        DIRECTORY.channel(name)

    assert refused.value.args == (sentence,)


def test_every_name_that_cannot_be_found_is_told_with_its_line() -> None:
    source = '[people]\ncto = "nobody"\noperators = [\n  "tom",\n  "gone",\n  "who",\n]\n[focus]\nchannel = "#old"\n'
    document = {"people": {"cto": "nobody", "operators": ["tom", "gone", "who"]}, "focus": {"channel": "#old"}}

    found, faults = resolved(document, DIRECTORY, source)

    assert [(fault.line, fault.key) for fault in faults] == [
        (2, "people.cto"),
        (5, "people.operators"),
        (6, "people.operators"),
        (9, "focus.channel"),
    ]
    assert found["people"]["operators"] == ["U0TOM"]
    assert document["people"]["operators"] == ["tom", "gone", "who"], "the document of the caller stays as it was"


@pytest.mark.parametrize("document", [{}, {"people": "x"}, {"people": {"cto": ""}}, {"focus": {"post_at": "09:00"}}])
def test_without_people_and_channels_slack_need_not_be_asked(document: dict[str, Any]) -> None:
    assert not mentions_people_or_channels(document)


@pytest.mark.parametrize("value", [5, [5], {"a": 1}, True])
def test_what_is_no_name_is_left_for_the_settings_to_refuse(value: object) -> None:
    found, faults = resolved({"people": {"cto": value}}, DIRECTORY)

    assert (found, faults) == ({"people": {"cto": value}}, [])


def test_an_audience_begins_with_a_channel_that_is_looked_up() -> None:
    document = {"focus": {"audiences": ["#cto 09:00 Asia/Kolkata", "#nowhere 09:00 UTC"]}}

    found, faults = resolved(document, DIRECTORY)

    assert found["focus"]["audiences"] == ["C0CTO 09:00 Asia/Kolkata"]
    assert [str(fault) for fault in faults] == [
        'focus.audiences: there is no public channel "#nowhere" in this workspace.'
    ]


def test_somebody_to_forget_is_found_by_id_name_or_address_also_after_they_left() -> None:
    left = {
        "id": "U1",
        "name": "priya",
        "deleted": True,
        "profile": {"real_name": "Priya Raman", "email": "P@lark.example"},
    }
    listed = Directory([left, {"id": "U2", "name": "tom"}], [])

    for name in ("U1", "@priya", "priya raman", "p@lark.example"):
        assert listed.anybody(name) == ("U1", {"priya", "Priya Raman"})
    with pytest.raises(LookupError, match="nobody called"):
        listed.anybody("ana")
