from typing import Any

TEAM = "Larkspur Freight"
DOMAIN = "larkspur-freight"

_BERLIN, _NEW_YORK, _KOLKATA = "Europe/Berlin", "America/New_York", "Asia/Kolkata"

PEOPLE: tuple[dict[str, Any], ...] = (
    {"name": "maya", "real_name": "Maya Okafor", "title": "CTO", "zone": _BERLIN, "is_admin": True},
    {"name": "tom", "real_name": "Tom Brandt", "title": "Chief of staff to the CTO", "zone": _BERLIN},
    {"name": "ana", "real_name": "Ana Ruiz", "title": "Engineer, Booking", "zone": _BERLIN},
    {"name": "jonas", "real_name": "Jonas Keller", "title": "Engineering manager, Tracking", "zone": _BERLIN},
    {"name": "leyla", "real_name": "Leyla Demir", "title": "Platform engineer", "zone": _BERLIN},
    {"name": "grace", "real_name": "Grace Whitfield", "title": "VP Product", "zone": _NEW_YORK},
    {
        "name": "marcus",
        "real_name": "Marcus Bell",
        "title": "Engineering manager, Customs",
        "zone": _NEW_YORK,
    },
    {"name": "dana", "real_name": "Dana Kim", "title": "Designer", "zone": _NEW_YORK},
    {"name": "owen", "real_name": "Owen Price", "title": "Head of operations", "zone": _NEW_YORK},
    {"name": "priya", "real_name": "Priya Raman", "title": "Engineering manager, Search", "zone": _KOLKATA},
    {"name": "arjun", "real_name": "Arjun Mehta", "title": "Site reliability engineer", "zone": _KOLKATA},
    {"name": "nisha", "real_name": "Nisha Rao", "title": "Support lead", "zone": _KOLKATA},
    {
        "name": "remy",
        "real_name": "Remy Laurent",
        "title": "Contractor",
        "zone": _BERLIN,
        "is_restricted": True,
    },
)

# The bot is not in #engineering and #leadership, so that an app meets both ways of being outside.
CHANNELS: tuple[dict[str, Any], ...] = (
    {
        "name": "general",
        "everyone": True,
        "with_bot": True,
        "general": True,
        "purpose": "For the whole company",
    },
    {"name": "cto", "everyone": True, "with_bot": True, "topic": "What engineering is about this week"},
    {"name": "engineering", "members": ["maya", "tom", "ana", "jonas", "leyla", "marcus", "priya", "arjun"]},
    {"name": "leadership", "members": ["maya", "tom", "grace", "owen"], "private": True},
)
