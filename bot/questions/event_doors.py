"""What happens in Slack by itself: replies in threads, emoji, edits, deletions, words to the bot."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy.orm import Session

from bot.access import Person
from bot.questions import answering, asking, cards, concealing, copies, notes, offers, rules, search
from bot.questions.asking_doors import work_of
from bot.questions.forms import Draft
from bot.questions.models import Question
from bot.questions.work import Work
from bot.slack import outbox, people
from bot.slack.doors import Answer, Call, Done
from bot.slack.mentions import plain
from bot.slack.messages import Message
from bot.slack.people import Profile

#: What a person writes comes with one of these.
WRITTEN = (None, "thread_broadcast", "file_share", "me_message", "bot_message")

NOT_FOR_GUESTS = notes.not_for_guests()


def message(session: Session, call: Call) -> Answer:
    event = call.event
    if _is_ours(call):
        return Done()
    match event.get("subtype"):
        case "message_changed" if (event.get("message") or {}).get("subtype") == "tombstone":
            # Of a message with replies Slack keeps the place.
            _deleted(session, call, event, str(event["message"]["ts"]))
        case "message_changed":
            _edited(session, call, event)
        case "message_deleted":
            _deleted(session, call, event, str(event["deleted_ts"]))
        case subtype if subtype in WRITTEN:
            _written(session, call, event)
    return Done()


def _is_ours(call: Call) -> bool:
    """What the bot itself wrote. That somebody deleted it is news."""
    event, app = call.event, call.body.get("api_app_id")
    return bool(app) and app in (event.get("app_id"), (event.get("bot_profile") or {}).get("app_id"))


def _written(session: Session, call: Call, event: Mapping[str, Any]) -> None:
    if thread := event.get("thread_ts"):
        _replied(session, call, event, str(thread))
    elif event.get("channel_type") == "im" and not _is_machine(session, event):
        _offered(session, call, event)


def _replied(session: Session, call: Call, event: Mapping[str, Any], thread: str) -> None:
    work = work_of(session, call)
    question = _at(work, str(event["channel"]), thread)
    if question is None:
        return
    text = plain(session, str(event.get("text") or ""))
    is_machine = _is_machine(session, event)
    if not is_machine and not work.may_see(question):
        _whisper(work, str(event["channel"]), f"question:{question.id}:no_part", notes.reached_nobody())
        return
    note = answering.wrote(work, question, str(event["ts"]), text, is_machine)
    if not _is_card(work, str(event["channel"]), thread) and not is_machine:
        answering.lead_to_the_other_thread(work, question)
    if text and event.get("files") and question.visibility == rules.Visibility.PRIVATE and not is_machine:
        _whisper(work, str(event["channel"]), f"question:{question.id}:file", notes.file_went_no_further())
    if note:
        _whisper(work, str(event["channel"]), f"question:{question.id}:called", note)


def _offered(session: Session, call: Call, event: Mapping[str, Any]) -> None:
    """Somebody wrote to the bot: where it goes is theirs to say."""
    markup = str(event.get("text") or "")
    text = plain(session, markup)
    fault = rules.fault(text, markup=markup)
    key = f"question:offer:{event['channel']}:{event['ts']}"
    note = notes.no_question(fault) if fault else _offer(work_of(session, call), text)
    if call.person.guest:
        note = NOT_FOR_GUESTS
    outbox.enqueue(session, key=key, channel=call.person.id, message=note, now=call.now, urgent=True)


def mention(session: Session, call: Call) -> Answer:
    """Where questions stand anyway it is asked at once; elsewhere whoever wrote it says where it goes."""
    event, work = call.event, work_of(session, call)
    channel, thread = str(event["channel"]), event.get("thread_ts")
    if call.settings.missing() or _is_machine(session, event) or (thread and _at(work, channel, str(thread))):
        return Done()
    if call.person.guest:
        _whisper(work, channel, "question:mention", NOT_FOR_GUESTS)
        return Done()
    markup = rules.without_first_mention(str(event.get("text") or ""))
    text = plain(session, markup)
    if fault := rules.fault(text, markup=markup):
        _whisper(work, channel, "question:mention", notes.no_question(fault))
    elif channel == asking.channel(work):
        draft = Draft(text, source=f"{channel}:{event['ts']}")
        question, is_new = asking.ask(work, draft, message=str(event["ts"]))
        _whisper(work, channel, "question:mention", _asked(work, question, is_new))
    else:
        _whisper(work, channel, "question:mention", _offer(work, text))
    return Done()


def _offer(work: Work, text: str) -> Message:
    return notes.offer(text, offers.perhaps_answered(search.similar(work, text)))


def _asked(work: Work, question: Question, is_new: bool) -> Message:
    if not is_new:
        return notes.asked(cards.link(work, question), again=True)
    note, similar = notes.asked(f"<#{question.channel}>"), search.similar(work, question.text or "")
    return offers.asked_and_perhaps_answered(note, question.id, similar) if similar else note


def reaction(session: Session, call: Call) -> Answer:
    item, work = call.event.get("item") or {}, work_of(session, call)
    if item.get("type") != "message" or _is_machine(session, call.event):
        return Done()
    channel, ts = str(item["channel"]), str(item["ts"])
    question = _at(work, channel, ts) or answering.question_of(work, ts)
    if question:
        answering.reacted(work, question, ts)
    return Done()


def _edited(session: Session, call: Call, event: Mapping[str, Any]) -> None:
    """Only what a person edited: Slack sends the same event where it unfurls a link or knows a language."""
    new, old = event.get("message") or {}, event.get("previous_message") or {}
    if not new.get("edited") or new.get("text") == old.get("text"):
        return
    work, text = _as(call, session, str(new.get("user") or "")), plain(session, str(new.get("text") or ""))
    source, before = f"{event['channel']}:{new['ts']}", rules.without_first_mention(str(old.get("text") or ""))
    if question := asking.made_of(work, source, plain(session, before)):
        asking.edited(work, question, plain(session, rules.without_first_mention(str(new.get("text") or ""))))
    elif question := answering.question_of(work, str(new["ts"])):
        answering.edited(work, question, str(new["ts"]), text, plain(session, str(old.get("text") or "")))


def _deleted(session: Session, call: Call, event: Mapping[str, Any], ts: str) -> None:
    """A card, which is put back; a question's own message, which withdraws it; or a reply."""
    channel, old = str(event["channel"]), event.get("previous_message") or {}
    work = _as(call, session, str(old.get("user") or ""))
    key = outbox.key_at(session, channel, ts)
    if key and (id := cards.question_of(key)):
        cards.restore(work, work.question(id), key)
        return
    before = plain(session, rules.without_first_mention(str(old.get("text") or "")))
    if question := asking.made_of(work, f"{channel}:{ts}", before):
        if not asking.stands_in_another(work, question, ts):
            concealing.take_back(work, question)
    elif key and copies.put_back(work, key):
        pass
    elif question := answering.question_of(work, said := copies.said_as(key or ts)):
        answering.deleted(work, question, said, copy=key or "")


def _as(call: Call, session: Session, user: str) -> Work:
    """Edits and deletions name the author inside."""
    known = people.person(session, user) if user else Person("")
    return Work(session, call.settings, call.now, known)


def _at(work: Work, channel: str, ts: str) -> Question | None:
    """The question whose card stands there, or that was asked in the message there."""
    id = _is_card(work, channel, ts)
    return work.question(id) if id else asking.said_at(work, f"{channel}:{ts}")


def _is_card(work: Work, channel: str, ts: str) -> int | None:
    """Of which question the message there is a card."""
    return cards.question_of(outbox.key_at(work.session, channel, ts))


def _is_machine(session: Session, event: Mapping[str, Any]) -> bool:
    user = str(event.get("user") or "")
    profile = session.get(Profile, user) if user else None
    is_bot = bool(profile and profile.bot) or user == "USLACKBOT"
    return is_bot or not user or bool(event.get("bot_id")) or event.get("subtype") == "bot_message"


def _whisper(work: Work, channel: str, key: str, note: Message) -> None:
    reader = work.by.id
    whisper = f"{key}:{reader}"
    outbox.whisper(work.session, key=whisper, channel=channel, reader=reader, message=note, now=work.now)
