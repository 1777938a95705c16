"""What cannot be done with a report, and what is wrong with what somebody typed, as the sentence that they read."""

# Finding it

NO_SUCH_REPORT = "There is no such report, or it is not shared with you."
ONLY_ITS_WRITERS = "Only the owner of this report and those who write it with them can change it."

# Beginning a report

NO_TITLE = "Say in a line what happened, such as: checkout slow for 47 minutes."
NO_BEGINNING = "Say when it began, as far as you know."
NO_ZONE = "Write a time zone by its name, such as Europe/Berlin."
NOBODY_NAMED = "Name at least one person, or choose another audience."
A_BOT = "A bot cannot write this. Choose a person."
HAS_LEFT = "This person has left. Choose somebody who is here."
A_GUEST = "Only people of this organisation can own a report, not guests."


def severities(most: int) -> str:
    return f"Severities go from 1 to {most}."


# Its times

IN_THE_FUTURE = "This is in the future."
BEFORE_IT_BEGAN = "This is before it began."
BEFORE_IT_WAS_MITIGATED = "This is before it was mitigated."
HOW_TO_WRITE_A_TIME = "Write the day and the time, such as 2026-02-24 14:05."
LINE_IS_GONE = "This line is no longer in the timeline."
TIMES_DECIDE = "Times decide the order. To move this line further, put its time right."


def no_time(typed: str) -> str:
    return f"{typed} is no time of any day. {HOW_TO_WRITE_A_TIME}"


def odd_year(year: int) -> str:
    return f"Check the year: {year:04} is none that an incident has."


def odd_offset(offset: str) -> str:
    return f"No clock shows a time that is {offset} from UTC. Check what is behind the time."


def other_zone(name: str, zone: str) -> str:
    return f"{name} is not what clocks in {zone} showed. Leave it out, or write the offset: +01:00."


def never_shown(zone: str, next_shown: str) -> str:
    return f"Clocks in {zone} never showed this: they went forward, to {next_shown}."


def shown_twice(zone: str, first: str, second: str) -> str:
    return f"Clocks in {zone} showed this twice. Add which: {first} was the first time, {second} the second."


# Writing it

GIVEN_UP = "This report was given up, so it can no longer be changed. It stays readable."
NOBODY_HOLDS_ITS_PEN = "This report was given up, so nobody holds its pen."
HOLD_IT_ALREADY = "They hold the pen already."
CHOOSE_A_PERSON = "Choose a person."
NO_DRAFT = "This holds nothing yet. Paste the draft here."
NO_MOMENT = "Say in a sentence what happened."


def holds_the_pen(name: str) -> str:
    return f"{name} holds the pen of this report now."


def too_long(what: str, most: int, has: int) -> str:
    return f"{what} has at most {most:,} characters; this has {has:,}."


def at_most(most: int, has: int) -> str:
    return f"At most {most:,} characters; this has {has:,}."


def section_too_long(most: int, has: int) -> str:
    """Of a draft that was written elsewhere."""
    return f"With this, one section had {has:,} characters; {most:,} fit. Nothing came in."


# Its actions

IS_PROMISED = "This action is promised, so it changes where promises do: its owner can move or drop it."
ACTION_TAKEN_OUT = "This action was taken out of the report meanwhile."
NO_ACTION = "Say in a few words what will be different."
DAY_HAS_PASSED = "This day has passed. Choose today or a later day."
NO_COMMITMENTS = "Commitments is switched off here, so nobody can be asked. Leave this empty for now."
OWNER_CANNOT_SEE = "This report is not shared with them. Share it first, or choose somebody else."

# Reviewing it

NO_REVIEWER = "Name at least one person."
ONLY_ITS_OWNER = "Name somebody besides the owner: other eyes see what the writer no longer does."
CANNOT_REVIEW = "Only people of this organisation who are here can review a report."
ONLY_ITS_REVIEWERS = "Only who was asked to review this report can do this."
ANOTHER_APPROVES = "Somebody other than the owner approves a report."
WORDS_CHANGED = "Its words changed since you opened it. Look at what is new, then approve it."
NOT_READY_WHY = "Say in a sentence what would make it ready."
ONLY_ITS_HOLDERS_DROP = "Only the owner of a report and who began it can drop it."
WHY_DROPPED = "Say in a sentence why it is not needed: whoever looks for it will read that."
NO_REMARK = "Write what you noticed, or ask what you would like to know."


