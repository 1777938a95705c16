"""What each of Slack's refusals means for those who run the bot: what to do, and how far its cause reaches."""

#: Nothing is wrong with the message: as long as Slack does not take the token, everything waits.
TOKEN = frozenset(
    {
        "not_authed",
        "invalid_auth",
        "account_inactive",
        "token_revoked",
        "token_expired",
        "not_allowed_token_type",
        "org_login_required",
        "team_access_not_granted",
    }
)
#: The words can still go out, without their blocks.
BLOCKS = frozenset({"invalid_blocks", "invalid_blocks_format", "msg_blocks_too_long", "invalid_attachments"})
#: One cause wherever it strikes; every other belongs to a channel.
EVERYWHERE = frozenset(
    {*TOKEN, "missing_scope", "messages_tab_disabled", "not_enabled", "restricted_action_read_only_channel"}
)
#: Nobody is there to look: of a Home it is nothing that anybody could mend.
GONE = frozenset({"user_not_found", "users_not_found", "user_disabled", "user_not_visible"})

#: The words can still go out, without their file.
NO_FILES = frozenset(
    {
        "missing_scope",
        "no_permission",
        "blocked_file_type",
        "file_upload_size_restricted",
        "file_uploads_disabled",
        "file_uploads_except_images_disabled",
        "malware_detected",
        "over_file_size_limit",
        "slack_connect_blocked_file_type",
        "slack_connect_file_upload_sharing_blocked",
        "storage_limit_reached",
        "team_limit_exceeded",
    }
)

NO_FILE = "no file: "
NOT_IN_CHANNEL = "not_in_channel"
IN_DOUBT = "in doubt: "
ORPHAN = "the message it belongs to was not sent"
SHOWN_OR_NOT = "it may have been shown; ephemeral messages cannot be looked up"

NEW_TOKEN = "Install the app again, give the bot its new token and restart it: what waits goes out then."
_NEWER_APP = "Update the app from `cadence manifest` and install it again."
_CHANNEL = "Check the channel in the settings: it is gone, or private and the bot is not in it."
_PERSON = "Check the person in the settings: their account is gone, switched off, or not theirs to be written to."
_POLICY = "The workspace's rules forbid it: let an administrator allow the app to post there."
_FILES = "If files are wanted there, let an administrator allow the app to upload them; the words come either way."
_DEFECT = "This is a defect of cadence: report it with the log."
_GONE = "Somebody deleted what it belongs to. If nobody misses it, `cadence outbox drop` it."

REMEDIES = {
    **dict.fromkeys(TOKEN, NEW_TOKEN),
    **dict.fromkeys(BLOCKS, _DEFECT),
    **dict.fromkeys(("missing_scope", "no_permission"), _NEWER_APP),
    **dict.fromkeys(("channel_not_found", "invalid_channel"), _CHANNEL),
    **dict.fromkeys(GONE, _PERSON),
    **dict.fromkeys(
        ("cannot_dm_bot", "cant_dm_bot"), "The settings name a bot where a person should be: correct them."
    ),
    **dict.fromkeys(("message_not_found", "thread_not_found", "cannot_reply_to_message"), _GONE),
    **dict.fromkeys(("restricted_action", "not_allowed", "access_denied", "ekm_access_denied"), _POLICY),
    **dict.fromkeys(
        ("no_text", "msg_too_long", "metadata_too_large", "invalid_arguments", "too_many_attachments"), _DEFECT
    ),
    NOT_IN_CHANNEL: "Invite the bot to the channel: `/invite @cadence`.",
    "is_archived": "Unarchive the channel, or choose another in the settings.",
    "user_not_in_channel": "The person left the channel. If nobody misses it, `cadence outbox drop` it.",
    "messages_tab_disabled": "Switch the app's Messages Tab on: App Home on the app's page.",
    "not_enabled": "Switch the app's Home Tab on: App Home on the app's page, or update it from `cadence manifest`.",
    "hash_conflict": "Nothing to do: something newer stands there.",
    "view_too_large": _DEFECT,
    "cant_update_message": "The message is not the bot's own any more. If nobody misses it, `cadence outbox drop` it.",
    "edit_window_closed": "The workspace does not let messages be edited so late. `cadence outbox drop` it.",
    "too_many_pins": "The channel holds as many pins as Slack allows: remove some.",
    f"{NO_FILE}nothing to show": "Nothing to do: what it would have shown is no longer kept.",
    ORPHAN: "Mend what kept that message, and retry both.",
    SHOWN_OR_NOT: "Nothing to do: whoever needs it will ask again.",
}
_BY_BEGINNING = {
    "restricted_action": _POLICY,
    "invalid_metadata": _DEFECT,
    "metadata_": _DEFECT,
    "defect: ": _DEFECT,
    IN_DOUBT: "Look in the channel: if it is not there, retry once the bot can read there; if it is, drop it.",
}


def remedy(error: str) -> str:
    """A sentence for whoever can mend it."""
    if error in REMEDIES:
        return REMEDIES[error]
    if error.startswith(NO_FILE):
        return REMEDIES.get(error.removeprefix(NO_FILE), _FILES)
    beginnings = (sentence for beginning, sentence in _BY_BEGINNING.items() if error.startswith(beginning))
    return next(beginnings, "The log has the details.")


def cause(error: str, channel: str) -> str:
    """What is told of once: the same for every message that the same thing keeps."""
    name = error[:80]
    return name if error in EVERYWHERE or error.startswith(NO_FILE) else f"{name}:{channel}"
