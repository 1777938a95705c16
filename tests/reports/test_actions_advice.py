"""What an action is told beside being saved."""

from pathlib import Path

from bot import prompts
from bot.reports import actions_advice, findings
from bot.resources import resource
from tests.reports.desk import Desk


def test_an_organisation_s_own_rules_speak_of_its_actions_too(desk: Desk, tmp_path: Path) -> None:
    ours = (resource("prompts") / "blame.yaml").read_text(encoding="utf-8")
    (tmp_path / "blame.yaml").write_text(ours.replace("Begin with a verb", "Our house begins with a verb"), "utf-8")
    checker = findings.checker(desk.session, prompts.load(tmp_path))

    said = actions_advice.advice("Better dashboards", checker)
    assert "Our house begins with a verb" in said
