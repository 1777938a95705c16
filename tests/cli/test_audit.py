"""`cadence audit`, as an operator runs it."""

from click.testing import CliRunner

from bot.cli import main


def cadence(database_url: str, *arguments: str) -> str:
    environment = {"CADENCE_DATABASE_URL": database_url, "CADENCE_SLACK_API_URL": None}
    done = CliRunner().invoke(main, arguments, env=environment)
    assert done.exit_code == 0, done.output
    return done.output


def test_it_says_who_changed_what_from_what(database_url: str) -> None:
    assert "Nothing yet" in cadence(database_url, "audit")

    cadence(database_url, "config", "set", "focus.post_at", "08:30")

    assert 'cadence config: focus.post_at from "09:00" to "08:30"' in cadence(database_url, "audit")
    assert "focus.post_at" not in cadence(database_url, "audit", "--since", "2999-01-01")
