"""Set-up in Slack, from the invitation to the saved settings, through Bolt and a real database."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

import pytest
import sqlalchemy as sa

from bot import settings as settings_
from bot.audit import AuditEntry
from bot.operating import setup_views, status_views
from bot.operating.proposals import channel_like_cto, country_of
from bot.settings import Operating, SettingsVersion
from bot.slack.outbox import Delivery
from bot.slack.validation import check
from bot.storage import Database
from tests.factories import ANA, MAYA, TOM, settings
from tests.operating.conftest import LENA, REMY, ROBOT, save
from tests.slack_driver import SlackDriver, said

Json = dict[str, Any]


def field(view: Mapping[str, Any], key: str) -> Json:
    (block,) = [block for block in view["blocks"] if block["block_id"] == key]
    element: Json = block["element"]
    return element


def as_drawn(view: Mapping[str, Any]) -> dict[str, Json]:
    """The state of the fields, as Slack tells of a form in which nothing was touched."""
    return {block["block_id"]: _state(block["element"]) for block in view["blocks"] if block["type"] == "input"}


def _state(element: Json) -> Json:
    match element["type"]:
        case "users_select":
            return user(element.get("initial_user"))
        case "multi_users_select":
            return users(*element.get("initial_users", ()))
        case "conversations_select":
            return channel(element.get("initial_conversation"))
        case "checkboxes":
            return {"type": "checkboxes", "selected_options": element.get("initial_options", [])}
        case "static_select":
            return {"type": "static_select", "selected_option": element.get("initial_option")}
    return typed(element.get("initial_value"))


def user(person: str | None) -> Json:
    return {"type": "users_select", "selected_user": person}


def users(*people: str) -> Json:
    return {"type": "multi_users_select", "selected_users": list(people)}


def channel(id: str | None) -> Json:
    return {"type": "conversations_select", "selected_conversation": id}


def typed(text: str | None) -> Json:
    return {"type": "plain_text_input", "value": text or None}


def chosen(value: str) -> Json:
    return {"type": "static_select", "selected_option": {"value": value}}


def ticked(*values: str) -> Json:
    return {"type": "checkboxes", "selected_options": [{"value": value} for value in values]}


async def opened(slack: SlackDriver, text: str = "setup", by: str = TOM) -> Json:
    await slack.types("/cadence", text, by=by)
    view = slack.opened()
    check(view)
    return view


async def submit(slack: SlackDriver, view: Json, given: Mapping[str, Json], by: str = TOM) -> Json:
    answer = said(await slack.submits(view, {}, by=by, chosen=as_drawn(view) | dict(given)))
    if shown := answer.get("view"):
        check(shown)
    return answer


def told(view: Mapping[str, Any]) -> str:
    parts = [block.get("text") or block["elements"][0] for block in view["blocks"] if block["type"] != "actions"]
    return "\n".join(str(part["text"]) for part in parts)


async def confirmed(slack: SlackDriver, view: Json, by: str = TOM) -> Json:
    answer = said(await slack.submits(view, {}, by=by))
    check(answer["view"])
    return dict(answer["view"])


async def change(slack: SlackDriver, text: str, given: Mapping[str, Json]) -> Json:
    """What the page says that would happen."""
    answer = await submit(slack, await opened(slack, text), given)
    assert answer["response_action"] == "update", answer
    return dict(answer["view"])


async def saved(database: Database) -> Operating:
    return await database.run(settings_.load)


async def messages(database: Database) -> dict[str, str]:
    rows = await database.run(lambda session: session.execute(sa.select(Delivery.key, Delivery.payload)).all())
    return {key: payload["text"] for key, payload in rows}


# The first time


async def test_the_form_proposes_what_the_workspace_suggests(fresh: SlackDriver) -> None:
    view = await opened(fresh)

    assert field(view, "focus.channel")["initial_conversation"] == "C0CTO"
    assert field(view, "calendar.zone")["initial_value"] == "Europe/Berlin"
    assert field(view, "country")["initial_value"] == "DE"
    assert field(view, "hours")["initial_value"] == "09:00-17:30"
    assert field(view, "people.operators")["initial_users"] == [TOM]
    assert [option["value"] for option in field(view, "practices")["initial_options"]] == ["focus", "questions"]
    assert "initial_user" not in field(view, "people.cto")


async def test_what_each_practice_will_do_and_when_is_said_before_anything_is_saved(
    fresh: SlackDriver, database: Database
) -> None:
    page = await change(fresh, "setup", {"people.cto": user(MAYA)})

    assert "*Focus* asks the CTO for the week's post and" in told(page)
    assert "• <!date^1772438400^{date_long} at {time}|Mon 2 Mar 2026, 09:00 CET>: The post goes out" in told(page)
    assert "Off, and silent: Commitments, Reports." in told(page)
    assert await saved(database) == Operating()


async def test_saved_the_bot_runs_by_it_and_the_cto_hears_of_it(fresh: SlackDriver, database: Database) -> None:
    page = await change(fresh, "setup", {"people.cto": user(MAYA), "people.operators": users(TOM, ANA)})
    last = await confirmed(fresh, page)

    now_set = await saved(database)
    assert (now_set.people.cto, now_set.focus.channel, now_set.people.operators) == (MAYA, "C0CTO", (TOM, ANA))
    assert (now_set.calendar.country, str(now_set.calendar.zone)) == ("DE", "Europe/Berlin")
    assert (now_set.practices.focus, now_set.practices.commitments) == (True, False)
    assert "Maya Okafor was told" in told(last)
    heard = await messages(database)
    assert heard[f"settings:cto:{MAYA}"].startswith(
        "Tom Brandt set cadence up, with you as the CTO. Each Friday at 15:00"
    )
    assert heard[f"settings:operator:{ANA}:1"].startswith("Tom Brandt named you an operator")


async def test_each_setting_that_changed_is_in_the_audit_log_with_who_changed_it(
    slack: SlackDriver, database: Database
) -> None:
    await confirmed(slack, await change(slack, "setup focus", {"focus.post_on": chosen("tuesday")}))

    newest = sa.select(AuditEntry).order_by(AuditEntry.id.desc()).limit(1)
    entry = await database.run(lambda session: session.scalars(newest).one())
    assert (entry.by, entry.subject, entry.was, entry.became) == (TOM, "focus.post_on", "monday", "tuesday")


async def test_whoever_saves_is_written_down(fresh: SlackDriver, database: Database) -> None:
    await confirmed(fresh, await change(fresh, "setup", {"people.cto": user(MAYA)}))

    assert await database.run(lambda session: session.scalars(sa.select(SettingsVersion.saved_by)).all()) == [TOM]


async def test_back_brings_the_form_with_all_that_was_typed(fresh: SlackDriver) -> None:
    page = await change(fresh, "setup", {"people.cto": user(MAYA), "country": typed("at")})

    await fresh.clicks(setup_views.BACK, by=TOM, view=page)

    again = fresh.wire.asked("views.update")[-1]["view"]
    assert field(again, "people.cto")["initial_user"] == MAYA
    assert field(again, "country")["initial_value"] == "at"


@pytest.mark.parametrize(
    ("key", "given", "sentence"),
    [
        ("calendar.zone", typed("Europe/Berln"), '"Europe/Berln" is not a time zone. Did you mean Europe/Berlin?'),
        ("calendar.zone", typed("new york"), '"new york" is not a time zone. Did you mean America/New_York?'),
        ("calendar.zone", typed("mine"), '"mine" is not a time zone. Write it as in Europe/Berlin.'),
        ("hours", typed("17:30-09:00"), "17:30 to 09:00 ends before it starts. Write it as 09:00-17:30."),
        ("hours", typed("nine to five"), 'Write working hours as "09:00-17:30", not "nine to five".'),
        ("country", typed("XX"), "No public holidays are known for XX."),
        ("country", typed("DE-XX"), "No public holidays are known for DE, subdivision XX."),
        ("people.cto", user(ROBOT), '"Deploy robot" is not a person who works here.'),
        ("people.cto", user(LENA), '"Lena Vogel" is not a person who works here.'),
        ("people.operators", users(TOM, REMY), '"Remy Laurent" is a guest, and guests may do nothing here.'),
        ("focus.channel", channel("C0OLD"), "#cto-old is archived."),
        ("focus.channel", channel("C0SECRET"), 'There is no public channel "C0SECRET" in this workspace.'),
    ],
)
async def test_what_cannot_be_is_said_beside_its_field_and_nothing_is_lost(
    fresh: SlackDriver, database: Database, key: str, given: Json, sentence: str
) -> None:
    answer = await submit(fresh, await opened(fresh), {"people.cto": user(MAYA), key: given})

    assert answer == {"response_action": "errors", "errors": {key: sentence}}
    assert await saved(database) == Operating()


async def test_into_a_public_channel_cadence_goes_by_itself_and_says_so(fresh: SlackDriver) -> None:
    page = await change(fresh, "setup", {"people.cto": user(MAYA), "focus.channel": channel("C0ENGINEERING")})

    assert "cadence goes into <#C0ENGINEERING> by itself." in told(page)


# Later


async def test_a_change_says_what_moves_by_the_rhythm_itself(slack: SlackDriver, database: Database) -> None:
    page = await change(slack, "setup focus", {"focus.post_on": chosen("tuesday")})

    assert "Post on: Tuesday instead of Monday" in told(page)
    assert "The next post moves to <!date^1772524800^{date_long} at {time}|Tue 3 Mar 2026, 09:00 CET>" in told(page)
    assert (await saved(database)).focus.post_on == "monday"

    await confirmed(slack, page)

    assert (await saved(database)).focus.post_on == "tuesday"


async def test_so_does_a_channel_for_reports(slack: SlackDriver) -> None:
    page = await change(slack, "setup reports", {"reports.engineering_channel": channel("C0ENGINEERING")})

    assert "cadence goes into <#C0ENGINEERING> by itself." in told(page)


async def test_reports_say_whom_they_reach_and_when_before_they_are_switched_on(
    slack: SlackDriver, database: Database, now: datetime
) -> None:
    await save(database, settings(practices={"reports": False}), now)

    page = await change(slack, "setup", {"practices": ticked("focus", "questions", "commitments", "reports")})

    assert "in their own working hours what waits for them" in told(page)
    assert "It writes to no channel before somebody publishes." in told(page)


async def test_switching_a_practice_on_says_what_it_will_do_and_off_that_it_rests(
    slack: SlackDriver, database: Database, now: datetime
) -> None:
    await save(database, settings(practices={"commitments": False}), now)

    page = await change(slack, "setup", {"practices": ticked("focus", "commitments", "reports")})

    assert "*Commitments* keeps what was promised" in told(page)
    assert "Questions goes off: it does nothing by itself" in told(page)
    assert "*Focus*" not in told(page)


async def test_a_change_of_the_cto_names_both(slack: SlackDriver) -> None:
    page = await change(slack, "setup", {"people.cto": user(ANA)})

    assert "Who is the CTO: Ana Ruiz instead of Maya Okafor" in told(page)


async def test_nothing_changed_is_nothing_to_save(slack: SlackDriver) -> None:
    page = await change(slack, "setup", {})

    assert "Nothing is different from what is saved." in told(page)
    assert "submit" not in page


async def test_what_somebody_else_saved_meanwhile_is_not_overwritten_unseen(
    slack: SlackDriver, database: Database, now: datetime
) -> None:
    page = await change(slack, "setup focus", {"focus.post_at": typed("10:00")})
    await save(database, settings(focus={"ask_at": "13:00"}), now)

    again = await confirmed(slack, page)

    assert "Somebody changed the settings meanwhile." in told(again)
    assert str((await saved(database)).focus.post_at) == "09:00:00"
    await confirmed(slack, again)
    assert str((await saved(database)).focus.post_at) == "10:00:00"


async def test_a_colleague_who_left_does_not_block_the_rest(
    slack: SlackDriver, database: Database, now: datetime
) -> None:
    await save(database, settings(people={"operators": [TOM, LENA]}), now)

    page = await change(slack, "setup", {"country": typed("AT")})

    assert "Whose public holidays count: AT instead of DE-BE" in told(page)


async def test_hours_that_differ_by_day_stay_unless_they_are_typed_over(
    slack: SlackDriver, database: Database, now: datetime
) -> None:
    await save(database, settings(calendar={"hours": {"friday": ["09:00-13:00"]}}), now)

    view = await opened(slack)
    page = (await submit(slack, view, {"country": typed("AT")}))["view"]
    await confirmed(slack, page)

    assert "initial_value" not in field(view, "hours")
    assert (await saved(database)).calendar.hours.friday == ("09:00-13:00",)


@pytest.mark.parametrize("form", ["focus", "questions", "commitments", "reports"])
async def test_each_practice_has_a_form_that_opens_and_changes_nothing_by_itself(slack: SlackDriver, form: str) -> None:
    page = await change(slack, f"setup {form}", {})

    assert "Nothing is different" in told(page)


async def test_the_other_forms_are_a_click_away(slack: SlackDriver) -> None:
    view = await opened(slack)

    await slack.clicks(f"{setup_views.OTHER_FORM}.questions", "questions", by=TOM, view=view)

    other = slack.wire.asked("views.update")[-1]["view"]
    check(other)
    assert field(other, "questions.respond_within_hours")["initial_value"] == "4"


@pytest.mark.parametrize("text", ["setup", "setup focus"])
async def test_only_operators_change_settings(slack: SlackDriver, text: str) -> None:
    answer = said(await slack.types("/cadence", text, by=ANA))

    assert answer["text"].startswith("Only operators")


async def test_the_button_of_the_status_opens_the_same_form(slack: SlackDriver) -> None:
    await slack.clicks(status_views.SET_UP, by=TOM)

    assert slack.opened()["callback_id"] == setup_views.FORM


# Proposals


def test_a_zone_suggests_the_holidays_of_its_country_where_both_are_known() -> None:
    assert [country_of(zone) for zone in ("Asia/Kolkata", "America/New_York", "UTC", "Etc/GMT+3")] == [
        "IN",
        "US",
        "",
        "",
    ]


def test_the_channel_that_is_called_most_like_cto_is_proposed() -> None:
    assert channel_like_cto({"C1": "ask-cto", "C2": "cto", "C3": "october"}) == "C2"
    assert channel_like_cto({"C1": "from-the-cto", "C2": "ask-cto"}) == "C2"
    assert channel_like_cto({"C1": "october", "C2": "vectors"}) is None
