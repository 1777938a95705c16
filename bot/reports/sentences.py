"""What reports say in a sentence: values in, words out. Names and instants come as markup."""

from collections.abc import Sequence

from bot.slack.text import escape, shorten

# Where a report stands, and who writes it

NOBODY_ELSE_WRITES = "Nobody else writes it yet."
FACTS = "Title, times or services"
NOT_SHARED_WITH_YOU = "A report that is no longer shared with you"
NOBODY_HAS_READ = "Nobody has said that they read it yet."
CUSTOMERS_OUTDATED = "▲ The version for customers is outdated since the report changed: somebody looks at it once more."


def holds_the_pen(owner: str) -> str:
    return f"{owner or 'Nobody'} holds the pen"


def by_number(report_id: int) -> str:
    """To whoever may not know its title, or not yet."""
    return f"Report {report_id}"


def about(services: Sequence[str]) -> str:
    return f"Services: {escape(', '.join(services))}"


def also_write(names: Sequence[str]) -> str:
    return f"Also writing or reviewing: {', '.join(names)}"


def still_open(actions: int) -> str:
    return f"Actions still open: {actions}"


def unpublished(titles: Sequence[str]) -> str:
    return f"Saved and not in what people read: {escape(', '.join(titles))}."


def read_by(count: int, where: Sequence[str]) -> str:
    return f"Read by {count}: {', '.join(where)}."


def readers_in(count: int, channel: str) -> str:
    return f"{count} in {f'<#{channel}>' if channel else 'direct messages'}"


def approved_by(name: str, when: str) -> str:
    return f"Approved by {name}, {when}."


def some_learned(learned: int, answered: int, asked: int) -> str:
    return f"{answered} of {asked} who took part answered: {learned} learned something."


# Those who write it


def asks_to_write(name: str) -> str:
    return f"{name} asks you to write a report with them."


YOUR_APPROVAL_ENDS = " You approved it: as its owner you no longer can, so it needs somebody else to."
THEIR_APPROVAL_ENDS = " They had approved it, and an owner cannot: it needs somebody else to."
YOU_TOOK_IT = "You hold the pen of this report now."


def hands_the_pen(name: str) -> str:
    return f"{name} hands you the pen for a report: you own it now."


def pen_went_on(name: str) -> str:
    return f"{name} holds the pen for this report now. You go on writing with them."


def began_for_you(name: str) -> str:
    return f"{name} began a report and asks you to hold the pen."


def left_alone(name: str, report_id: int, title: str) -> str:
    """`title`: only where everybody may know it."""
    told = f", “{escape(title)}”" if title else ""
    return f"{name} left, and nobody else works on report {report_id}{told}. It waits until one of you takes it."


def left_to_others(name: str, reports: Sequence[int]) -> str:
    numbers = ", ".join(map(str, reports))
    which = f"Report {numbers} is" if len(reports) == 1 else f"Reports {numbers} are"
    return f"{name} left. {which} without an owner; those who can take over were told."


# A channel that got wider

TAKEN_BACK = "It was taken back, since more people came there than it is for."


def taken_back_from(channel: str) -> str:
    return f"This report is taken back from <#{channel}>."


def wider_alone(report_id: int, channel: str, fault: str) -> str:
    return f"Report {report_id} stands in <#{channel}>, and its owner left. {fault}"


# Those who review it

YOU_CANNOT_REVIEW = "You said that you cannot review this report."


def cannot_review(name: str) -> str:
    return f"{name} cannot review this report."


def approved(name: str) -> str:
    return f"{name} approved this report."


def can_be_published(name: str) -> str:
    return f"{name} approved this report. It can be published."


def can_be_amended(name: str) -> str:
    return f"{name} approved this report. Its amendment can go out."


def approval_first(severity: int) -> str:
    return (
        f"This report went out without an approval, as one of the lowest severity, and is of severity {severity} now. "
        "Ask for a review: an amendment goes out once somebody other than its owner has approved it."
    )


def sent_back(name: str) -> str:
    return f"{name} sent this report back to its writers."


def sent_back_to_you(name: str) -> str:
    return f"{name} sent this report back to you."


def dropped(name: str) -> str:
    return f"{name} dropped this report."


def remarked(name: str, count: int) -> str:
    return f"{name} has {count} open {'remark' if count == 1 else 'remarks'} on this report."


def published(name: str) -> str:
    return f"{name} published this report."


def amended(name: str) -> str:
    return f"{name} amended a report that you approved or own."


