"""What a window of a report says once something is done: values in, words out. Names and instants come as markup."""

# The workbench

NOTHING_WRITTEN = "Nothing is written yet."
BEGUN = "It begins here. Write in any order; whoever you invite can write at the same time."
FILE_ON_ITS_WAY = "On its way to you, in your messages with cadence."


def saved(*, published: bool) -> str:
    amend = " The report is published: this is not in what people read until somebody amends it."
    return f"Saved. Nothing in it reads as blame.{amend if published else ''}"


def draft(*, kept: bool, with_another: bool = False) -> str:
    if not kept:
        return "Nothing in it is different from what was saved, so no draft of it waits."
    another = " Another draft of yours waited here already: both are in it, one below the other."
    if with_another:
        return f"Kept as a draft, for you alone.{another}"
    return "Kept as a draft, for you alone. Go on where you left off beside its section; Save puts it into the report."


def invited(count: int) -> str:
    return f"{count} can write with you from now on, and are told." if count else "They write it already."


def taken_off(name: str, *, done: bool) -> str:
    if not done:
        return f"{name} does not work on it any more."
    return f"{name} works on it no more, and is told. What they wrote stays."


YOU_HOLD_THE_PEN = "You hold the pen now."


def holds_the_pen_now(name: str) -> str:
    return f"{name} holds the pen now, and is told."


def brought_in(came: str) -> str:
    return f"Brought in: {came}, below what stood there."


def remarks(count: int) -> str:
    """Of what was just saved; told to its writer alone."""
    if not count:
        return ""
    said = "One phrase of it" if count == 1 else f"{count} phrases of it"
    return f" {said} may read as blame: Edit beside its line or Write beside its section shows what, and another way."


# The timeline

TAKEN_OUT = "Taken out. Adding the message again brings it back."
EDITED = "edited in Slack since"
CHANGED_MEANWHILE = "Somebody changed this action while you looked. It stands here as it is now."
TITLE_CHANGED_MEANWHILE = "Somebody changed what is known while you looked. It stands here as it is now."
YOUR_WORDS_WAIT = " What you wrote instead waits for you in its form."
WORDS_BY_HAND = "words put by hand"
THREAD_FOLLOWS = " Its thread follows in a moment; a message tells you."


def said_in(place: str) -> str:
    return f"said in {place}"


def stands(*, already: bool) -> str:
    return "It stands in the timeline already." if already else "It stands in the timeline."


def was_deleted(*, by_hand: bool) -> str:
    return f"the message was deleted, {'the words are yours' if by_hand else 'its words went with it'}"


def was_said_in(place: str) -> str:
    return f"This was said in {place}. Everybody whom the report is for will be able to read it."


# Review, publishing and sharing

REVIEWERS_ASKED = "They are asked, each in a message of their own."
APPROVED = "Approved. Its owner hears of it, and can publish it."
PUBLISHED = "It is published. Where it goes stands below."
KNOWN = "What is known"
AMENDED = "Every copy is changed, and says what is different."


def under_review(severity: int, owner: str) -> str:
    return f"severity {severity} · {owner or 'without an owner'}"


def audience_changed(withdrawn: int) -> str:
    return f"Saved. Withdrawn where others could read it: {withdrawn}." if withdrawn else "Saved."


def first_published(when: str) -> str:
    return f"as first published, {when}"


def amended(when: str, changed: str) -> str:
    return f"amended {when}: {changed}"


# The debrief

NEVER_TOGETHER = "Within two weeks these people are never at work together. Choose a time that most can make."
ALL_AT_WORK = "At the proposed time all of them are at work."
DEBRIEF_PLANNED = "They are invited, each in a message of their own."
WAS_CALLED_OFF = "It was called off."
DEBRIEF_OFF = "Called off. Everybody who was invited hears of it."


def most_at_work(away: str) -> str:
    return f"Within two weeks they are never all at work at once. At the proposed time most are, and not: {away}."


# The version for customers

PROPOSAL = (
    "A first proposal, made of the report: people by their role, systems by their public names. "
    "Change what you like, and save it. Somebody else approves it before it is exported."
)


def written_by(name: str) -> str:
    return f"Written by {name}. Somebody else approves it before it is exported."


def approved_by(name: str) -> str:
    return f"Approved by {name}. Saving another text takes that back."


def exported_later(name: str, state: str) -> str:
    if state == "dropped":
        return f"{approved_by(name)} The report was dropped, so it is not exported."
    return f"{approved_by(name)} It can be exported once the report is published."


def outdated(name: str, changed: str) -> str:
    """`changed`: what an amendment says of itself; nothing where it changed before it was published."""
    return (
        f"▲ Outdated: the report changed after {name} approved this{f' ({changed})' if changed else ''}. "
        "Save another text, or have it approved once more as it is. Until then it is not exported."
    )
