"""What the files that put cadence somewhere say, read as whoever uses them does."""

import json
import re
from configparser import ConfigParser
from pathlib import Path
from typing import Any

import yaml

from bot.deployment import Deployment

ROOT = Path(__file__).parents[2]
DOCKERFILE = (ROOT / "Dockerfile").read_text(encoding="utf-8")
COMPOSE: dict[str, Any] = yaml.safe_load((ROOT / "compose.yaml").read_text(encoding="utf-8"))
KUBERNETES: list[dict[str, Any]] = list(
    yaml.safe_load_all((ROOT / "deploy" / "kubernetes.yaml").read_text(encoding="utf-8"))
)
UNIT_FILE = ROOT / "deploy" / "cadence.service"
ENVIRONMENT_FILE = ROOT / "deploy" / "environment"
NAMING = (ROOT / "Dockerfile", ROOT / "compose.yaml", *sorted((ROOT / "deploy").iterdir()))


def variables() -> set[str]:
    """By which a deployment is set."""
    aliases = {f"CADENCE_{name}".upper() for name in Deployment.model_fields}
    return aliases | {name.upper() for name in Deployment.model_fields if name.startswith("slack_")}


def named_variables(text: str) -> set[str]:
    return set(re.findall(r"\b(?:CADENCE|SLACK)_[A-Z_]+", text))


def of_compose() -> set[str]:
    return set(COMPOSE["services"]["bot"]["environment"])


def of_kubernetes() -> set[str]:
    return {*kind("Secret")["stringData"], *(pair["name"] for pair in container()["env"])}


def of_the_unit() -> set[str]:
    """What its environment file sets, or would with the mark of a comment away."""
    return set(re.findall(r"^#?([A-Z_]+)=", ENVIRONMENT_FILE.read_text(encoding="utf-8"), re.MULTILINE))


def kind(name: str) -> dict[str, Any]:
    (one,) = [document for document in KUBERNETES if document["kind"] == name]
    return one


def pod() -> dict[str, Any]:
    spec: dict[str, Any] = kind("Deployment")["spec"]["template"]["spec"]
    return spec


def container() -> dict[str, Any]:
    (one,) = pod()["containers"]
    return dict(one)


def unit() -> ConfigParser:
    """Names that are repeated keep their last value."""
    parser = ConfigParser(strict=False, interpolation=None)
    parser.optionxform = str  # type: ignore[assignment,method-assign]  # as documented
    parser.read(UNIT_FILE)
    return parser


def instructions(text: str = DOCKERFILE) -> list[tuple[str, str]]:
    """Instruction and what stands behind it, in order."""
    joined = re.sub(r"\\\n\s*", " ", re.sub(r"^#.*\n", "", text, flags=re.MULTILINE))
    return [(name, rest.strip()) for line in joined.splitlines() if line for name, _, rest in [line.partition(" ")]]


def final_stage() -> list[tuple[str, str]]:
    every = instructions()
    last = max(number for number, (name, _) in enumerate(every) if name == "FROM")
    return every[last:]


def image_environment() -> dict[str, str]:
    told = " ".join(rest for name, rest in final_stage() if name == "ENV")
    return dict(pair.split("=", 1) for pair in told.split())


def health_command() -> list[str]:
    (told,) = [rest for name, rest in final_stage() if name == "HEALTHCHECK"]
    found: list[str] = json.loads(told[told.index("[") :])
    return found