def customers_wait(name: str, *, amended: bool) -> str:
    waits = "It is not exported until somebody has looked whether it is still right."
    if amended:
        return f"{name} amended a report whose version for customers you approved. {waits}"
    return f"{name} published a report that changed after you approved its version for customers. {waits}"


# Its copies

CHOSEN_BY_HAND = "chosen by hand"
A_PLACE = "One of them"
SLACK_IS_ASKED = "○ waits: Slack is asked who is there"
ON_ITS_WAY = "○ on its way"
SHARED = "● shared"
WAS_DROPPED = "it was dropped"


def not_shared(why: str) -> str:
    return f"✕ not shared: {escape(why)}"


def withdrawn(why: str) -> str:
    return f"– withdrawn: {escape(why)}"


def not_taken(messages: int | None, error: str, remedy: str) -> str:
    """Of a copy, its post or so many of its messages."""
    what = f"{messages} of its messages" if messages else "it"
    return f"✕ Slack did not take {what}: {escape(error)}. {remedy}"


def did_not_arrive(where: str, *, withdrawn: bool, error: str, why: str) -> str:
    reason = f"Slack did not take it ({escape(error)})." if error else escape(why)
    return f"This report {'is withdrawn from' if withdrawn else 'did not reach'} {where}. {reason}"


# Those who read it

YOU_HAVE_READ = "You have read it. Thank you."
NOT_FOR_YOU = "Noted: this report is not for you."
NO_FILE = (
    "cadence cannot send files here. *Take it away*, in the report's own window, shows the text to copy. "
    "Whoever runs cadence can write it to a file with `cadence export report`."
)


def took_back(name: str) -> str:
    return f"{name} took a line back."


# The timeline

NO_WORDS = "(a message without words)"
DIRECT_MESSAGE, GROUP_MESSAGE, PRIVATE_CHANNEL = "a direct message", "a group message", "a private channel"
STANDS_ALREADY = "It stands in the timeline already."
WHY_NOT = {
    "channel_not_found": "cadence cannot read there: it is a private place, or cadence was not invited",
    "not_in_channel": "cadence is not in that channel; `/invite @cadence` there lets it in",
    "missing_scope": "cadence may not read there",
    "thread_not_found": "the message is gone",
}


def left_behind(names: Sequence[str]) -> str:
    return f"(with {', '.join(names)}, not copied here)" if names else ""


def came_in(count: int, left: int, *, thread: bool) -> str:
    what = f"{'message' if count == 1 else 'messages'}{' of the thread' if thread else ''}"
    more = f" {left} more are left in the thread." if left > 0 else ""
    return f"{count} {what} came into the timeline.{more}"


def did_not_come_in(error: str, *, thread: bool) -> str:
    why = WHY_NOT.get(error, f"Slack said “{escape(error)}”")
    what = "The thread" if thread else "The message"
    return f"{what} did not come into the timeline: {why}. Its messages can be added one by one from their menu."


# A draft that was written elsewhere


def brought(sections: int, lines: int) -> str:
    """`2 sections and 1 line of the timeline`"""
    said = [f"{sections} {'section' if sections == 1 else 'sections'}"] if sections else []
    said += [f"{lines} {'line' if lines == 1 else 'lines'} of the timeline"] if lines else []
    return " and ".join(said)


# To other practices

SINCE_ALL_HANDS = "since the last all-hands"
A_REPORT = "a report after an incident"


def the_report(title: str) -> str:
    return f"the report “{shorten(title, 150)}”"


def in_action(number: str, found: str) -> str:
    return f"Action {number}: {found}"


def reviewer_left(name: str, others: Sequence[str]) -> str:
    """`others`: who is asked still."""
    if not others:
        return f"{name}, who was asked to review this report, left Slack. Nobody else is asked, so it waits for you."
    still = f"{', '.join(others)} {'is' if len(others) == 1 else 'are'} still asked"
    return f"{name}, who was asked to review this report, left Slack. {still}; you can ask somebody else, too."


def promise_stays(name: str, where: str) -> str:
    """A report is dropped, and one of its actions is promised."""
    return (
        f"{name} dropped {escape(where)}, which this came from. What you promised stays yours: keep it, or let it go."
    )


def published_lately(title: str, readers: int, actions: str) -> str:
    by = f", read by {readers:,}" if readers else ", not read yet"
    return f"report “{escape(shorten(title, 80))}” published{by}{f': {actions}' if actions else ''}"
