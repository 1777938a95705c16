"""Reports are begun, gathered and written, through Bolt."""

from collections.abc import AsyncIterator, Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session
from structlog.testing import capture_logs

from bot import prompts
from bot import settings as settings_
from bot.config import validated
from bot.reports import desk_doors, fetching, manuscript, timeline_doors, timeline_views
from bot.reports import workbench_views as views
from bot.reports.models import Report, ReportFetch, ReportMoment, ReportSection
from bot.reports.sharing_models import ReportRevision
from bot.reports.states import State
from bot.slack.outbox import Delivery
from bot.storage import Database
from tests.commitments.office import GIL, JONAS, PRIYA, remember_everybody
from tests.factories import ANA, MAYA, TOM, settings
from tests.reports.windows import Person, at, chosen, people, ticked, whom
from tests.slack_driver import SlackDriver, said, slack_driver

SECRET = "Salaries were readable"


@pytest.fixture
async def slack(database: Database, now: Any) -> AsyncIterator[SlackDriver]:
    def set_up(session: Session) -> None:
        settings_.save(session, settings(), by="test", now=now)
        remember_everybody(session, now)

    database.run_here(set_up)
    async with slack_driver(database, now) as slack:
        yield slack


@pytest.fixture
def who(slack: SlackDriver) -> Callable[[str], Person]:
    return lambda id: Person(slack, id, {})


def began(slack: SlackDriver) -> float:
    return (slack.now - timedelta(hours=2)).timestamp()


async def begins(person: Person, **told: Any) -> None:
    """On their workbench afterwards."""
    await person.runs("new")
    values = {"title": "Checkout slow", "began_at": at(began(person.slack)), "owner": whom(PRIYA), **told}
    answer = await person.submits(**values)
    assert answer["response_action"] == "update", answer


async def writes(person: Person, section: str, *texts: str) -> None:
    await person.clicks(f"Write: {section}")
    await person.submits(**{f"text_{number}": text for number, text in enumerate(texts)})


def comes_out(database: Database) -> None:
    """As if it were published."""

    def publish(session: Session) -> None:
        report = session.scalars(sa.select(Report)).one()
        content = manuscript.whole(session, report, prompts.load())
        report.state, report.revision, report.published_words = State.PUBLISHED, 1, content.words()
        frozen = {"content": content.as_json(), "lines": [], "by": JONAS, "at": report.created_at}
        session.add(ReportRevision(report_id=report.id, number=1, **frozen))

    database.run_here(publish)


def one(database: Database, model: Any = Report) -> Any:
    return database.run_here(lambda session: session.scalars(sa.select(model)).one())


def every(database: Database, model: Any) -> list[Any]:
    return database.run_here(lambda session: list(session.scalars(sa.select(model).order_by(model.id))))


def sent(database: Database) -> list[Delivery]:
    return every(database, Delivery)


# --- begin, find


async def test_a_report_begins_with_a_form_that_says_who_should_not_hold_the_pen(
    who: Callable[[str], Person], database: Database
) -> None:
    jonas = who(JONAS)
    await jonas.runs("Checkout slow for 47 minutes")
    assert jonas.fields["title"]["initial_value"] == "Checkout slow for 47 minutes"
    assert "not the one nearest to what failed" in jonas.text
    await begins(jonas, severity=chosen("1"), services="checkout, cart\ncheckout")
    report = one(database)
    assert (report.owner, report.severity, report.services) == (PRIYA, 1, ["checkout", "cart"])
    assert "It begins here." in jonas.text
    (told,) = sent(database)
    assert told.channel == PRIYA
    assert "asks you to hold the pen" in told.payload["text"]


@pytest.mark.parametrize(
    ("told", "field", "says"),
    [
        ({"title": " "}, "title", "Say in a line"),
        ({"ended_at": at(1000)}, "ended_at", "before it began"),
        ({"noticed_at": at(5_000_000_000)}, "noticed_at", "future"),
        ({"zone": "Mars"}, "zone", "Europe/Berlin"),
        ({"audience": chosen("named")}, "named", "at least one"),
        ({"owner": whom(GIL)}, "owner", "not guests"),
    ],
)
async def test_what_is_wrong_stands_beside_its_field(
    who: Callable[[str], Person], database: Database, told: dict[str, Any], field: str, says: str
) -> None:
    jonas = who(JONAS)
    await jonas.runs("new")
    values = {"title": "Checkout slow", "began_at": at(began(jonas.slack)), "owner": whom(PRIYA), **told}
    answer = await jonas.submits(**values)
    assert says in answer["errors"][field]
    assert every(database, Report) == []


