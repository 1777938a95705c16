"""The doors of commitments."""

from bot.access import ANYONE
from bot.commitments import (
    asking_views,
    forms,
    history_views,
    home,
    list_views,
    looking,
    meeting_doors,
    promise_doors,
    promise_form,
    views,
    word_doors,
)
from bot.elsewhere import Elsewhere
from bot.slack.doors import Door, Route

TRACK = "commitments.track"

SPEAKING = (
    Route(Door.COMMAND, "/promise", promise_doors.promise, ANYONE),
    Route(Door.SHORTCUT, TRACK, promise_doors.track, ANYONE),
    Route(Door.ACTION, promise_form.MORE, promise_doors.more, ANYONE),
    Route(Door.ACTION, views.ACCEPT, promise_doors.accept, ANYONE),
    Route(Door.ACTION, views.WITHDRAW, promise_doors.withdraw, ANYONE),
    Route(Door.ACTION, views.COUNTER, promise_doors.open_counter, ANYONE),
    Route(Door.VIEW, forms.COUNTER_FORM, promise_doors.counter, ANYONE),
    Route(Door.ACTION, views.DECLINE, promise_doors.open_decline, ANYONE),
    Route(Door.VIEW, forms.DECLINE_FORM, promise_doors.decline, ANYONE),
    Route(Door.ACTION, views.UPDATE, word_doors.open_update, ANYONE),
    Route(Door.VIEW, forms.UPDATE_FORM, word_doors.update, ANYONE),
    Route(Door.ACTION, views.MOVE, word_doors.open_move, ANYONE),
    Route(Door.VIEW, forms.MOVE_FORM, word_doors.move, ANYONE),
    Route(Door.ACTION, asking_views.ON_TRACK, word_doors.say_on_track, ANYONE),
    Route(Door.ACTION, asking_views.KEPT, word_doors.say_kept, ANYONE),
    Route(Door.ACTION, asking_views.SNOOZE_DAY, word_doors.snooze_a_day, ANYONE),
    Route(Door.ACTION, asking_views.SNOOZE_WEEK, word_doors.snooze_a_week, ANYONE),
    Route(Door.ACTION, views.HAND_OVER, word_doors.open_hand_over, ANYONE),
    Route(Door.VIEW, forms.HAND_OVER_FORM, word_doors.hand_over, ANYONE),
    Route(Door.ACTION, views.SPONSOR, word_doors.open_sponsor, ANYONE),
    Route(Door.VIEW, forms.SPONSOR_FORM, word_doors.sponsor, ANYONE),
    Route(Door.ACTION, views.TAKE, word_doors.take, ANYONE),
    Route(Door.ACTION, views.REFUSE, word_doors.refuse, ANYONE),
    Route(Door.ACTION, views.HISTORY, looking.history, ANYONE),
    Route(Door.ACTION, history_views.SLIPS, looking.slip_chart, ANYONE),
    Route(Door.ACTION, history_views.OLDER, looking.older, ANYONE),
    *(Route(Door.ACTION, tab_id, looking.tab, ANYONE) for tab_id in list_views.tab_ids()),
    Route(Door.ACTION, f"{list_views.TURN}.back", looking.turn, ANYONE),
    Route(Door.ACTION, f"{list_views.TURN}.on", looking.turn, ANYONE),
    Route(Door.VIEW, list_views.LIST, looking.search, ANYONE),
    Route(Door.ACTION, home.PROMISE, promise_doors.promise, ANYONE),
    Route(Door.ACTION, home.ALL_OF_MINE, looking.lists, ANYONE),
)


def routes(elsewhere: Elsewhere) -> tuple[Route, ...]:
    """`elsewhere`: what the all-hands tells of other practices, and what promises may quote of them."""
    making = Route(Door.VIEW, promise_form.PROMISE_FORM, promise_doors.makes(elsewhere), ANYONE)
    return (*SPEAKING, making, *meeting_doors.routes(elsewhere))
