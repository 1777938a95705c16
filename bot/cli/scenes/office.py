"""What the invented organisation talked about before the window opens, and who has just come."""

from datetime import datetime
from functools import partial

from bot.cli.scenes.scene import Past, Scene, local
from bot.cli.scenes.stage import Stage
from bot.sandbox.organisation import Person


async def _say(stage: Stage, name: str, channel: str, text: str) -> None:
    await stage.person(name).says(channel, text)


def _said(at: datetime, name: str, channel: str, text: str) -> Past:
    return Past(at, partial(_say, name=name, channel=channel, text=text))


SCENE = Scene(
    people=(Person(name="noor", real_name="Noor Haddad", title="Engineer, Tracking, since today"),),
    history=(
        _said(
            local(2, 24, 9, 12), "owen", "#general", "The Rotterdam depot is live. Thank you to all who stayed late."
        ),
        _said(local(2, 24, 9, 30), "nisha", "#general", "Support had four tickets about it so far, all answered."),
        _said(
            local(2, 25, 11, 5), "marcus", "#engineering", "The customs API gets its new certificates tonight at 22:00."
        ),
        _said(local(2, 25, 11, 40), "leyla", "#engineering", "I am on call and will watch it."),
        _said(
            local(2, 26, 8, 50), "leyla", "#engineering", "All green. Two pages at night, both the staging disk again."
        ),
        _said(local(2, 26, 14, 15), "grace", "#general", "The pricing page goes to all customers next Wednesday."),
        _said(local(2, 27, 9, 5), "tom", "#general", "Please welcome @noor, who joins Tracking today."),
        _said(local(2, 27, 9, 20), "noor", "#general", "Hello everyone. I am happy to be here, and I will ask a lot."),
        _said(local(2, 27, 9, 24), "jonas", "#general", "Please do. Lunch is at 12:30, we wait at the stairs."),
    ),
)
