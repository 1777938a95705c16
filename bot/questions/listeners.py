"""The doors of questions."""

from bot.access import ANYONE, STOP_ANONYMOUS
from bot.elsewhere import Track
from bot.questions import (
    anonymous,
    behind,
    forms,
    home,
    menu,
    notes,
    nudges,
    offers,
    outcomes,
    reporting,
    sentences,
    so_far_views,
    views,
)
from bot.questions import answering_doors as does
from bot.questions import asking_doors as asks
from bot.questions import event_doors as hears
from bot.questions import figure_doors as shows
from bot.questions import form_doors as takes
from bot.questions import row_doors as rows
from bot.questions.events import What
from bot.questions.rules import Kind
from bot.slack.doors import Door, Handler, Route


def _action(id: str, handler: Handler) -> Route:
    """Who may do what depends on the question, so that each deed asks for itself."""
    return Route(Door.ACTION, id, handler, ANYONE)


def _form(id: str, handler: Handler) -> Route:
    return Route(Door.VIEW, id, handler, ANYONE)


ASKING = (
    Route(Door.COMMAND, "/ask-cto", asks.ask_command, ANYONE),
    Route(Door.SHORTCUT, "questions.ask", asks.from_anywhere, ANYONE),
    Route(Door.SHORTCUT, "questions.put_message", asks.about_a_message, ANYONE),
    _action("questions.ask", asks.under_a_post(Kind.QUESTION)),
    _action("questions.challenge", asks.under_a_post(Kind.CHALLENGE)),
    _action("questions.tell", asks.under_a_post(Kind.TELL)),
    _action(notes.PUT, asks.put),
    _action(outcomes.ASK_AGAIN, asks.ask_again),
    _action(offers.THAT_ANSWERS, asks.that_answers),
    _form(forms.ASK_FORM, asks.submit),
)
WITH_A_CODE = (
    _action(anonymous.YES, asks.anonymous_yes),
    _action(anonymous.NOT_YET, asks.anonymous_not_yet),
    _action(anonymous.WITHDRAW, asks.anonymous_withdraw),
    _form(anonymous.FORM, asks.anonymous_add),
)
ON_CARDS = (
    _action(views.ME_TOO, does.me_too),
    _action(views.ANSWER, takes.opens(forms.answer)),
    _action(views.MORE, does.more),
    _action(notes.YES, does.yes),
    _action(notes.NOT_YET, does.not_yet),
    _action(outcomes.STILL_TRUE, does.still_true),
    _action(outcomes.YES_TOO, does.says_too(enough=True)),
    _action(outcomes.NOT_YET_TOO, does.says_too(enough=False)),
    _action(notes.CALL_ASKS_BACK, does.called(What.ASKED_BACK, sentences.COUNTS_AS_ASKED_BACK)),
    _action(notes.CALL_REMARK, does.called(What.REMARKED, sentences.COUNTS_AS_REMARK)),
    _action(notes.CALL_MISPLACED, does.called(What.MISPLACED, sentences.COUNTS_AS_MISPLACED)),
    _action(notes.CALL_NO_ANSWER, does.call_no_answer),
    _action(notes.CALL_ANSWER, does.called(What.ANSWERED, "")),
    _action(notes.ACCEPT, does.accept),
    _action(notes.PASS_ON, does.pass_on),
)
IN_THE_MENU = (
    _action(menu.ASK_BACK, takes.opens(menu.ask_back)),
    _action(menu.CANNOT_SHARE, takes.opens(menu.cannot_share)),
    _action(menu.DECLINE, takes.opens(menu.decline)),
    _action(menu.PROMISE, takes.opens(menu.promise)),
    _action(menu.DELEGATE, takes.opens(menu.delegate)),
    _action(menu.ELSEWHERE, takes.opens(menu.elsewhere)),
    _action(menu.LOOK_AGAIN, takes.opens(menu.look_again)),
    _action(menu.ADD_CONTEXT, takes.open_context),
    _action(menu.MERGE, takes.open_merge),
    _action(menu.ENDORSE, takes.open_endorse),
    _action(menu.WITHDRAW, does.withdraw),
    _action(menu.MAKE_PRIVATE, does.make_private),
    _action(menu.REOPEN, does.not_yet),
    _action(menu.FOLLOW, does.follow),
    _action(menu.UNFOLLOW, does.unfollow),
    Route(Door.ACTION, menu.STOP, does.stop, STOP_ANONYMOUS),
    Route(Door.ACTION, menu.LET_GO_ON, does.let_go_on, STOP_ANONYMOUS),
    _action(menu.WHY, does.why),
    _action(so_far_views.SAID, does.what_was_said),
    _action(so_far_views.EARLIER, does.turn),
    _action(so_far_views.LATER, does.turn),
    _action(nudges.NOT_NOW, does.not_now),
    _action(nudges.ROW, rows.chosen),
)
FORMS = (
    _form(forms.ANSWER_FORM, takes.submit_answer),
    _form(f"{menu.ASK_BACK}_form", takes.submit_ask_back),
    _form(f"{menu.CANNOT_SHARE}_form", takes.submit_cannot_share),
    _form(f"{menu.DECLINE}_form", takes.submit_decline),
    _form(f"{menu.PROMISE}_form", takes.submit_promise),
    _form(f"{menu.DELEGATE}_form", takes.submit_delegate),
    _form(f"{menu.LOOK_AGAIN}_form", takes.submit_look_again),
    _form(f"{menu.ADD_CONTEXT}_form", takes.submit_context),
    _form(f"{menu.MERGE}_form", takes.submit_merge),
    _form(f"{menu.ENDORSE}_form", takes.submit_endorse),
    _form(f"{menu.ELSEWHERE}_form", takes.submit_elsewhere),
)
HEARD = (
    Route(Door.EVENT, "message", hears.message, ANYONE),
    Route(Door.EVENT, "app_mention", hears.mention, ANYONE),
    Route(Door.EVENT, "reaction_added", hears.reaction, ANYONE),
)
FIGURES = (
    _action(reporting.CHART, shows.chart),
    _action(reporting.CASES, shows.explain),
    _action(reporting.ASKED, shows.explain),
    _action(behind.BACK, shows.turn),
    _action(behind.FURTHER, shows.turn),
    _action(home.OFFICE, shows.what_waits),
)


def routes(track: Track) -> tuple[Route, ...]:
    """`track` makes a promise of what was answered."""
    tracked = (_action(menu.TRACK, does.tracks(track)),)
    return (*ASKING, *WITH_A_CODE, *ON_CARDS, *IN_THE_MENU, *tracked, *FORMS, *FIGURES, *HEARD)