async def test_the_command_shows_what_you_write_and_else_begins(who: Callable[[str], Person]) -> None:
    jonas = who(JONAS)
    await jonas.runs()
    assert jonas.view["callback_id"] == "reports.start_form"
    await begins(jonas)
    await jonas.runs()
    assert "Checkout slow" in jonas.text
    await jonas.clicks("Open: Checkout slow")
    assert "sections have something in them" in jonas.text
    ana = who(ANA)
    await ana.runs()
    assert ana.view["callback_id"] == "reports.start_form"
    assert "only whoever works on it can read it" in ana.text


async def test_whoever_may_see_a_report_reads_it_and_does_not_write_it(
    who: Callable[[str], Person], database: Database
) -> None:
    jonas, ana = who(JONAS), who(ANA)
    await begins(jonas)
    await writes(jonas, "Summary", "A cache was emptied.")
    await ana.runs("search cache emptied")
    assert "Checkout slow" not in ana.text
    comes_out(database)
    await ana.runs("search cache emptied")
    await ana.clicks("Open: Checkout slow")
    assert "A cache was emptied." in ana.text
    assert "Write: Summary" not in ana.text


async def test_facts_are_put_right_and_seconds_that_nobody_touched_stay(
    who: Callable[[str], Person], database: Database
) -> None:
    jonas = who(JONAS)
    await begins(jonas)
    before = one(database).began_at
    await jonas.clicks("Title, times, severity, services")
    answer = await jonas.submits(title="Checkout and cart slow", ended_at=at(began(jonas.slack) + 600))
    assert answer["response_action"] == "update", answer
    report = one(database)
    assert (report.title, report.began_at) == ("Checkout and cart slow", before)
    assert "lasted 10 m" in jonas.text


async def test_its_severity_suggests_what_it_asks_unless_somebody_chooses(
    who: Callable[[str], Person], database: Database
) -> None:
    jonas = who(JONAS)
    for told in ({"severity": chosen("4")}, {"severity": chosen("4"), "template": chosen("security")}):
        await begins(jonas, **told)
    assert [report.template for report in every(database, Report)] == ["short", "security"]


# --- write


async def test_a_section_ticks_once_something_stands_in_it(who: Callable[[str], Person]) -> None:
    jonas = who(JONAS)
    await begins(jonas)
    assert "○ *Summary*" in jonas.text
    await writes(jonas, "Summary", "A cache was emptied.")
    assert "✓ *Summary*" in jonas.text
    assert "1 of 11 sections" in jonas.text


async def test_two_writers_see_both_texts_and_lose_none(who: Callable[[str], Person], database: Database) -> None:
    jonas, priya = who(JONAS), who(PRIYA)
    await begins(jonas)
    await priya.runs("1")
    await jonas.clicks("Write: Summary")
    await priya.clicks("Write: Summary")
    await jonas.submits(text_0="Jonas's words.")
    await priya.submits(text_0="Priya's words.")
    assert "Jonas's words." in priya.text
    assert "Nothing is lost" in priya.text
    assert priya.fields["text-0-1"]["initial_value"] == "Priya's words."
    await priya.runs("1")
    assert "a draft of yours waits here" in priya.text
    await priya.clicks("Write: Summary")
    await priya.submits(text_0_1="Jonas's words. Priya's words.")
    assert [one.text for one in every(database, ReportSection)] == ["Jonas's words.", "Jonas's words. Priya's words."]
    await priya.runs("1")
    assert "waits here" not in priya.text


async def test_a_section_longer_than_a_field_is_written_in_several(
    who: Callable[[str], Person], database: Database
) -> None:
    jonas = who(JONAS)
    await begins(jonas)
    paragraph = "word " * 100
    text = "\n\n".join(f"{number} {paragraph}".strip() for number in range(20))
    await jonas.clicks("Bring in a draft")
    await jonas.submits(**{f"draft_{at}": part for at, part in enumerate(_cut(f"# Summary\n{text}"))})
    await jonas.clicks("Write: Summary")
    assert len(jonas.fields) == 4
    await jonas.submits()
    assert [one.text for one in every(database, ReportSection)] == [text]


