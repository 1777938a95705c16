"""Dockerfile, compose.yaml and deploy/: every variable, command, port and path in them is the code's."""

import json
import re
import shutil
import subprocess
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from bot.app import DRAIN_SECONDS
from bot.cli import COMMANDS
from bot.web.server import make_metrics_site, make_site
from tests.deploy import files, install
from tests.deploy.files import COMPOSE, ROOT, container, final_stage, instructions, kind, pod, unit


async def nothing(*_: Any) -> Any:
    raise AssertionError("nobody asks")


PATHS = {route.path for route in (*make_site(nothing, nothing).routes, *make_metrics_site(nothing).routes)}


@pytest.mark.parametrize("file", files.NAMING, ids=lambda file: file.name)
def test_every_variable_is_a_setting(file: Path) -> None:
    assert files.named_variables(file.read_text(encoding="utf-8")) - files.variables() == set()


#: Without each of them nothing is posted, or nobody hears what is still to be done. One of the ways in is enough.
NEEDED = {"SLACK_BOT_TOKEN", "CADENCE_DATABASE_URL", "CADENCE_INSTALLER", "CADENCE_METRICS_PORT"}
WAYS_IN = ({"SLACK_APP_TOKEN"}, {"SLACK_SIGNING_SECRET", "CADENCE_PORT"})


@pytest.mark.parametrize(
    "set_by", [files.of_compose, files.of_kubernetes, files.of_the_unit], ids=lambda one: str(one.__name__)
)
def test_every_example_sets_what_one_needs(set_by: Callable[[], set[str]]) -> None:
    names = set_by()
    assert names - files.variables() == set()
    assert names >= NEEDED
    assert any(way <= names for way in WAYS_IN)


@pytest.mark.parametrize("heading", ["On Debian", "With Docker", "In Kubernetes"])
def test_every_way_to_install_says_who_is_asked_to_set_it_up(heading: str) -> None:
    _, _, behind = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8").partition(f"### {heading}\n")

    assert "CADENCE_INSTALLER" in behind.partition("\n### ")[0]


def test_every_command_is_there() -> None:
    (last,) = [rest for name, rest in final_stage() if name == "CMD"]
    called = [
        json.loads(last),
        *(service["command"] for service in COMPOSE["services"].values() if "command" in service),
        *(one["command"] for one in (*pod()["initContainers"], *pod()["containers"])),
        *(unit()["Service"][name].split("/")[-1].split() for name in ("ExecStartPre", "ExecStart")),
    ]
    assert len(called) == 7
    assert all(program == "cadence" and command in COMMANDS for program, command in called)


def test_the_document_installs_what_the_unit_starts() -> None:
    """CI runs it (tests/deploy/install.py)."""
    done = install.steps(Path("/below"))

    assert all(
        line.startswith(("/below/opt/cadence/bin/", "python3 -m venv /below/opt", "install -D", *install.LEFT_OUT))
        for line in done
    )
    assert any(line.endswith(f"/below{unit()['Service']['EnvironmentFile']}") for line in done)
    assert unit()["Service"]["ExecStart"].startswith("/opt/cadence/bin/")
    assert "tests.deploy.install" in (ROOT / ".ci" / "run").read_text(encoding="utf-8")


# The image


