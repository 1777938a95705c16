"""What cannot be done with a question, and what is wrong with what somebody typed, as the sentence that they read."""

# Whose it is, and how it stands

NO_SUCH_QUESTION = "This question is not there any more."
ONLY_WHOEVER_ASKED = "Only whoever asked can do this."
ONLY_WHO_HAS_IT_TOO = "Only those who said that they have the same question can say this."
NOT_IN_YOUR_HANDS = "This question is not in your hands any more, so nothing was changed."
NOT_YOUR_TURN = "This does not wait for you any more, so there is nothing to put off."
WITHDRAWN_MEANWHILE = "This question was withdrawn meanwhile, so nothing was changed."
ANSWERED_MEANWHILE = "Your question was answered or taken back meanwhile, so nothing was changed."
CHANGED_SINCE = "The day or the answer was changed meanwhile, so nothing was changed."
CLOSED_ALREADY = "Only a question that everyone sees under a name can be made private."
NOTHING_TO_JOIN = "There is no other question to join this one with."
NOTHING_TO_ENDORSE = "This reply is not in the thread any more, so there is nothing to endorse."
NO_ANSWER = "There is no answer to look at again."
HAS_A_NAME = "This was asked under a name, so that you can speak with whoever wrote it."

# Without a name

UNKNOWN_CODE = (
    "No question has this code, and nothing was asked. A code is five groups of four, alone behind the command."
)
TELLS_A_CODE = "This looks like the code of a question without a name. Keep it to yourself."
BEGAN_WITH_A_MESSAGE = "Start from /ask-cto to leave out your name: this began with a message."


def most_a_day(most: int) -> str:
    return f"At most {most} a day without a name. Tomorrow there is room again."


# Beside a field

SAYS_NOTHING = "This says nothing yet. A few words are enough."
ANSWERED_BY_NOW = "This was answered meanwhile, so nothing was said. What is to be added fits in its thread."
DECLINED_BY_NOW = "This was declined meanwhile, so nothing was said. What is to be added fits in its thread."
NO_DAY = "Choose a day."
DAY_HAS_PASSED = "This day has passed. Choose one that lies ahead."
IS_WHOEVER_ASKED = "This is whoever asked."
DAY_TO_LOOK_AGAIN = "Choose a day on which to look at it again."
DAY_AHEAD = "Choose a day that lies ahead."
WHERE_IT_WAS_SAID = "Paste the link of the message, or say on which day and at what time it was."
SAID_AHEAD = "This lies ahead. When was it said?"
SAID_BEFORE = (
    "This was said before it was asked, asked again, or first replied to here. Answer with its link in the form or the "
    "thread: it counts from now."
)
STOPPED_TODAY = (
    "A question without a name was stopped today. Whoever had asked one before cannot ask another without a name until "
    "tomorrow: nobody can tell whose it was. With your name you can ask."
)


def would_hide_nobody(least: int) -> str:
    return f"With fewer than {least} people here, leaving out the name would hide nobody."


TAKEN_BACK_TO_JOIN = "This was taken back meanwhile, so nothing was joined. Choose another."
NOTHING_CHOSEN = "Choose a question, or type a few of its words."


def at_most(most: int, has: int) -> str:
    return f"At most {most:,} characters; this has {has:,}. The rest fits in the thread."
