"""What Slack or the outbox does not let somebody do, as the sentence that this person reads."""

# At a door

TOO_MUCH = "Not saved: this was more in a minute than cadence takes of one person. Try again in a minute."
TOO_LATE = "This took longer than Slack waits, so the form could not open. Try again."
NOT_KNOWN_YET = "Slack did not say in time who you are, so nothing was done. Try again in a minute."
UNKNOWN_FORM = "cadence does not know this form any more. Open it again."


def unknown_command(command: str) -> str:
    return f"cadence does not know {command}, so nothing was done."


# To operators, of the outbox


def no_such_message(key: str) -> str:
    return f"There is no message with the key {key}. `cadence outbox list --all` shows the keys."


def nothing_to_retry(key: str) -> str:
    return f"{key} was sent: there is nothing to retry."


def nothing_to_drop(key: str) -> str:
    return f"{key} was sent: delete it in Slack."


def on_its_way(key: str) -> str:
    return f"{key} is on its way. Look again in a minute."


def without_its_text(key: str) -> str:
    return f"{key} cannot be sent again: its text is no longer kept."
