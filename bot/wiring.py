"""What the practices are told of each other, and all that they bring: doors, jobs, places on App Home, figures."""

from functools import partial

from bot.commitments import elsewhere as commitments_elsewhere
from bot.commitments import home as commitments_home
from bot.commitments import jobs as commitments_jobs
from bot.commitments import ledger as commitments_ledger
from bot.commitments import listeners as commitments_listeners
from bot.commitments import origins as commitments_origins
from bot.commitments import picture_files as commitments_pictures
from bot.commitments import promise_doors as commitments_doors
from bot.elsewhere import Elsewhere
from bot.focus import history as focus_history
from bot.focus import home as focus_home
from bot.focus import jobs as focus_jobs
from bot.focus import listeners as focus_listeners
from bot.keeping import retention
from bot.operating import doors as operating_doors
from bot.operating.practices import handler_of, jobs_of, opener_of, routes_of, tell_of
from bot.prompts import Prompts
from bot.questions import asking_doors as questions_asking
from bot.questions import concealing as questions_concealing
from bot.questions import figure_doors as questions_figures
from bot.questions import home as questions_home
from bot.questions import jobs as questions_jobs
from bot.questions import listeners as questions_listeners
from bot.questions import queries as questions_queries
from bot.reports import actions_heard as reports_actions
from bot.reports import elsewhere as reports_elsewhere
from bot.reports import figure_doors as reports_figures
from bot.reports import home as reports_home
from bot.reports import jobs as reports_jobs
from bot.reports import listeners as reports_listeners
from bot.reports import reminding_jobs as reports_reminding
from bot.reports.promising import Promising
from bot.slack import channels, members, people, visits
from bot.slack.files import Drawers
from bot.slack.home import Home, Section
from bot.web.metrics import Gauge

#: What the Monday post tells of the other practices.
ELSEWHERE = Elsewhere(
    changes=(
        tell_of("questions", questions_figures.waiting),
        tell_of("commitments", commitments_elsewhere.changes),
        tell_of("reports", reports_elsewhere.changes),
    ),
    behind_changes=(tell_of("questions", questions_figures.explained_waiting),),
    figures=(
        tell_of("questions", questions_figures.last_week),
        tell_of("commitments", commitments_elsewhere.figures),
        tell_of("reports", reports_elsewhere.last_week),
    ),
    explained=(tell_of("questions", questions_figures.explained),),
    ask=opener_of("questions", questions_asking.of_a_reply),
    asked=questions_queries.under_a_post,
    behind_asked=questions_figures.explained_asked,
)
#: What the all-hands digest tells of them.
ALL_HANDS = Elsewhere(
    learned=(tell_of("focus", focus_history.learned),),
    figures=(
        tell_of("questions", questions_figures.since_all_hands),
        tell_of("reports", reports_elsewhere.since_all_hands),
    ),
    explained=(tell_of("questions", questions_figures.explained),),
    ask=opener_of("questions", questions_asking.about_a_promise),
    quotable=questions_concealing.quotable,
)
#: How the action of a report becomes a promise, and how its report hears what came of it.
PROMISING = Promising(
    commitments_elsewhere.propose,
    commitments_origins.take_back,
    commitments_origins.readdress,
    commitments_origins.PAGE,
    commitments_origins.page_value,
)


def hear_of_actions(words: Prompts | None = None) -> None:
    """Reports hear what becomes of their actions, and say so in the organisation's wording."""
    commitments_ledger.follow(reports_actions.BEGINNING, partial(reports_actions.heard, prompts=words))


hear_of_actions()
# A promise that came from a question quotes it as long as everybody may read it.
questions_concealing.tell(commitments_origins.unquote)
JOBS = (
    *jobs_of("focus", focus_jobs.jobs(ELSEWHERE)),
    *jobs_of("commitments", commitments_jobs.jobs(ALL_HANDS)),
    *jobs_of("questions", questions_jobs.JOBS),
    *jobs_of("reports", (*reports_jobs.JOBS, *reports_reminding.JOBS)),
    *retention.JOBS,
)
#: What practices answer to `/cadence WORD`.
WORDS = {
    "response-times": handler_of("questions", questions_figures.response_times),
    "reports": handler_of("reports", reports_figures.command),
}
ROUTES = (
    *routes_of("focus", focus_listeners.routes(ELSEWHERE)),
    *routes_of("commitments", commitments_listeners.routes(ALL_HANDS)),
    *routes_of("questions", questions_listeners.routes(opener_of("commitments", commitments_doors.track_words))),
    *routes_of("reports", reports_listeners.routes(PROMISING)),
    *operating_doors.routes(JOBS, WORDS),
    *people.ROUTES,
    *channels.ROUTES,
    *members.ROUTES,
    *visits.ROUTES,
)
#: What stands on App Home, in this order: `slack/home.py` says how a practice adds to it.
HOME = Home(
    waiting=(
        Section(focus_home.waiting, practice="focus"),
        Section(questions_home.waiting, rest=questions_home.REST, practice="questions"),
        Section(commitments_home.waiting, rest=commitments_home.REST, practice="commitments"),
        Section(reports_home.waiting, rest=reports_home.REST, practice="reports"),
    ),
    standing=(
        Section(questions_home.ask, questions_home.ASK, practice="questions"),
        Section(focus_home.current, focus_home.FOCUS, practice="focus"),
        Section(questions_home.mine, questions_home.MINE, questions_home.NONE_OF_MINE, practice="questions"),
        Section(commitments_home.mine, commitments_home.MINE, rest=commitments_home.REST, practice="commitments"),
        Section(
            questions_home.response_times,
            questions_home.RESPONSE_TIMES,
            questions_home.NONE_ASKED,
            practice="questions",
        ),
        Section(
            reports_home.recent, reports_home.RECENT, reports_home.NO_RECENT, reports_home.REST, practice="reports"
        ),
        Section(reports_home.figures, reports_home.FIGURES, reports_home.NO_FIGURES, practice="reports"),
    ),
)
#: What files show, by the names that rows of the outbox call them.
FILES: Drawers = {**commitments_pictures.FILES}
#: What is told of the practices at /metrics.
GAUGES = (Gauge("cadence_questions_open", "Questions that are not closed.", "owes", questions_queries.open_by_owes),)
