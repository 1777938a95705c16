"""The figures of reports in words: in full, in a line for Monday's post and the all-hands, and as rows to take away."""

from collections.abc import Iterator, Mapping, Sequence

from bot.reports.figures import SERVICE_AGAIN, WORD_AGAIN, Case, Factor, Figures
from bot.slack import blocks
from bot.slack.messages import Message
from bot.slack.text import escape
from bot.spread import Share, Spread

NONE_YET = (
    "No report for everybody in this time. Once there is one, this shows how soon reports come, how often they are "
    "read, what becomes of their actions, and what comes back."
)
HOW = (
    "Only reports that are for everybody, by when their incident ended; nobody's name is in it. Days are working days "
    "after the end. What is open past its target counts as a miss. "
    f"A service comes back in {SERVICE_AGAIN} reports or more, a word under contributing factors in {WORD_AGAIN}."
)
USAGE = (
    "`/cadence reports` shows how soon reports came after the incidents of the last 13 weeks, and what became "
    "of their actions. Add `month`, `quarter` or `year`."
)


def message(found: Figures, when: str) -> Message:
    """`when` is markup, such as `in the last 13 weeks`."""
    heading = f"Reports of incidents {when}"
    if not found.reports:
        return Message(f"{heading}. {NONE_YET}", [blocks.section(f"*{heading}*"), blocks.section(NONE_YET)])
    said = list(lines(found))
    body = [blocks.section(f"*{heading}*"), blocks.section("\n".join(said)), blocks.context(HOW)]
    return Message("\n".join([heading, *said, HOW]), body)


def lines(found: Figures) -> Iterator[str]:
    yield f"{count(found.reports, 'report')}, {found.published} published{_besides(found)}."
    yield f"Draft ready: {_shared(found.drafted)}{_spread(found.draft_days)}"
    yield f"Published: {_shared(found.out)}{_spread(found.publish_days)}"
    if found.published:
        yield f"Read: {count(found.readers, 'time')} in all."
    if found.actions:
        yield f"Actions: {_acted(found)}"
    if len(found.severities) > 1:
        yield "By severity: " + "; ".join(_severity(*one) for one in found.severities) + "."
    if found.services or found.words:
        yield _again(found)


def _besides(found: Figures) -> str:
    parts = [f"{found.going_on} of an incident that goes on"] if found.going_on else []
    parts += [f"{found.dropped} dropped with a reason"] if found.dropped else []
    return f"; {', '.join(parts)}" if parts else ""


def count(number: int, noun: str) -> str:
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"


def _shared(share: Share) -> str:
    if not share.of:
        return "none was due yet."
    rest = [f"{share.late} late"] if share.late else []
    rest += [f"{share.missed} open past the target"] if share.missed else []
    return f"{', '.join([f'{share.in_time} of {share.of} in time{share.percent}', *rest])}."


def _spread(spread: Spread[float]) -> str:
    if not spread.cases:
        return ""
    if spread.middle is None:
        return f" {'Each' if len(spread.cases) > 1 else 'It came'} after {_listed(spread.cases)}."
    tenth = f", nine of ten within {_days(spread.tenth)}" if spread.tenth is not None else ""
    return f" Half within {_days(spread.middle)}{tenth}."


def _days(number: float) -> str:
    return f"{number:g} working {'day' if number == 1 else 'days'}"


def _listed(days: Sequence[float]) -> str:
    *some, last = days
    return f"{', '.join(f'{one:g}' for one in some)} and {_days(last)}" if some else _days(last)


def _acted(found: Figures) -> str:
    rest = [f"{found.let_go} let go with a reason"] if found.let_go else []
    rest += [f"{found.unpromised} not promised by anybody yet"] if found.unpromised else []
    return f"{found.actions}; {_shared(found.acted).removesuffix('.')}{''.join(f'; {one}' for one in rest)}."


def _severity(level: int, reports: int, days: Spread[float]) -> str:
    if not days.cases:
        said = "none published yet"
    elif days.middle is None:
        said = f"published after {_listed(days.cases)}"
    else:
        said = f"half published within {_days(days.middle)}"
    return f"{level}: {count(reports, 'report')}, {said}"


def _again(found: Figures) -> str:
    return f"Comes back: {', '.join(map(_factor, [*found.services, *found.words]))}."


def _factor(one: Factor) -> str:
    return f"{escape(one.name)} in {one.reports}"


def at_a_glance(found: Figures) -> Iterator[str]:
    """For App Home: how many, how soon, how often read, what became of their actions, and what comes back."""
    read = f", read {count(found.readers, 'time')}" if found.readers else ""
    counted = f"{count(found.reports, 'report')}, {found.published} published{read}{_besides(found)}."
    yield f"{counted}{_spread(found.publish_days)}"
    if found.draft_days.cases:
        yield f"Draft ready:{_spread(found.draft_days)}"
    if found.severities:
        yield _severities(found)
    if found.actions:
        yield f"Actions: {_acted(found)}"
    if found.services or found.words:
        yield _again(found)


def _severities(found: Figures) -> str:
    told = ", ".join(f"severity {level}: {count(reports, 'report')}" for level, reports, _ in found.severities)
    return f"{told.capitalize()}."


def for_all_hands(found: Figures, when: str) -> list[str]:
    """A sentence, and how soon there were drafts, by severity; nothing where nothing happened."""
    more = [f"Drafts ready:{_spread(found.draft_days)}"] if found.draft_days.cases else []
    more = [_severities(found), *more] if found.severities else more
    return list(filter(None, [sentence(found, when), " ".join(more)]))


def sentence(found: Figures, when: str) -> str:
    """For Monday's post and the all-hands, which everybody reads; empty where nothing happened."""
    if not found.reports:
        return ""
    parts = [f"{found.published} of {count(found.reports, 'report')} published"]
    if found.publish_days.middle is not None:
        parts.append(f"half within {_days(found.publish_days.middle)} of the end")
    elif found.publish_days.cases:
        parts.append(f"after {_listed(found.publish_days.cases)}")
    if found.dropped:
        parts.append(f"{found.dropped} dropped with a reason")
    if found.readers:
        parts.append(f"read {count(found.readers, 'time')}")
    if found.acted.of:
        parts.append(f"of {count(found.acted.of, 'action')} whose time was up {found.acted.in_time} done in time")
    said = f"Incidents {when}: {', '.join(parts)}."
    return f"{said} {_again(found)}" if found.services or found.words else said


COLUMNS = (
    "report",
    "severity",
    "incident_ended_on",
    "draft_after_working_days",
    "draft_late",
    "published_after_working_days",
    "published_late",
    "dropped",
    "read_by",
)


def rows(cases: Sequence[Case]) -> Iterator[Mapping[str, object]]:
    """One a report, without words and people."""
    for case in cases:
        told = (case.id, case.severity, case.ended.isoformat() if case.ended else None, *case[3:9])
        yield dict(zip(COLUMNS, told, strict=True))


def usage(word: str) -> Message:
    """Where `word` says no span of time."""
    return Message(f"“{escape(word)}” is none of what can be added. {USAGE}")