def test_nothing_is_copied_that_is_not_there_or_that_the_context_leaves_out() -> None:
    let_through = (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines()
    for name, rest in instructions():
        *sources, _ = rest.split()
        if name == "COPY" and not rest.startswith("--from"):
            assert all(
                (ROOT / source).exists() and f"!{source.removeprefix('./')}" in let_through for source in sources
            )


def test_the_wheel_has_all_that_it_is_built_from() -> None:
    pyproject = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    copied = {source for name, rest in instructions() if name == "COPY" for source in rest.split()[:-1]}

    assert {"bot", *re.findall(r'^"([a-z.]+)" = "bot/_resources', pyproject, re.MULTILINE)} <= copied


def test_the_image_has_no_build_tools_and_no_root() -> None:
    stage = final_stage()
    ran = " ".join(rest for name, rest in stage if name == "RUN")

    assert "pip uninstall" in ran
    assert not re.search(r"pip install|gcc|build-essential|-dev\b|hatchling", ran)
    assert [rest for name, rest in stage if name == "USER"] == ["10001:10001"]
    assert next(rest for name, rest in instructions() if name == "FROM").split()[0] == stage[0][1]
    assert files.image_environment()["HOME"] == "/data", "a user of another number has no home"


def test_the_image_copies_the_database_of_compose_and_installs_nothing_else() -> None:
    """pg_dump refuses a server of a newer major version."""
    (ran,) = [rest for name, rest in final_stage() if name == "RUN" and "apt-get install" in rest]
    installed = re.findall(r"(?<= )[a-z][a-z0-9.-]*", ran.partition("apt-get install ")[2].partition("&&")[0])
    _, _, server = COMPOSE["services"]["database"]["image"].partition(":")

    assert "--no-install-recommends" in ran
    assert ran.endswith("rm -rf /var/lib/apt/lists/*")
    (client,) = installed
    assert client.startswith("postgresql-client-")
    assert int(client.rpartition("-")[2]) >= int(server)
    assert final_stage()[0][1].endswith("-trixie"), "the release of Debian that has this client"


# Compose


def test_migrations_come_before_the_bot_and_the_database_before_both() -> None:
    services = COMPOSE["services"]

    assert services["migrate"]["depends_on"]["database"]["condition"] == "service_healthy"
    assert services["bot"]["depends_on"]["migrate"]["condition"] == "service_completed_successfully"
    assert "ports" not in services["database"]
    # The image's first server makes the database, listens on its socket alone, and ends again.
    asked = services["database"]["healthcheck"]["test"]
    assert asked[:2] == ["CMD", "pg_isready"]
    assert asked[asked.index("-h") + 1] == "127.0.0.1"


@pytest.mark.parametrize("name", ["migrate", "bot"])
def test_in_compose_ours_can_write_nothing_and_do_nothing_else(name: str) -> None:
    service = COMPOSE["services"][name]

    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]
    assert "no-new-privileges:true" in service["security_opt"]


def test_the_ports_of_compose_are_those_that_are_listened_on() -> None:
    bot = COMPOSE["services"]["bot"]
    (published,) = bot["ports"]

    assert published.split(":")[0] == "127.0.0.1", "for a proxy, not for everybody"
    assert published.split(":")[-1] == bot["environment"]["CADENCE_PORT"]
    assert seconds(bot["stop_grace_period"]) > DRAIN_SECONDS + 2


def seconds(text: str) -> int:
    return int(text.removesuffix("s"))


# Kubernetes


def test_replicas_are_replaced_one_after_the_other_with_none_missing() -> None:
    spec = kind("Deployment")["spec"]

    assert spec["replicas"] >= 2
    assert spec["strategy"]["rollingUpdate"] == {"maxUnavailable": 0, "maxSurge": 1}
    assert kind("PodDisruptionBudget")["spec"]["minAvailable"] >= 1


def test_probes_and_ports_and_paths_are_those_that_are_listened_on() -> None:
    ports = {port["name"]: port["containerPort"] for port in container()["ports"]}
    told = {pair["name"]: pair["value"] for pair in container()["env"]}
    assert {"http": int(told["CADENCE_PORT"]), "metrics": int(told["CADENCE_METRICS_PORT"])} == ports

    for probe in ("startupProbe", "readinessProbe", "livenessProbe"):
        asked = container()[probe]["httpGet"]
        assert asked["path"] in PATHS
        assert asked["port"] in ports
    marks = kind("Deployment")["spec"]["template"]["metadata"]["annotations"]
    assert marks["prometheus.io/path"] in PATHS
    assert int(marks["prometheus.io/port"]) == ports["metrics"]


