"""Builders of blocks: thin, and whatever text they are given fits.

`section`, `context` and `markdown` take our own markup, in which people's words went through `text.escape`.
All others show what they are given letter by letter, and `words` is for what people wrote at length.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal, NewType

from slack_sdk.models import blocks as sdk

from bot.slack.limits import CHARACTERS
from bot.slack.text import clean, fair_share, length, shorten, shorten_mrkdwn

Block = dict[str, Any]
Element = dict[str, Any]
Style = Literal["primary", "danger"]
#: A window over what they see. Whatever returns one is found by its type, and stands in the gallery.
Modal = NewType("Modal", dict[str, Any])

NOTHING = "–"  # Slack refuses an empty text


def _plain(text: str, limit: int) -> sdk.PlainTextObject:
    return sdk.PlainTextObject(text=shorten(clean(text).strip(), limit) or NOTHING, emoji=True)


def _optional(text: str | None, limit: int) -> sdk.PlainTextObject | None:
    return _plain(text, limit) if text else None


def _mrkdwn(text: str, limit: int) -> sdk.MarkdownTextObject:
    return sdk.MarkdownTextObject(text=shorten_mrkdwn(text if text.strip() else NOTHING, limit))


def header(text: str, *, block_id: str | None = None) -> Block:
    return sdk.HeaderBlock(text=_plain(text, 150), block_id=block_id).to_dict()


def section(
    text: str, *, fields: Sequence[str] = (), accessory: Element | None = None, block_id: str | None = None
) -> Block:
    pairs = [_mrkdwn(field, 2000) for field in fields[:10]]
    return sdk.SectionBlock(text=_mrkdwn(text, 3000), fields=pairs, accessory=accessory, block_id=block_id).to_dict()


def plain_section(text: str, *, accessory: Element | None = None, block_id: str | None = None) -> Block:
    """Letter by letter but for :emoji:, which forms hand over by name."""
    return sdk.SectionBlock(text=_plain(text, 3000), accessory=accessory, block_id=block_id).to_dict()


def context(*texts: str, block_id: str | None = None) -> Block:
    return sdk.ContextBlock(elements=[_mrkdwn(text, 3000) for text in texts[:10]], block_id=block_id).to_dict()


def divider() -> Block:
    return sdk.DividerBlock().to_dict()


def markdown(text: str) -> Block:
    return sdk.MarkdownBlock(text=shorten_mrkdwn(text if text.strip() else NOTHING, 12_000)).to_dict()


def alert(text: str, level: Literal["default", "info", "warning", "error", "success"] = "default") -> Block:
    return sdk.AlertBlock(text=_plain(text, 200), level=level).to_dict()


# Only what is surely an address, so that Slack refuses none, and only up to where it surely ends.
_LINK = re.compile(
    r"(https?://(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,24}(?::\d{1,5})?"
    r"(?:[/?#](?:(?:[\w./?%&=#+~@:,;!*'-]|\([\w./-]*\))*(?:[\w/=&+~-]|\([\w./-]*\)))?)?(?=[\s.,;:!?)\]}'\"]|$))",
    re.ASCII | re.IGNORECASE,
)


def words(text: str, *, quote: bool = False, bold: bool = False, block_id: str | None = None) -> Block:
    """What a person wrote, as they wrote it: nothing is interpreted, and web addresses can be followed."""
    said = shorten(clean(text).strip("\n"), 3000) if text.strip() else NOTHING
    style = sdk.RichTextElementParts.TextStyle(bold=True) if bold else None
    leaves = [_leaf(part, link, style) for part, link in with_addresses(said)]
    paragraph = sdk.RichTextQuoteElement if quote else sdk.RichTextSectionElement
    return sdk.RichTextBlock(elements=[paragraph(elements=leaves)], block_id=block_id).to_dict()


def with_addresses(text: str) -> list[tuple[str, bool]]:
    """The parts of a text, and which of them are web addresses that Slack takes."""
    return [(part, at % 2 == 1) for at, part in enumerate(_LINK.split(text)) if part]


def is_address(text: str) -> bool:
    return _LINK.fullmatch(text) is not None


def _leaf(part: str, link: bool, style: sdk.RichTextElementParts.TextStyle | None) -> sdk.RichTextElement:
    parts = sdk.RichTextElementParts
    return parts.Link(url=part, style=style) if link else parts.Text(text=part, style=style)


Align = Literal["left", "center", "right"]


def table(rows: Sequence[Sequence[str]], *, align: Sequence[Align] = (), block_id: str | None = None) -> Block:
    """The first row is the header. At most 100 rows of 20; cells share 10,000 characters."""
    width = min(20, max(map(len, rows), default=1))
    told = [[clean(row[at]).strip() if at < len(row) else "" for at in range(width)] for row in rows[:100]]
    longest = fair_share([length(text) or len(NOTHING) for row in told for text in row], CHARACTERS["table"])
    cells = [[_cell(text, longest) for text in row] for row in told]
    settings = [sdk.TableBlockColumnSettings(align=side) for side in align[:width]]
    return sdk.TableBlock(rows=cells or [[_cell("", 1)]], column_settings=settings, block_id=block_id).to_dict()


def _cell(text: str, limit: int) -> dict[str, Any]:
    """As it is sent: a table of hundreds is slow to be made of objects first."""
    return {"type": "raw_text", "text": shorten(text, limit) or NOTHING}


def actions(*elements: Element, block_id: str | None = None) -> Block:
    return sdk.ActionsBlock(elements=list(elements), block_id=block_id).to_dict()


def confirm(title: str, text: str, *, yes: str, no: str, style: Style | None = None) -> dict[str, Any]:
    return sdk.ConfirmObject(
        title=_plain(title, 100),
        text=_plain(text, 300),
        confirm=_plain(yes, 30),
        deny=_plain(no, 30),
        style=style,
    ).to_dict()


def button(
    text: str,
    action_id: str,
    *,
    value: str | None = None,
    url: str | None = None,
    style: Style | None = None,
    confirm: dict[str, Any] | None = None,
    label: str | None = None,
) -> Element:
    """A screen reader says `label` instead of `text`: "Answer Ana's question", not a fifth "Answer"."""
    return sdk.ButtonElement(
        text=_plain(text, 75),
        action_id=action_id,
        value=value,
        url=url,
        style=style,
        confirm=confirm,
        accessibility_label=shorten(label, 75) if label else None,
    ).to_dict()


@dataclass(frozen=True)
class Choice:
    text: str
    value: str
    description: str | None = None

    def option(self) -> sdk.Option:
        described = _optional(self.description, 75)
        return sdk.Option(text=_plain(self.text, 75), value=self.value, description=described)


def _options(choices: Iterable[Choice], most: int) -> list[sdk.Option]:
    return [choice.option() for choice in choices][:most]


def _chosen(choices: Sequence[Choice], most: int, values: Sequence[str]) -> list[sdk.Option]:
    return _options((choice for choice in choices[:most] if choice.value in values), most)


def overflow(action_id: str, choices: Sequence[Choice]) -> Element:
    return sdk.OverflowMenuElement(action_id=action_id, options=_options(choices, 5)).to_dict()


def ask(
    label: str,
    field: Element,
    *,
    hint: str | None = None,
    optional: bool = False,
    block_id: str | None = None,
) -> Block:
    """One question of a form. Its block is named as the field is; another name empties what was typed."""
    return sdk.InputBlock(
        block_id=block_id or field["action_id"],
        label=_plain(label, 2000),
        element=field,
        hint=_optional(hint, 2000),
        optional=optional,
    ).to_dict()


def text_field(
    action_id: str,
    *,
    multiline: bool = False,
    max_length: int = 3000,
    min_length: int | None = None,
    initial: str = "",
    placeholder: str | None = None,
) -> Element:
    """A longer `initial` is cut, as Slack would refuse the form: so let nothing longer be stored."""
    return sdk.PlainTextInputElement(
        action_id=action_id,
        multiline=multiline,
        min_length=min_length,
        max_length=max_length,
        initial_value=shorten(initial, max_length),
        placeholder=_optional(placeholder, 150),
    ).to_dict()


def date_field(action_id: str, *, initial: date | None = None) -> Element:
    initial_date = initial.isoformat() if initial else None
    return sdk.DatePickerElement(action_id=action_id, initial_date=initial_date).to_dict()


def instant_field(action_id: str, *, initial: datetime | None = None) -> Element:
    """A day and a time on the reader's own clock. Not in App Home."""
    seconds = int(initial.timestamp()) if initial else None
    return sdk.DateTimePickerElement(action_id=action_id, initial_date_time=seconds).to_dict()


