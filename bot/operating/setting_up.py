"""Set-up in Slack: proposals, what a change will do, and saving it. Settings are saved here and by `cadence config`."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from bot import config
from bot import settings as settings_
from bot.directory import Directory
from bot.operating import changes, forms, proposals, setup_views
from bot.operating.changes import Change
from bot.operating.forms import Sitting
from bot.prompts import Words
from bot.schedule import Job
from bot.settings import Operating, SettingsVersion
from bot.slack import outbox, people, visits
from bot.slack.channels import ChannelSize
from bot.slack.people import Profile

KEY = "setup:"


@dataclass(frozen=True)
class Moment:
    """What holds while one thing is done."""

    session: Session
    settings: Operating
    jobs: Sequence[Job]
    words: Words
    now: datetime
    by: str


def invite(session: Session, installer: str, words: Words, now: datetime) -> None:
    """Once: whoever installed it does not read at every start that it is not set up."""
    message = setup_views.invitation(words)
    outbox.enqueue(session, key=f"{KEY}{installer}", channel=installer, message=message, now=now)


def begin(moment: Moment, form: str) -> Sitting:
    document = proposals.proposed(moment.session, moment.settings, moment.by)
    return Sitting(form, forms.shown(form, document), version(moment.session))


def has_cto_channel(session: Session) -> bool:
    names = session.execute(sa.select(ChannelSize.id, ChannelSize.name).where(sa.not_(ChannelSize.archived)))
    return proposals.channel_like_cto({id: name for id, name in names}) is not None


def version(session: Session) -> int:
    return session.scalar(sa.select(sa.func.max(SettingsVersion.id))) or 0


def considered(moment: Moment, sitting: Sitting) -> tuple[Operating, list[str]]:
    """The settings as they would be, and what will happen. Raises FieldErrors."""
    after = forms.changed(_before(moment), sitting, known(moment.session), moment.words)
    names = partial(people.name, moment.session)
    change = Change(moment.settings, after, moment.jobs, moment.words, moment.now, names)
    return after, [*changes.sentences(change), *_joins(moment, after)]


def _before(moment: Moment) -> Operating:
    """What a form changes: the settings, with the proposals of fields that it does not show."""
    return config.validated(proposals.proposed(moment.session, moment.settings, moment.by))


def _joins(moment: Moment, after: Operating) -> list[str]:
    """Whoever saves agrees to it."""
    wanted = _channels(after) - _channels(moment.settings)
    rows = moment.session.scalars(sa.select(ChannelSize).where(ChannelSize.id.in_(wanted)))
    return [moment.words["change_joins"].format(channel=f"<#{row.id}>") for row in rows if not row.inside]


def _channels(settings: Operating) -> set[str]:
    reports = settings.reports
    of_reports = (reports.channel, reports.engineering_channel, reports.severe_channel)
    practices = (settings.focus.channel, settings.questions.channel, settings.all_hands.channel)
    return {*filter(None, practices + of_reports)}


def known(session: Session) -> Directory:
    """People and channels as Slack last told of them."""
    users = [_listed(profile) for profile in session.scalars(sa.select(Profile))]
    channels = [
        {"id": row.id, "name": row.name, "is_archived": row.archived, "is_member": True}  # it joins by itself
        for row in session.scalars(sa.select(ChannelSize))
    ]
    return Directory(users, channels)


def _listed(profile: Profile) -> dict[str, Any]:
    told = {"id": profile.id, "real_name": profile.name, "deleted": profile.left}
    return told | {"is_bot": profile.bot, "is_restricted": profile.guest}


def save(moment: Moment, sitting: Sitting) -> Operating:
    """Saves what was considered, and tells those whom it concerns. Raises FieldErrors."""
    before = moment.settings
    after, _ = considered(moment, sitting)
    settings_.save(moment.session, after, by=moment.by, now=moment.now)
    visits.changed_for_all(moment.session, moment.now)
    _tell_operators(moment, before, after)
    if before.missing() and not after.missing():
        _tell_cto(moment, after)
        _settle_invitation(moment)
    return after


def _tell_cto(moment: Moment, after: Operating) -> None:
    cto, words, by = after.people.cto, moment.words, people.name(moment.session, moment.by)
    assert cto, "nothing is missing"
    if after.practices.focus:
        told = {"by": by, "day": after.focus.ask_on.capitalize(), "time": f"{after.focus.ask_at:%H:%M}"}
        message = setup_views.told(words["told_cto"].format(**told), words["told_cto_now"])
    else:
        message = setup_views.told(words["told_cto_else"].format(by=by))
    outbox.enqueue(moment.session, key=f"settings:cto:{cto}", channel=cto, message=message, now=moment.now)


def _tell_operators(moment: Moment, before: Operating, after: Operating) -> None:
    by = people.name(moment.session, moment.by)
    message = setup_views.told(moment.words["told_operator"].format(by=by))
    for person in sorted(set(after.people.operators) - {*before.people.operators, moment.by}):
        key = f"settings:operator:{person}:{version(moment.session)}"
        outbox.enqueue(moment.session, key=key, channel=person, message=message, now=moment.now)


def _settle_invitation(moment: Moment) -> None:
    message = setup_views.invitation_done(people.name(moment.session, moment.by), moment.words)
    for key in outbox.keys(moment.session, KEY):
        outbox.change(moment.session, key=key, message=message, now=moment.now)
