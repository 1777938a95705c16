"""What a person reads when something could not be done: a sentence, what happens next, and what they typed."""

from collections.abc import Iterator, Mapping
from typing import Any

from bot.errors import NotShown, Unavailable, Uncertain
from bot.slack import blocks, remedies, text
from bot.slack.blocks import Modal
from bot.slack.messages import Message

NOT_SET_UP = "cadence is installed here but not set up yet. Nothing is posted until it is."


def what_is_missing(missing: Mapping[str, str]) -> str:
    """For whoever can mend it: key and meaning of each setting that nothing can run without."""
    wanted = "; ".join(f"{meaning} (`{key}`)" for key, meaning in missing.items())
    return f"cadence runs, and waits for its settings: {wanted}. `/cadence setup` asks for them."


def apology(error: Exception, reference: str) -> str:
    if isinstance(error, Uncertain):
        return f"This may or may not be saved: {error}. Look before you send it again. (ref {reference})"
    if isinstance(error, Unavailable):
        return f"Not saved: {error}. Try again in a minute. (ref {reference})"
    if isinstance(error, NotShown):
        return (
            "What should come next could not be shown: something broke here, and it was not you. What was saved "
            f"before is still there; try again in a minute. (ref {reference})"
        )
    return f"Not saved: something broke here, and it was not you. The operators can look it up. (ref {reference})"


def refused(key: str, channel: str, error: str) -> str:
    """To operators: what did not go out, and what to do about it."""
    said = f"Slack refused a message to {_place(channel)} (`{key}`): {text.escape(error)}."
    return f"{said} {remedies.remedy(error)} {_AFTERWARDS}"


def flawed(key: str, channel: str, flaw: str) -> str:
    """To operators: what went out otherwise than it was meant."""
    where = f"{_place(channel)} (`{key}`)"
    if flaw.startswith(remedies.IN_DOUBT):
        reason = text.escape(flaw.removeprefix(remedies.IN_DOUBT))
        return (
            f"A message to {where} may stand there twice: a connection broke while it was sent, the channel "
            f"could not be read to see whether it had arrived ({reason}), and it was sent again. "
            "If there are two, delete one. " + remedies.remedy(flaw.removeprefix(remedies.IN_DOUBT))
        )
    if flaw.startswith(remedies.NO_FILE):
        reason = text.escape(flaw.removeprefix(remedies.NO_FILE))
        return (
            f"A file for {where} was not taken ({reason}), so its words were sent instead, as they will be for the "
            f"next ones. {remedies.remedy(flaw)}"
        )
    said = f"Slack did not take the form of a message to {where}: {text.escape(flaw)}."
    return f"{said} Its words were sent as plain text. {remedies.remedy(flaw)}"


def held(error: str) -> str:
    """To operators, who read it only once the token is taken again."""
    return (
        f"For a while Slack did not take the bot's token ({text.escape(error)}), so messages waited. "
        "It takes it again: what waited goes out now."
    )


_AFTERWARDS = "`cadence outbox list` shows all that did not go out, `cadence outbox retry` sends it again."


def _place(channel: str) -> str:
    return f"<@{channel}>" if channel.startswith(("U", "W")) else f"<#{channel}>"


def job_fails(job: str, due: str, error: str) -> str:
    return f"`{job}`, due {due}, failed three times and will be tried again. Last error: {text.escape(error)}"


def with_typed(sentence: str, typed: str) -> str:
    return f"{sentence}\nYour text, to copy:\n{text.escape(typed)}" if typed else sentence


def handed_back(sentence: str, typed: str) -> Message:
    """`typed`: behind a command."""
    return Message(with_typed(sentence, typed))


def not_set_up() -> Message:
    return Message(NOT_SET_UP)


def notice(sentence: str) -> Message:
    """Why something was not done, or to operators what they are to know."""
    return Message(sentence)


def notice_view(sentence: str, typed: str = "", title: str = "Not saved") -> Modal:
    """Stands over the form, which stays open beneath with everything that was typed."""
    body = [blocks.section(sentence)]
    if typed:
        body += [blocks.context("Your text, to copy:"), blocks.words(typed)]
    return blocks.modal(title=title, blocks=body, close="Back")


def typed_by(body: Mapping[str, Any]) -> str:
    """All that somebody wrote in a command or form, to give back."""
    if typed := body.get("text"):
        return str(typed)
    values = body.get("view", {}).get("state", {}).get("values", {})
    return "\n".join(_typed_values(values))


def _typed_values(values: Mapping[str, Mapping[str, Mapping[str, Any]]]) -> Iterator[str]:
    for elements in values.values():
        for element in elements.values():
            if value := element.get("value"):
                yield str(value)
