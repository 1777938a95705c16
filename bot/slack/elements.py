"""Slack's limits of composition objects, rich text and elements (docs.slack.dev, September 2026), as tables."""

from bot.slack.shapes import Check, choice, flag, initial_is_offered, items, number, one_of, said, shape, some, string

# Composition objects.


def _text(most: int, *names: str) -> Check:
    kinds = {"plain_text": {"emoji": flag}, "mrkdwn": {"verbatim": flag}}
    return one_of({name: shape({"text": said(most)}, **kinds[name]) for name in names})


def plain(most: int) -> Check:
    return _text(most, "plain_text")


def text(most: int) -> Check:
    return _text(most, "plain_text", "mrkdwn")


ID = string(255, 1)
URL = string(3000, 1, like="[a-zA-Z][a-zA-Z0-9+.-]*:")
STYLE = choice("primary", "danger")
NAMES = items(1, None, string(None, 1))  # identifiers of people, channels, files
CONFIRM = shape({"title": plain(100), "text": text(300), "confirm": plain(30), "deny": plain(30)}, style=STYLE)
OPTION = shape({"text": plain(75), "value": string(150, 1)}, description=plain(75))
RICH_OPTION = shape({"text": text(75), "value": string(150, 1)}, description=text(75))
LINK_OPTION = shape({"text": plain(75), "value": string(150, 1)}, description=plain(75), url=URL)
OPTIONS = items(1, 100, OPTION)
GROUPS = items(1, 100, shape({"label": plain(75), "options": OPTIONS}))
FEEDBACK = shape({"text": plain(75), "value": string(2000, 1)}, accessibility_label=said(75))
IMAGE = {"image_url": URL, "slack_file": shape({}, some("id", "url", exactly=True), id=ID, url=URL)}
TRIGGER = shape({"url": URL}, customizable_input_parameters=items(0, None, shape({"name": ID, "value": string()})))
ON_TYPING = shape({"trigger_actions_on": items(1, 2, choice("on_enter_pressed", "on_character_entered"))})
CHANNELS = shape(
    {},
    some("include", "exclude_external_shared_channels", "exclude_bot_users"),
    include=items(1, 4, choice("im", "mpim", "private", "public")),
    exclude_external_shared_channels=flag,
    exclude_bot_users=flag,
)

# Rich text. Leaves that only Slack's own composer makes are left out; 3000 is borrowed from the text object.

STYLED = {"style": shape({}, **dict.fromkeys(("bold", "italic", "strike", "code", "underline", "highlight"), flag))}
LEAVES: dict[str, Check] = {
    "text": shape({"text": said(3000)}, **STYLED),
    "link": shape({"url": URL}, **STYLED, text=said(3000), unsafe=flag),
    "user": shape({"user_id": ID}, **STYLED),
    "usergroup": shape({"usergroup_id": ID}, **STYLED),
    "team": shape({"team_id": ID}, **STYLED),
    "channel": shape({"channel_id": ID}, **STYLED),
    "emoji": shape({"name": ID}, **STYLED, unicode=ID, skin_tone=number(1, 6)),
    "broadcast": shape({"range": choice("here", "channel", "everyone")}, **STYLED),
    "date": shape({"timestamp": number(0), "format": ID}, **STYLED, url=URL, fallback=said(3000), timezone=ID),
    "color": shape({"value": ID}, **STYLED),
}
INLINE = {"elements": items(0, None, one_of(LEAVES))}
BORDER = {"border": number(0, 1)}
PARAGRAPHS: dict[str, Check] = {
    "rich_text_section": shape(INLINE),
    "rich_text_preformatted": shape({"elements": items(0, None, one_of(LEAVES, "text", "link"))}, **BORDER),
    "rich_text_quote": shape(INLINE, **BORDER),
}
BULLETS = shape(
    {
        "elements": items(0, None, one_of(PARAGRAPHS, "rich_text_section")),
        "style": choice("bullet", "ordered"),
    },
    **BORDER,
    indent=number(0, 8),
    offset=number(0),
)
RICH_TEXT = shape({"elements": items(1, None, one_of({**PARAGRAPHS, "rich_text_list": BULLETS}))}, block_id=ID)

# Elements. What most of them take, then each.