def choice_field(
    action_id: str, choices: Sequence[Choice], *, initial: str | None = None, placeholder: str | None = None
) -> Element:
    """A menu of at most 100, the rest left out; `initial` is a value."""
    return sdk.StaticSelectElement(
        action_id=action_id,
        options=_options(choices, 100),
        initial_option=next(iter(_chosen(choices, 100, [initial or ""])), None),
        placeholder=_optional(placeholder, 150),
    ).to_dict()


def checkbox_field(action_id: str, choices: Sequence[Choice], *, initial: Sequence[str] = ()) -> Element:
    return sdk.CheckboxesElement(
        action_id=action_id, options=_options(choices, 10), initial_options=_chosen(choices, 10, initial)
    ).to_dict()


def person_field(action_id: str, *, initial: str | None = None) -> Element:
    return sdk.UserSelectElement(action_id=action_id, initial_user=initial).to_dict()


def people_field(action_id: str, *, initial: Sequence[str] = (), most: int | None = None) -> Element:
    return sdk.UserMultiSelectElement(action_id=action_id, initial_users=initial, max_selected_items=most).to_dict()


def channel_field(action_id: str, *, initial: str | None = None) -> Element:
    """Public channels and those private ones that the person is in."""
    public_or_private = sdk.ConversationFilter(include=["public", "private"])
    return sdk.ConversationSelectElement(
        action_id=action_id, initial_conversation=initial, filter=public_or_private
    ).to_dict()


def channels_field(action_id: str, *, initial: Sequence[str] = ()) -> Element:
    """The same, several of them."""
    public_or_private = sdk.ConversationFilter(include=["public", "private"])
    return sdk.ConversationMultiSelectElement(
        action_id=action_id, initial_conversations=list(initial), filter=public_or_private
    ).to_dict()


def modal(
    title: str,
    blocks: Sequence[Block],
    *,
    callback_id: str = "",
    submit: str | None = None,
    close: str | None = None,
    private_metadata: str = "",
) -> Modal:
    buttons = {"submit": _optional(submit, 24), "close": _optional(close, 24)}
    optional = {"callback_id": callback_id, "private_metadata": private_metadata}
    return Modal(
        {
            "type": "modal",
            "title": _plain(title, 24).to_dict(),
            "blocks": list(blocks),
            **{name: text.to_dict() for name, text in buttons.items() if text},
            **{name: value for name, value in optional.items() if value},
        }
    )


def home(blocks: Sequence[Block], *, callback_id: str = "", private_metadata: str = "") -> dict[str, Any]:
    optional = {"callback_id": callback_id, "private_metadata": private_metadata}
    return {
        "type": "home",
        "blocks": list(blocks),
        **{name: value for name, value in optional.items() if value},
    }