def _cut(text: str) -> list[str]:
    return [text[at : at + 3000] for at in range(0, len(text), 3000)]


async def test_the_blame_check_answers_the_writer_alone_and_stops_nobody(
    who: Callable[[str], Person], database: Database
) -> None:
    jonas = who(JONAS)
    await begins(jonas)
    await writes(jonas, "Summary", "At 14:05 it was slow. The on-call engineer failed to notice the alert.")
    assert "One sentence may make it harder for people to speak openly" in jonas.text
    assert jonas.fields["instead-0-summary-1"]["initial_value"] == "The on-call engineer failed to notice the alert."
    assert every(database, ReportSection)[0].text.endswith("notice the alert.")
    assert len(sent(database)) == 1
    await jonas.submits(instead_0_summary_1="The alert went to a channel that is muted at night.")
    assert "✓ *Summary*" in jonas.text or "Saved" in jonas.text
    assert every(database, ReportSection)[-1].text == (
        "At 14:05 it was slow. The alert went to a channel that is muted at night."
    )


async def test_a_phrase_is_kept_for_a_reason_and_is_not_asked_about_again(
    who: Callable[[str], Person], database: Database
) -> None:
    jonas = who(JONAS)
    await begins(jonas)
    await writes(jonas, "Summary", "The on-call engineer failed to notice the alert.")
    await jonas.submits(keep_0_summary_1="It is what the customer wrote.")
    assert len(every(database, ReportSection)) == 1
    await writes(jonas, "Summary", "The on-call engineer failed to notice the alert. It was night.")
    assert "may make it harder" not in jonas.text
    await jonas.runs("1")
    assert "may read as blame" not in jonas.text


async def test_a_title_that_judges_is_told_on_the_workbench_until_it_is_another(
    who: Callable[[str], Person], database: Database
) -> None:
    jonas = who(JONAS)
    await begins(jonas, title="Priya was careless with the cache")
    assert "*Of the report as a whole*" in jonas.text
    assert "careless”: " in jonas.text
    assert database.run_here(lambda session: manuscript.phrases_to_settle(session, session.get_one(Report, 1))) == 1
    await jonas.clicks("Title, times, severity, services")
    await jonas.submits(title="A cache was emptied")
    assert "careless”: " not in jonas.text
    assert database.run_here(lambda session: manuscript.phrases_to_settle(session, session.get_one(Report, 1))) == 0


async def test_leaving_it_as_it_is_leads_back_where_it_is_remembered(who: Callable[[str], Person]) -> None:
    jonas = who(JONAS)
    await begins(jonas)
    await writes(jonas, "Summary", "He was careless.")
    await jonas.clicks("Leave it as it is")
    assert "1 phrase may read as blame" in jonas.text


# --- writers and drafts


async def test_an_invited_writer_hears_of_it_and_can_write(who: Callable[[str], Person], database: Database) -> None:
    jonas, ana = who(JONAS), who(ANA)
    await begins(jonas)
    await jonas.clicks("Invite writers")
    await jonas.submits(writers=people(ANA, PRIYA))
    assert "1 can write with you" in jonas.text
    (told,) = [one for one in sent(database) if one.channel == ANA]
    assert "asks you to write a report" in told.payload["text"]
    await ana.clicks_in_message(views.OPEN, "1")
    await writes(ana, "Summary", "Ana's words.")
    assert every(database, ReportSection)[0].by == ANA


async def test_a_guest_cannot_be_invited(who: Callable[[str], Person]) -> None:
    jonas = who(JONAS)
    await begins(jonas)
    await jonas.clicks("Invite writers")
    answer = await jonas.submits(writers=people(GIL))
    assert "not guests" in answer["errors"]["writers"]


async def test_the_pen_goes_on_and_both_are_told(who: Callable[[str], Person], database: Database) -> None:
    jonas = who(JONAS)
    await begins(jonas)
    await jonas.clicks("Hand the pen over")
    await jonas.submits(to=whom(ANA), note="You know the cache.")
    assert one(database).owner == ANA
    told = {one.channel: one.payload["text"] for one in sent(database)}
    assert "You know the cache." in told[ANA]
    assert "You go on writing" in told[PRIYA]
    priya = who(PRIYA)
    await priya.runs("1")
    await writes(priya, "Summary", "Still mine to write.")


