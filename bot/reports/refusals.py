"""What is wrong with what somebody typed, as the sentence that stands beside its field."""

# Beginning a report

NO_TITLE = "Say in a line what happened, such as: checkout slow for 47 minutes."
NO_ZONE = "Write a time zone by its name, such as Europe/Berlin."
NOBODY_NAMED = "Name at least one person, or choose another audience."
A_BOT = "A bot cannot write this. Choose a person."
HAS_LEFT = "This person has left. Choose somebody who is here."
A_GUEST = "Only people of this organisation can own a report, not guests."


def severities(most: int) -> str:
    return f"Severities go from 1 to {most}."


# Writing it

NO_MOMENT = "Say in a sentence what happened."


def too_long(what: str, most: int, has: int) -> str:
    return f"{what} has at most {most:,} characters; this has {has:,}."


def at_most(most: int, has: int) -> str:
    return f"At most {most:,} characters; this has {has:,}."


def section_too_long(most: int, has: int) -> str:
    """Of a draft that was written elsewhere."""
    return f"With this, one section had {has:,} characters; {most:,} fit. Nothing came in."


# Its actions

NO_ACTION = "Say in a few words what will be different."
DAY_HAS_PASSED = "This day has passed. Choose today or a later day."
NO_COMMITMENTS = "Commitments is switched off here, so nobody can be asked. Leave this empty for now."
OWNER_CANNOT_SEE = "This report is not shared with them. Share it first, or choose somebody else."

# Reviewing it

NO_REVIEWER = "Name at least one person."
ONLY_ITS_OWNER = "Name somebody besides the owner: other eyes see what the writer no longer does."
CANNOT_REVIEW = "Only people of this organisation who are here can review a report."
NO_REMARK = "Write what you noticed, or ask what you would like to know."


def most_reviewers(most: int) -> str:
    return f"Name at most {most}."


# Publishing, amending and sharing it

NO_FIRST_LINE = "Say in a sentence what happened: it is what most people read."
NO_REASON = "Say why they stay as they are. The reason is kept with the report."
NO_CHANGE = "Say in a sentence what is different now."
NO_WHY = "Say in a sentence why: somebody may have relied on what it said before."
SAME_AS_PUBLISHED = "Nothing differs from what is published. Save a section, or change a line, first."
CANNOT_READ = "Only people of this organisation who are here can be asked to read it."


def in_the_form(told: str) -> str:
    """`told`: what may read as blame in a field, and why."""
    return f"{told} Say it another way, or say below why it stays."


def not_for(name: str) -> str:
    return f"{name} is not among those this report is for."


def most_places(most: int) -> str:
    return f"At most {most} places at a time."


# Talking about it

WAS_DROPPED = "This report was dropped: nobody needs to meet about it."
NOT_TO_COME = "Choose a time that is still to come."
CANNOT_BE_INVITED = "Only people of this organisation who are here can be invited."


def how_many_people(most: int) -> str:
    return f"Choose between 1 and {most} people."
