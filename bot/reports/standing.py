"""What a report still lacks, and whether it may go out."""

from sqlalchemy.orm import Session

from bot.reports import actions, checklist, manuscript, reading, reviewing, waiving
from bot.reports.blame.advisories import says_nothing
from bot.reports.checklist import Known
from bot.reports.facts import Moment
from bot.reports.models import Report
from bot.reports.states import OUT, State
from bot.reports.templates import ACTIONS, WENT_WELL
from bot.settings import Operating


def may_go_out(report: Report, settings: Operating) -> bool:
    if report.state == State.APPROVED:
        return True
    return report.state in (State.DRAFT, State.IN_REVIEW) and waiving.is_waived(report, settings)


def known(session: Session, report: Report, moment: Moment) -> Known:
    content = manuscript.whole(session, report, moment.prompts)
    asked = [one for one in content.sections if one.key not in checklist.OPTIONAL and one.key != "timeline"]
    listed = {ACTIONS} if actions.of(session, report, moment.now) else set()
    empty = [one.key for one in asked if not one.text.strip() and one.key not in listed]
    reviewers = [one for one in reviewing.reviews(session, report.id) if not one.declined_at]
    remarks = [one for one in reviewing.comments(session, report.id) if not one.resolved_at]
    well = [not says_nothing(one.text) for one in asked if one.key == WENT_WELL]
    return Known(
        ended=report.ended_at is not None,
        sections=len(asked),
        empty=[manuscript.title_of(key, moment.prompts) for key in empty],
        moments=len(reading.moments(session, report.id)),
        reviewers=len([one for one in reviewers if one.person != report.owner]),
        open_remarks=len(remarks),
        to_settle=manuscript.phrases_to_settle(session, report),
        approved=report.state == State.APPROVED or report.state in OUT,
        waived=waiving.is_waived(report, moment.settings) and report.state != State.APPROVED,
        went_well=all(well) if well else None,
    )
