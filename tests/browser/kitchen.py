"""One of everything that Block Kit has and the bot may use."""

from typing import Any

Json = dict[str, Any]


def words(text: str) -> Json:
    return {"type": "plain_text", "text": text}


def mrkdwn(text: str) -> Json:
    return {"type": "mrkdwn", "text": text}


def options(*texts: str) -> list[Json]:
    return [{"text": words(text), "value": text.lower()} for text in texts]


def cells(*texts: str) -> list[Json]:
    return [{"type": "raw_text", "text": text} for text in texts]


def series(name: str, **values: float) -> Json:
    return {"name": name, "data": [{"label": label, "value": value} for label, value in values.items()]}


def chart(title: str, kind: str, *lines: Json) -> Json:
    categories = [point["label"] for point in lines[0]["data"]]
    axes = {"categories": categories, "y_label": "questions"}
    return {"type": "data_visualization", "title": title, "chart": {"type": kind, "series": lines, "axis_config": axes}}


SURE = {
    "title": words("Drop it?"),
    "text": words("It stays on record."),
    "confirm": words("Drop"),
    "deny": words("Keep"),
}

EVERYTHING: list[Json] = [
    {"type": "header", "text": words("All-hands, 5 March: what we promised")},
    {
        "type": "section",
        "text": mrkdwn(
            "We promised *14*, `6` kept, ~1~ _2_ missed. <https://example.com|Why> <@U0MAYA> <#C0CTO>\n> quoted"
        ),
        "accessory": {"type": "overflow", "action_id": "more", "options": options("Why this number", "Hide")},
    },
    {"type": "section", "fields": [mrkdwn("*Promised*\n27 Feb"), mrkdwn("*Now*\n13 Mar")]},
    {
        "type": "table",
        "rows": [
            cells("promise", "owner", "moved"),
            cells("Search answers in under 200 ms", "Priya Raman", "2 times, +21 days"),
            cells("SSO for all customers", "Marcus Bell", "once, +49 days"),
        ],
        "column_settings": [{"align": "left"}, {"align": "left"}, {"align": "right"}],
    },
    chart("Questions a week", "bar", series("asked", W6=8, W7=12, W8=9), series("answered", W6=7, W7=11, W8=9)),
    {
        "type": "data_visualization",
        "title": "Where promises stand",
        "chart": {"type": "pie", "segments": [{"label": "kept", "value": 6}, {"label": "at risk", "value": 2}]},
    },
    {"type": "markdown", "text": "## A report\n\n- **one**\n- two\n\n| a | b |\n|---|---|\n| 1 | 2 |"},
    {
        "type": "rich_text",
        "elements": [
            {"type": "rich_text_section", "elements": [{"type": "text", "text": "bold", "style": {"bold": True}}]},
            {
                "type": "rich_text_list",
                "style": "ordered",
                "elements": [{"type": "rich_text_section", "elements": [{"type": "text", "text": "first"}]}],
            },
        ],
    },
    {"type": "image", "image_url": "https://example.com/cache.png", "alt_text": "A diagram of the cache"},
    {"type": "divider"},
    {"type": "context", "elements": [mrkdwn("● on track since Tuesday")]},
    {
        "type": "actions",
        "elements": [
            {"type": "button", "action_id": "update", "text": words("Update"), "style": "primary"},
            {"type": "button", "action_id": "drop", "text": words("Drop"), "style": "danger", "confirm": SURE},
            {"type": "static_select", "action_id": "status", "options": options("On track", "At risk")},
            {"type": "datepicker", "action_id": "day", "initial_date": "2026-03-13"},
            {"type": "users_select", "action_id": "who", "placeholder": words("Owner")},
        ],
    },
]

HOME: Json = {
    "type": "home",
    "blocks": [
        {"type": "header", "text": words("Two people are waiting")},
        {
            "type": "section",
            "text": mrkdwn("Ana: Why do we run two deploy pipelines?"),
            "accessory": {
                "type": "button",
                "action_id": "answer",
                "text": words("Answer"),
                "accessibility_label": "Answer Ana's question",
            },
        },
    ],
}


def _input(label: str, element: Json, **more: Any) -> Json:
    return {"type": "input", "block_id": label.lower(), "label": words(label), "element": element, **more}


MODAL: Json = {
    "type": "modal",
    "callback_id": "everything",
    "title": words("Ask Maya"),
    "submit": words("Ask"),
    "close": words("Cancel"),
    "blocks": [
        {"type": "alert", "level": "info", "text": mrkdwn("Everybody will see it.")},
        _input(
            "Question", {"type": "plain_text_input", "action_id": "a", "multiline": True}, hint=words("In a sentence.")
        ),
        _input("Topic", {"type": "static_select", "action_id": "a", "options": options("People", "Plans")}),
        _input("Who", {"type": "multi_users_select", "action_id": "a"}, optional=True),
        _input("Kind", {"type": "radio_buttons", "action_id": "a", "options": options("Question", "Challenge")}),
        _input("And", {"type": "checkboxes", "action_id": "a", "options": options("Anonymous")}, optional=True),
        _input("By", {"type": "datepicker", "action_id": "a"}, optional=True),
        _input("At", {"type": "timepicker", "action_id": "a"}, optional=True),
        _input("When", {"type": "datetimepicker", "action_id": "a", "initial_date_time": 1772442000}, optional=True),
        _input("Days", {"type": "number_input", "action_id": "a", "is_decimal_allowed": False}, optional=True),
        _input("Story", {"type": "rich_text_input", "action_id": "a"}, optional=True),
        _input("Team", {"type": "external_select", "action_id": "a"}, optional=True),
        _input("Channel", {"type": "conversations_select", "action_id": "a"}, optional=True),
    ],
}