async def test_a_draft_comes_in_and_the_report_goes_out_as_markdown(who: Callable[[str], Person]) -> None:
    jonas = who(JONAS)
    await begins(jonas)
    await jonas.clicks("Bring in a draft")
    await jonas.submits(draft_0="# Outage\n## Summary\nIt was slow.\n## Weather\nRain.")
    assert "Brought in: 2 sections" in jonas.text
    await jonas.clicks("The report as Markdown, to copy")
    whole = "".join(field["initial_value"] for field in jonas.fields.values())
    assert "## Summary\n\nIt was slow." in whole
    assert "### Weather\n\nRain." in whole
    await jonas.submits()
    assert "✓ *Summary*" in jonas.text


async def test_actions_are_a_list_of_their_own(who: Callable[[str], Person]) -> None:
    jonas = who(JONAS)
    await begins(jonas)
    await jonas.clicks("Bring in a draft")
    await jonas.submits(draft_0="# Action items\n- alert on the hit rate")
    assert "alert on the hit rate" in jonas.text
    await jonas.clicks("Write: Actions")
    assert jonas.fields["text-0"]["initial_value"] == "- alert on the hit rate"
    await jonas.runs("1")
    await jonas.clicks("Open the actions")
    assert jonas.view["title"]["text"] == "Actions"


# --- the timeline


MESSAGE = {"channel": "C0INCIDENT", "ts": "1772197200.000100", "user": PRIYA, "text": "Restarting <@U0ANA>'s cache"}


async def adds(person: Person, message: dict[str, Any], **told: Any) -> None:
    await person.uses(timeline_doors.ADD_MESSAGE, on=message)
    answer = await person.submits(**told)
    assert answer["response_action"] == "update", answer


async def test_a_message_is_added_from_its_menu(who: Callable[[str], Person], database: Database) -> None:
    jonas = who(JONAS)
    await begins(jonas)
    await adds(jonas, MESSAGE, mark=chosen("mitigation"))
    assert "It stands in the timeline." in jonas.text
    moment = one(database, ReportMoment)
    assert (moment.text, moment.said_by, moment.mark) == ("Restarting @Ana Ruiz's cache", PRIYA, "mitigation")
    assert moment.worded_at is None
    await adds(jonas, MESSAGE)
    assert "stands in the timeline already" in jonas.text


async def test_a_message_can_begin_a_report(who: Callable[[str], Person], database: Database) -> None:
    jonas = who(JONAS)
    await jonas.uses(timeline_doors.ADD_MESSAGE, on=MESSAGE)
    assert jonas.view["callback_id"] == "reports.start_form"
    await jonas.submits(title="Checkout slow", began_at=at(began(jonas.slack)), owner=whom(JONAS))
    assert one(database, ReportMoment).source == "C0INCIDENT:1772197200.000100"
    await jonas.uses(timeline_doors.ADD_MESSAGE, on={**MESSAGE, "ts": "1772197300.000100"})
    await jonas.submits(report=chosen("new"))
    assert jonas.fields["first_moment"]["initial_value"] == "Restarting @Ana Ruiz's cache"


async def test_its_thread_is_read_by_a_task_that_may_wait(who: Callable[[str], Person], database: Database) -> None:
    jonas = who(JONAS)
    await begins(jonas)
    await adds(jonas, {**MESSAGE, "thread_ts": MESSAGE["ts"], "reply_count": 3}, with_thread=ticked())
    fetch = one(database, ReportFetch)
    assert (fetch.channel, fetch.ts, fetch.thread, fetch.by) == ("C0INCIDENT", MESSAGE["ts"], True, JONAS)
    assert "Its thread follows" in jonas.text


async def test_what_was_said_in_private_is_added_knowing_who_will_read_it(
    who: Callable[[str], Person], slack: SlackDriver, database: Database
) -> None:
    jonas = who(JONAS)
    await begins(jonas)
    body = {"type": "message_action", "callback_id": timeline_doors.ADD_MESSAGE, "message": MESSAGE}
    channel = {"id": "D0PRIVATE", "name": "directmessage"}
    await slack._dispatch({**body, "channel": channel, **slack._person(JONAS)})
    jonas._see(slack.opened())
    assert "This was said in a direct message. Everybody whom the report is for" in jonas.text
    await jonas.submits()
    assert one(database, ReportMoment).said_in == "a direct message"
    assert "said in a direct message" in jonas.text