def no_review_now(state: str) -> str:
    return f"This report is {state}: nobody needs to review it now."


def is_already(state: str) -> str:
    return f"This report is {state} already."


def stays_readable(state: str) -> str:
    return f"This report is {state} already: it stays readable."


def most_reviewers(most: int) -> str:
    return f"Name at most {most}."


# Publishing, amending and sharing it

ONLY_ITS_OWNER_TAKES_OFF = "Only the owner of a report can take somebody off it."
ONLY_ITS_HOLDERS_SAY_FOR_WHOM = "Only the owner of a report and who began it can say who it is for."
CANNOT_BE_FOR = "Only people of this organisation who are here can read it."
NOT_PUBLISHED = "This report is not published yet."
NOTHING_TO_AMEND = "Only a published report is amended. Until then, write its sections."
NOWHERE_TO_GO = "Choose a channel or somebody who should read it."
NO_FIRST_LINE = "Say in a sentence what happened: it is what most people read."
NO_REASON = "Say why they stay as they are. The reason is kept with the report."
NO_CHANGE = "Say in a sentence what is different now."
NO_WHY = "Say in a sentence why: somebody may have relied on what it said before."
SAME_AS_PUBLISHED = "Nothing differs from what is published. Save a section, or change a line, first."
CANNOT_READ = "Only people of this organisation who are here can be asked to read it."


def was_published(name: str, when: str) -> str:
    return f"{name} published this report {when}. What is put right from now on is an amendment."


def not_approved(state: str) -> str:
    return (
        f"This report is {state}: it goes out once somebody other than its owner has approved it. "
        "A change of its words takes an approval back."
    )


def amended_meanwhile(name: str) -> str:
    return f"{name} amended this report meanwhile. Look at it, then amend it."


def in_the_form(told: str) -> str:
    """`told`: what may read as blame in a field, and why."""
    return f"{told} Say it another way, or say below why it stays."


def not_for(name: str) -> str:
    return f"{name} is not among those this report is for."


def most_places(most: int) -> str:
    return f"At most {most} places at a time."


# Where it would go: of a channel

UNSEEN_CHANNEL = "cadence cannot see who is in it: it is private, or gone. Reports go to public channels."
IS_ARCHIVED = "It is archived."
IS_SHARED = "People of another organisation are in it."


def unseen_for_now(error: str) -> str:
    return f"cadence cannot see who is in it ({error}). Try again in a while."


def guests_in_it(count: int) -> str:
    are = "1 guest is" if count == 1 else f"{count} guests are"
    return f"{are} in it, who would read what is for people of the organisation."


def others_in_it(count: int, audience: str) -> str:
    are = "1 person in it is" if count == 1 else f"{count} people in it are"
    return f"{are} not among those this report is for ({audience})."


# Talking about it

NO_DEBRIEF = "No debrief of this report is planned."
NOT_ASKED = "This was asked of those who took part in the incident or wrote the report."
WAS_DROPPED = "This report was dropped: nobody needs to meet about it."
NOT_TO_COME = "Choose a time that is still to come."
CANNOT_BE_INVITED = "Only people of this organisation who are here can be invited."


def how_many_people(most: int) -> str:
    return f"Choose between 1 and {most} people."


# Its version for customers

NO_VERSION = "Nobody has written a version for customers yet."
NOTHING_NOTICED = "Say in plain words what customers noticed."
ANOTHER_TEXT_SAVED = "Somebody saved another text meanwhile. Copy yours, and open this again."
ANOTHER_APPROVES_IT = "Somebody other than who wrote it approves what customers read."
TEXT_CHANGED = "Its text changed since you opened it. Read it once more, then approve it."
NOT_APPROVED_FOR_CUSTOMERS = "What customers read is approved first, by somebody other than who wrote it."
OUTDATED_FOR_CUSTOMERS = "The report changed since this text was approved. Somebody looks at it once more first."


def not_out_for_customers(state: str) -> str:
    if state == "dropped":
        return "This report was dropped, so nothing of it goes to customers."
    return f"This report is {state}. Publish it first: what customers read is exported after that."
