"""When owners are asked for a word, and when an all-hands is drafted and posted."""

from collections.abc import Callable
from datetime import timedelta

from sqlalchemy.orm import Session

from bot.commitments import departures, meeting_days, meetings, relocations, reminders, rhythms, unanswered
from bot.elsewhere import Elsewhere, Moment
from bot.schedule import Job, Occasion

Act = Callable[[Session, Occasion, Moment], None]


def ask(session: Session, occasion: Occasion, moment: Moment) -> None:
    """Also notices who left, so that nobody is asked in their place, and who lives in another time zone."""
    departures.notice(session, occasion.now)
    relocations.notice(session, settings=moment.settings, now=moment.now)
    unanswered.ask_again(session, settings=moment.settings, now=moment.now)
    unanswered.ask_successors_again(session, settings=moment.settings, now=moment.now)
    reminders.remind(session, settings=moment.settings, words=moment.words, now=moment.now)


def draft(session: Session, occasion: Occasion, moment: Moment) -> None:
    """Also of what the settings moved, and of what they planned so late that the time of its draft had passed."""
    meeting_days.follow(session, moment)
    for meeting in rhythms.drafting(occasion.settings).drafted_by(occasion.now):
        meetings.draft(session, meeting, moment)


def post(session: Session, occasion: Occasion, moment: Moment) -> None:
    meeting_days.follow(session, moment)
    meetings.post_due(session, occasion.slot, moment)


def post_missed(session: Session, occasion: Occasion, moment: Moment) -> None:
    meeting_days.follow(session, moment)
    meetings.post_missed(session, occasion.slot, moment)


def jobs(elsewhere: Elsewhere) -> tuple[Job, ...]:
    """How late each may still run: the next asking does the same; a draft helps until the meeting; after an afternoon,
    everybody has gone home."""

    def at(act: Act) -> Callable[[Session, Occasion], None]:
        return lambda session, occasion: act(session, occasion, _moment(occasion, elsewhere))

    return (
        # Before the asking: whom it wants asked again is asked at once, if both are due.
        Job("all-hands.draft", rhythms.drafting, at(draft), grace=timedelta(days=3)),
        Job("all-hands.series", rhythms.series_changes, at(draft), grace=timedelta(minutes=5), frequent=True),
        Job("commitments.ask", rhythms.asking, at(ask), grace=timedelta(hours=4)),
        Job("all-hands.post", rhythms.meetings, at(post), grace=timedelta(hours=3), missed=at(post_missed)),
    )


def _moment(occasion: Occasion, elsewhere: Elsewhere) -> Moment:
    return Moment(occasion.settings, occasion.prompts.of("commitments"), occasion.now, elsewhere)