async def test_a_line_by_hand_and_its_correction(who: Callable[[str], Person], database: Database) -> None:
    jonas = who(JONAS)
    await begins(jonas)
    await jonas.clicks("Open the timeline")
    assert "Nothing stands here yet." in jonas.text
    await jonas.clicks("Add a line")
    answer = await jonas.submits(at="soon", text="The graph fell.")
    assert "such as 2026-02-24 14:05" in answer["errors"]["at"]
    await jonas.submits(at="2026-02-27 13:20", text="The graph fell.")
    await jonas.clicks("Edit: The graph fell.")
    await jonas.submits(mark=chosen("detection"))
    moment = one(database, ReportMoment)
    assert (moment.mark, moment.timed_by_hand) == ("detection", False)
    await jonas.clicks("Edit: The graph fell.")
    await jonas.submits(at="2026-02-27 13:10")
    assert one(database, ReportMoment).timed_by_hand
    await jonas.clicks("Edit: The graph fell.")
    await jonas.clicks("Take it out")
    assert "Taken out." in jonas.text


async def test_a_line_that_judges_gets_a_second_look_too(who: Callable[[str], Person], database: Database) -> None:
    jonas = who(JONAS)
    await begins(jonas)
    await jonas.clicks("Open the timeline")
    await jonas.clicks("Add a line")
    await jonas.submits(at="2026-02-27 13:20", text="Priya forgot to renew the certificate.")
    assert "may make it harder" in jonas.text
    name = next(name for name in jonas.fields if name.startswith("instead"))
    await jonas.submits(**{name.replace("-", "_").replace(":", "_"): "The certificate ran out."})
    assert one(database, ReportMoment).text == "The certificate ran out."
    assert "Saved." in jonas.text


async def test_a_timeline_of_four_hundred_lines_is_turned_page_by_page(
    who: Callable[[str], Person], database: Database, now: Any
) -> None:
    jonas = who(JONAS)
    await begins(jonas)

    def fill(session: Session) -> None:
        lines = [
            ReportMoment(
                report_id=1,
                at=now - timedelta(seconds=30 * (400 - number)),
                text=f"Line {number} " + "x" * 600,
                added_by=JONAS,
                added_at=now,
            )
            for number in range(400)
        ]
        session.add_all(lines)

    database.run_here(fill)
    await jonas.runs("1")
    assert "400 lines" in jonas.text
    await jonas.clicks("Open the timeline")
    seen = 0
    while True:
        seen += jonas.text.count("Line ")
        if "381 to 400 of 400" in jonas.text:
            break
        await jonas.clicks("Later")
    assert seen >= 400
    comes_out(database)
    ana = who(ANA)
    await ana.runs("1")
    assert "It goes on" in ana.text or "Line 399" in ana.text


# --- an emoji, edits, deletions


async def reacts(slack: SlackDriver, by: str, emoji: str = "pushpin", channel: str = "C0INCIDENT") -> None:
    item = {"type": "message", "channel": channel, "ts": MESSAGE["ts"]}
    await slack.event(type="reaction_added", user=by, reaction=emoji, item=item)


async def test_the_emoji_of_somebody_who_writes_one_report_adds_the_message(
    who: Callable[[str], Person], slack: SlackDriver, database: Database
) -> None:
    await reacts(slack, JONAS)
    await begins(who(JONAS))
    await reacts(slack, ANA)
    await reacts(slack, JONAS, emoji="eyes")
    assert every(database, ReportFetch) == []
    await reacts(slack, JONAS)
    fetch = one(database, ReportFetch)
    assert (fetch.report_id, fetch.thread, fetch.by) == (1, False, JONAS)