def test_the_world_reaches_slacks_path_and_no_other() -> None:
    (rule,) = kind("Ingress")["spec"]["rules"]
    (path,) = rule["http"]["paths"]
    service = path["backend"]["service"]

    assert (path["path"], path["pathType"]) == ("/slack/events", "Exact")
    (port,) = kind("Service")["spec"]["ports"]
    assert (service["name"], service["port"]["name"]) == (kind("Service")["metadata"]["name"], port["name"])
    assert port["targetPort"] in {one["name"] for one in container()["ports"]}
    assert kind("Service")["spec"]["selector"] == kind("Deployment")["spec"]["template"]["metadata"]["labels"]


def test_each_has_time_to_finish_what_is_under_way() -> None:
    (_, pause) = container()["lifecycle"]["preStop"]["exec"]["command"]

    assert pod()["terminationGracePeriodSeconds"] > int(pause) + DRAIN_SECONDS + 2


def test_in_kubernetes_ours_can_write_nothing_and_do_nothing_else() -> None:
    assert pod()["securityContext"]["runAsNonRoot"] is True
    assert pod()["automountServiceAccountToken"] is False
    (user,) = [rest.split(":")[0] for name, rest in final_stage() if name == "USER"]
    assert pod()["securityContext"]["runAsUser"] == int(user)
    for one in (*pod()["initContainers"], *pod()["containers"]):
        assert one["securityContext"]["readOnlyRootFilesystem"] is True
        assert one["securityContext"]["allowPrivilegeEscalation"] is False
        assert one["securityContext"]["capabilities"] == {"drop": ["ALL"]}


def test_both_containers_are_of_one_image_and_one_secret() -> None:
    both = (*pod()["initContainers"], *pod()["containers"])

    assert len({one["image"] for one in both}) == 1
    assert {source["secretRef"]["name"] for one in both for source in one["envFrom"]} == {
        kind("Secret")["metadata"]["name"]
    }
    assert {document["metadata"].get("namespace") for document in files.KUBERNETES} == {"cadence", None}


# systemd


def test_the_unit_gives_it_time_and_starts_it_again() -> None:
    service = unit()["Service"]

    assert int(service["TimeoutStopSec"]) > DRAIN_SECONDS + 2
    assert service["Restart"] == "always"
    assert service["EnvironmentFile"] == "/etc/cadence/environment"


def test_the_unit_can_write_to_its_own_folder_and_nowhere_else() -> None:
    service = unit()["Service"]
    told = files.ENVIRONMENT_FILE.read_text(encoding="utf-8")

    assert (service["DynamicUser"], service["ProtectSystem"], service["NoNewPrivileges"]) == ("yes", "strict", "yes")
    assert service["WorkingDirectory"] == f"/var/lib/{service['StateDirectory']}"
    assert f"sqlite:///{service['WorkingDirectory']}/" in told


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="systemd is not on this machine")
def test_systemd_understands_the_unit_and_finds_it_well_shut() -> None:
    verified = subprocess.run(["systemd-analyze", "verify", files.UNIT_FILE], capture_output=True, text=True)
    rated = subprocess.run(
        ["systemd-analyze", "security", "--offline=true", files.UNIT_FILE], capture_output=True, text=True
    )
    strange = [
        line for line in verified.stderr.splitlines() if "/opt/cadence/bin/cadence is not executable" not in line
    ]

    assert strange == []
    (level,) = re.findall(r"exposure level for cadence.service: ([\d.]+)", rated.stdout)
    assert float(level) < 2.0


def test_each_setting_of_the_environment_file_is_commented_or_set_once() -> None:
    lines = files.ENVIRONMENT_FILE.read_text(encoding="utf-8").splitlines()
    names = sorted(line.lstrip("#").partition("=")[0] for line in lines if "=" in line)

    assert all(one != other for one, other in pairwise(names))


def test_the_audit_fails_where_it_could_ask_about_nothing() -> None:
    (line,) = [line for line in (ROOT / "Makefile").read_text("utf-8").splitlines() if "pip-audit" in line]

    assert "--strict" in line