ANY = {"action_id": ID, "confirm": CONFIRM, "focus_on_load": flag}
MENU = {**ANY, "placeholder": plain(150)}
TYPED = {
    "action_id": ID,
    "placeholder": plain(150),
    "focus_on_load": flag,
    "dispatch_action_config": ON_TYPING,
}
BUTTON = {"action_id": ID, "style": STYLE, "accessibility_label": said(75)}
SEVERAL = {"max_selected_items": number(1)}
CHOICES = (some("options", "option_groups", exactly=True), initial_is_offered)
ONE, MANY = {**MENU, "response_url_enabled": flag}, {**MENU, **SEVERAL}
CONVERSATION = {"default_to_current_conversation": flag, "filter": CHANNELS}
LISTED = {"options": OPTIONS, "option_groups": GROUPS}

ELEMENTS: dict[str, Check] = {
    "button": shape(
        {"text": plain(75)},
        **BUTTON,
        value=string(2000),
        url=URL,
        confirm=CONFIRM,
        agent_prompt=said(4000),
        agent_prompt_display=said(None),
        visible_to_user_ids=NAMES,
    ),
    "workflow_button": shape({"text": plain(75), "workflow": shape({"trigger": TRIGGER})}, **BUTTON),
    "overflow": shape({"options": items(1, 5, LINK_OPTION)}, **ANY),
    "checkboxes": shape(
        {"options": items(1, 10, RICH_OPTION)},
        initial_is_offered,
        **ANY,
        initial_options=items(1, 10, RICH_OPTION),
    ),
    "radio_buttons": shape(
        {"options": items(1, 10, RICH_OPTION)}, initial_is_offered, **ANY, initial_option=RICH_OPTION
    ),
    "datepicker": shape({}, **MENU, initial_date=string(like=r"\d{4}-\d\d-\d\d\Z")),
    "timepicker": shape({}, **MENU, initial_time=string(like=r"\d\d:\d\d\Z"), timezone=ID),
    "datetimepicker": shape({}, **ANY, initial_date_time=number(10**9, 10**10 - 1)),
    "static_select": shape({}, *CHOICES, **MENU, **LISTED, initial_option=OPTION),
    "multi_static_select": shape({}, *CHOICES, **MANY, **LISTED, initial_options=OPTIONS),
    "external_select": shape({}, **MENU, initial_option=OPTION, min_query_length=number(0)),
    "multi_external_select": shape({}, **MANY, initial_options=OPTIONS, min_query_length=number(0)),
    "users_select": shape({}, **MENU, initial_user=ID),
    "multi_users_select": shape({}, **MANY, initial_users=NAMES),
    "conversations_select": shape({}, **ONE, **CONVERSATION, initial_conversation=ID),
    "multi_conversations_select": shape({}, **MANY, **CONVERSATION, initial_conversations=NAMES),
    "channels_select": shape({}, **ONE, initial_channel=ID),
    "multi_channels_select": shape({}, **MANY, initial_channels=NAMES),
    "plain_text_input": shape(
        {},
        **TYPED,
        initial_value=string(3000),
        multiline=flag,
        min_length=number(0, 3000),
        max_length=number(1, 3000),
    ),
    "rich_text_input": shape(
        {}, **TYPED, initial_value=one_of({"rich_text": RICH_TEXT}), min_lines=number(1), max_lines=number(1)
    ),
    "email_text_input": shape({}, **TYPED, initial_value=string()),
    "url_text_input": shape({}, **TYPED, initial_value=string()),
    "number_input": shape(
        {"is_decimal_allowed": flag}, **TYPED, initial_value=string(), min_value=string(), max_value=string()
    ),
    "file_input": shape({}, action_id=ID, filetypes=NAMES, max_files=number(1, 10)),
    "image": shape({"alt_text": said(2000)}, some(*IMAGE, exactly=True), **IMAGE),
    "feedback_buttons": shape({"positive_button": FEEDBACK, "negative_button": FEEDBACK}, action_id=ID),
    "icon_button": shape(
        {"text": plain(75), "icon": choice("trash")},
        action_id=ID,
        value=string(2000),
        confirm=CONFIRM,
        accessibility_label=said(75),
        visible_to_user_ids=NAMES,
    ),
    "url": shape({"url": URL, "text": said(None)}),
}