async def test_the_emoji_is_the_one_of_the_settings(
    who: Callable[[str], Person], slack: SlackDriver, database: Database
) -> None:
    def choose(session: Session) -> None:
        document = settings().model_dump(mode="json", exclude_defaults=True)
        settings_.save(
            session, validated({**document, "reports": {"timeline_emoji": "memo"}}), by="test", now=slack.now
        )

    database.run_here(choose)
    await begins(who(JONAS))
    await reacts(slack, JONAS)
    assert every(database, ReportFetch) == []
    await reacts(slack, JONAS, emoji="memo")
    assert one(database, ReportFetch).by == JONAS


async def test_the_shortcut_opens_the_form_by_which_one_begins(
    who: Callable[[str], Person], database: Database
) -> None:
    jonas = who(JONAS)
    await jonas.uses(desk_doors.BEGIN)
    assert jonas.view["callback_id"] == "reports.start_form"
    await jonas.submits(title="Checkout slow", began_at=at(began(jonas.slack)), owner=whom(PRIYA))
    assert one(database).title == "Checkout slow"


async def test_of_several_reports_the_one_that_knows_the_channel_is_meant_and_else_a_choice_is_offered(
    who: Callable[[str], Person], slack: SlackDriver, database: Database
) -> None:
    jonas = who(JONAS)
    await begins(jonas)
    await begins(jonas, title="Search down")
    await reacts(slack, JONAS)
    (asked,) = [one for one in sent(database) if one.kind == "chat.postEphemeral"]
    assert (asked.reader, asked.channel) == (JONAS, "C0INCIDENT")
    buttons = asked.payload["blocks"][1]["elements"]
    assert [button["text"]["text"] for button in buttons] == ["Search down", "Checkout slow"]
    await slack.clicks(buttons[1]["action_id"], buttons[1]["value"], by=JONAS)
    assert one(database, ReportFetch).report_id == 1

    def came(session: Session) -> None:
        fetch = fetching.claim(session, slack.now)
        assert fetch
        fetching.took(session, fetch, [MESSAGE], slack.now, prompts.load())

    database.run_here(came)
    await reacts(slack, JONAS)
    assert len([one for one in sent(database) if one.kind == "chat.postEphemeral"]) == 1


async def test_nobody_can_add_to_a_report_by_guessing_its_number(
    who: Callable[[str], Person], slack: SlackDriver, database: Database
) -> None:
    await begins(who(JONAS))
    await slack.clicks(f"{timeline_views.ADD_TO}.0", "1:C0INCIDENT:1.1", by=ANA)
    assert every(database, ReportFetch) == []


async def test_edits_and_deletions_in_slack_are_followed(
    who: Callable[[str], Person], slack: SlackDriver, database: Database
) -> None:
    jonas = who(JONAS)
    await begins(jonas)
    await adds(jonas, MESSAGE)
    new = {**MESSAGE, "text": "Restarting the cache of eu-1", "edited": {"user": PRIYA, "ts": "1772197500.000100"}}
    told = {"type": "message", "channel": "C0INCIDENT"}
    await slack.event(**told, subtype="message_changed", message=new, previous_message=MESSAGE)
    assert one(database, ReportMoment).text == "Restarting the cache of eu-1"
    await slack.event(**told, subtype="message_deleted", deleted_ts=MESSAGE["ts"], previous_message=new)
    assert one(database, ReportMoment).text == "(a message)"
    await jonas.runs("1")
    await jonas.clicks("Open the timeline")
    assert "the message was deleted, its words went with it" in jonas.text


async def test_a_deleted_message_that_has_replies_takes_its_words_back_too(
    who: Callable[[str], Person], slack: SlackDriver, database: Database
) -> None:
    jonas = who(JONAS)
    await begins(jonas)
    await adds(jonas, MESSAGE)
    left = {"ts": MESSAGE["ts"], "thread_ts": MESSAGE["ts"], "subtype": "tombstone", "user": "USLACKBOT"}
    told = {**left, "text": "This message was deleted.", "reply_count": 2, "hidden": True}
    await slack.event(
        type="message", channel="C0INCIDENT", subtype="message_changed", message=told, previous_message=MESSAGE
    )
    moment = one(database, ReportMoment)
    assert (moment.text, moment.lost_at) == ("(a message)", slack.now)


