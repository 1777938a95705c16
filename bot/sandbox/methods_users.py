from typing import Any

from bot.sandbox.call import Call
from bot.sandbox.method import Method
from bot.sandbox.methods_conversations import READ, listed
from bot.sandbox.organisation import Person
from bot.sandbox.refusals import Refused
from bot.sandbox.shapes import email_of, person_json, profile_json

Json = dict[str, Any]


def info(call: Call) -> Json:
    return {"user": _shown(call, call.person())}


def list_(call: Call) -> Json:
    shown, cursor = call.page(list(call.workspace.people.values()), lambda person: person.id, default=1000)
    return {
        "members": [_shown(call, person) for person in shown],
        "cache_ts": int(call.workspace.clock.now().timestamp()),
        "response_metadata": {"next_cursor": cursor},
    }


def _shown(call: Call, person: Person) -> Json:
    locale = {"locale": "en-US"} if call.flag("include_locale") else {}
    return {**person_json(call.workspace, person), **locale}


def lookup_by_email(call: Call) -> Json:
    wanted = (call.text("email") or "").lower()
    for person in call.workspace.people.values():
        human = not person.deleted and not call.workspace.is_bot(person.id)
        if human and email_of(call.workspace, person) == wanted:
            return {"user": person_json(call.workspace, person)}
    raise Refused("users_not_found")


def conversations(call: Call) -> Json:
    """Slack: of somebody else only what the app could see of them."""
    user = call.person().id if call.text("user") else call.bot
    return listed(call, lambda each: user in each.members and (each.kind == "channel" or call.bot in each.members))


def profile_get(call: Call) -> Json:
    person = call.person() if call.text("user") else call.workspace.people[call.bot]
    return {"profile": profile_json(call.workspace, person)}


def presence(call: Call) -> Json:
    person = call.person() if call.text("user") else call.workspace.people[call.bot]
    return {"presence": "away" if person.deleted else "active"}


METHODS = {
    "users.info": Method(info, "users:read"),
    "users.list": Method(list_, "users:read"),
    "users.lookupByEmail": Method(lookup_by_email, "users:read.email"),
    "users.conversations": Method(conversations, tuple(READ.values())),
    "users.profile.get": Method(profile_get, "users.profile:read"),
    "users.getPresence": Method(presence, "users:read"),
}
