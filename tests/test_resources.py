"""What travels with the package is found in a checkout; the built wheel is CI's to check."""

import json

import pytest

from bot.resources import resource


@pytest.mark.parametrize("name", ["migrations", "prompts"])
def test_folders_are_found(name: str) -> None:
    assert resource(name).is_dir()


def test_migrations_and_prompts_have_their_content() -> None:
    assert (resource("migrations") / "env.py").is_file()
    assert list((resource("migrations") / "versions").glob("*.py"))
    assert (resource("prompts") / "focus.toml").is_file()


def test_the_manifest_is_json() -> None:
    assert json.loads(resource("manifest.json").read_text(encoding="utf-8"))["display_information"]["name"] == "cadence"
