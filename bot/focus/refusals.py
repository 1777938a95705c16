"""What cannot be done with a post, as the sentence a person reads."""

from bot.errors import BotError, NotAllowed
from bot.focus.content import MOST_ITEMS
from bot.focus.form import Form
from bot.focus.rules import Week


class AlreadyPosted(BotError):
    def __init__(self, week: Week) -> None:
        super().__init__(f"The post of week {week.number} already went out, so nothing was changed.")


class WeekIsOver(BotError):
    def __init__(self, week: Week) -> None:
        super().__init__(f"Week {week.number} is over, so nothing was changed. /focus is for the next post.")


class NothingToApprove(BotError):
    def __init__(self) -> None:
        super().__init__("There is nothing to approve yet. Write the post first.")


class ChangedSince(BotError):
    def __init__(self) -> None:
        super().__init__("The post changed after this message. The newest version is further down.")


class NotPosted(BotError):
    def __init__(self, week: Week) -> None:
        super().__init__(f"The post of week {week.number} has not gone out, so there is nothing to add to.")


class NoRoom(BotError):
    def __init__(self) -> None:
        super().__init__(f"This week has {MOST_ITEMS} items already. Remove one, then carry this one over.")


class ChangedMeanwhile(BotError):
    """Somebody else saved after this form was opened. `sitting` keeps what was typed and may be saved again."""

    def __init__(self, sitting: Form, by: str, theirs: str) -> None:
        super().__init__(
            f"{by} saved another version while you wrote. "
            "Your text is still here: save again to put it in place of theirs." + (f"\n\n{theirs}" if theirs else "")
        )
        self.sitting = sitting


class NotYourReply(NotAllowed):
    def __init__(self) -> None:
        super().__init__("Only whoever wrote this reply can ask it, as long as it is there.")