async def test_whoever_brings_words_in_is_told_on_that_save_what_may_read_as_blame(
    who: Callable[[str], Person], slack: SlackDriver, database: Database
) -> None:
    jonas, blaming = who(JONAS), {**MESSAGE, "text": "Priya was careless and forgot to renew the certificate."}
    await begins(jonas)
    await adds(jonas, {**blaming, "ts": "1772197300.000100"})
    assert "It stands in the timeline. 2 phrases of it may read as blame: Edit beside its line" in jonas.text
    await jonas.runs("1")
    await jonas.clicks("Bring in a draft")
    await jonas.submits(draft_0="# Summary\nTom was careless.")
    assert "Brought in: 1 section, below what stood there. One phrase of it may read as blame" in jonas.text

    def came(session: Session) -> None:
        report = session.scalars(sa.select(Report)).one()
        fetching.ask(session, report, "C0INCIDENT", "1772197400.000100", thread=False, by=JONAS, now=slack.now)
        fetch = fetching.claim(session, slack.now)
        assert fetch
        said = [{**blaming, "ts": "1772197400.000100"}]
        fetching.took(session, fetch, said, slack.now, prompts.load())

    database.run_here(came)
    assert "2 phrases of it may read as blame" in sent(database)[-1].payload["text"]


async def test_an_alert_that_says_all_in_attachments_is_followed_and_an_unfurled_link_is_no_edit(
    who: Callable[[str], Person], slack: SlackDriver, database: Database
) -> None:
    jonas = who(JONAS)
    await begins(jonas)
    alert = {"channel": "C0INCIDENT", "ts": "1772197400.000100", "bot_id": "B0ALERTS", "text": ""}
    firing = {**alert, "attachments": [{"fallback": "FIRING: queue age"}]}
    resolved = {**alert, "attachments": [{"fallback": "RESOLVED: queue age"}]}
    await adds(jonas, firing)
    told = {"type": "message", "channel": "C0INCIDENT", "subtype": "message_changed"}
    await slack.event(**told, message=resolved, previous_message=firing)
    assert one(database, ReportMoment).text == "RESOLVED: queue age"
    await adds(jonas, MESSAGE)
    unfurled = {**MESSAGE, "attachments": [{"fallback": "A page"}]}
    await slack.event(**told, message=unfurled, previous_message=MESSAGE)
    assert every(database, ReportMoment)[-1].edited_at is None


# --- a report for named people


@pytest.fixture
def logged() -> Iterator[list[Any]]:
    with capture_logs() as found:
        yield found


async def test_the_title_of_a_private_report_is_nowhere_for_anybody_else(
    who: Callable[[str], Person], slack: SlackDriver, database: Database, logged: list[Any]
) -> None:
    jonas = who(JONAS)
    await begins(jonas, title=SECRET, audience=chosen("named"), named=people(PRIYA), services="payroll")
    await adds(jonas, MESSAGE)
    for outsider in (ANA, TOM, MAYA):
        person = who(outsider)
        for typed in ("list", f"search {SECRET}", "search payroll"):
            await person.runs(typed)
            assert SECRET not in _rows(person)
        refused = said(await slack.types("/incident-report", "1", by=outsider))
        missing = said(await slack.types("/incident-report", "99", by=outsider))
        assert refused == missing
        for action, value in (
            (views.OPEN, "1"),
            (views.WRITE, "1:summary"),
            (views.TIMELINE, "1:0"),
            (views.EXPORT, "1"),
            (views.FACTS, "1"),
            ("reports.edit_line", "1"),
        ):
            await slack.clicks(action, value, by=outsider)
        await reacts(slack, outsider)
        await person.uses(timeline_doors.ADD_MESSAGE, on={**MESSAGE, "ts": "1772197300.000100"})
        assert SECRET not in person.text
        await person.uses(desk_doors.BEGIN)
        assert SECRET not in person.text
    assert SECRET not in str([one.payload for one in sent(database) if PRIYA not in (one.channel, one.reader)])
    assert SECRET not in str([one.key for one in sent(database)])
    assert len(logged) > 10
    assert SECRET not in str(logged)
    assert every(database, ReportFetch) == []


def _rows(person: Person) -> str:
    """Without what they typed themselves, which stands in the field again."""
    return str([block for block in person.view["blocks"] if block["type"] != "input"])


async def test_guests_begin_and_find_nothing(slack: SlackDriver) -> None:
    answer = said(await slack.types("/incident-report", "list", by=GIL))
    assert answer["text"] == "Only people of this organisation may do this."
