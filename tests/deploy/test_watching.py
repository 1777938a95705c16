"""Alerts and dashboard: each metric in them is told, each label is one of its labels, each alert says what to do."""

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest
import yaml
from prometheus_client.parser import text_string_to_metric_families
from sqlalchemy.orm import Session

from bot import metrics
from bot.occurrences import JobFailure, Outcome
from bot.slack.doors import Door
from bot.slack.observing import Answered
from bot.storage import Database
from bot.web.metrics import Metrics
from bot.wiring import GAUGES
from tests.deploy.files import ROOT
from tests.test_schedule import MONDAY

Json = dict[str, Any]
RULES: list[Json] = [
    rule
    for group in yaml.safe_load((ROOT / "deploy" / "alerts.yaml").read_text(encoding="utf-8"))["groups"]
    for rule in group["rules"]
]
DASHBOARD: Json = json.loads((ROOT / "deploy" / "grafana.json").read_text(encoding="utf-8"))
DOCUMENT = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")
#: Of Prometheus itself.
EVERYWHERE = {"instance", "le"}


def expressions() -> Iterator[str]:
    yield from (rule["expr"] for rule in RULES)
    yield from (target["expr"] for panel in DASHBOARD["panels"] for target in panel["targets"])


@pytest.fixture
async def told(database: Database) -> dict[str, set[str]]:
    """Name of a sample → its labels, of everything that there can be."""
    metrics.ACKNOWLEDGED.labels("door", "outcome")
    metrics.DELIVERIES.labels("kind", "outcome")
    metrics.OCCURRENCES.labels("job", "outcome")
    metrics.JOB_FAILURES.labels("job")
    metrics.ACKNOWLEDGED_AFTER.labels("door")
    database.run_here(_failing)
    page = await Metrics(database, GAUGES, lambda: MONDAY).page(None)
    found: dict[str, set[str]] = {}
    for family in text_string_to_metric_families(bytes(page.body).decode()):
        for sample in family.samples:
            found.setdefault(sample.name, set()).update(sample.labels)
    return {**found, "cadence_deliveries_unsent": {"state"}}


def _failing(session: Session) -> None:
    row = {"job": "job", "local": "2026-03-02T09:00", "failures": 1, "error": "", "try_again_at": MONDAY}
    session.add(JobFailure(**row))


async def test_every_metric_is_told_with_the_labels_that_are_asked_of_it(told: dict[str, set[str]]) -> None:
    for expression in expressions():
        names = set(re.findall(r"\b(?:cadence|process)_[a-z_]+", expression))
        assert names, expression
        assert names <= set(told), expression
        asked = {label for group in re.findall(r"(?:by|on) \(([^)]*)\)", expression) for label in group.split(", ")}
        asked |= set(re.findall(r"([a-z]+)(?:=~|!=|=)\"", expression))
        assert asked - EVERYWHERE <= set.union(*(told[name] for name in names)), expression


def test_every_outcome_that_is_asked_for_is_one() -> None:
    outcomes = {*Answered, *Outcome, "sent", "refused", "later", "unsure"}
    asked = [
        value
        for expression in expressions()
        for told in re.findall(r"outcome=~?\"([^\"]*)\"", expression)
        for value in told.split("|")
    ]

    assert asked
    assert set(asked) <= outcomes
    assert {door for one in expressions() for door in re.findall(r"door!?=\"([^\"]*)\"", one)} <= set(Door)


def test_every_expression_is_whole() -> None:
    for expression in expressions():
        assert expression.count("(") == expression.count(")"), expression
        assert expression.count("{") == expression.count("}"), expression
        assert "\n" not in expression


def test_the_first_of_its_kind_after_a_start_is_told_too() -> None:
    """A counter begins to exist with the first that it counts, and of what was not there nothing increases."""
    at_once = [rule["expr"] for rule in RULES if "increase(" in rule["expr"] and "for" not in rule]

    assert len(at_once) == 3
    for expression in at_once:
        counter, window = re.findall(r"increase\((.+?)\[(\w+)\]\)", expression)[0]
        assert f"({counter} unless {counter} offset {window}) > 0" in expression


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule["alert"])
def test_every_alert_says_what_to_do_and_where_the_rest_stands(rule: Json) -> None:
    told = rule["annotations"]
    page, _, anchor = told["page"].partition("#")
    headings = {heading.lower() for heading in re.findall(r"^#### (\w+)$", DOCUMENT, re.MULTILINE)}

    assert len(told["summary"].split()) > 8
    assert told["summary"].count(". ") >= 1 or ": " in told["summary"], "what it is, then what to do"
    assert (page, anchor) == ("docs/operations.md", rule["alert"].lower())
    assert anchor in headings
    severity = rule["labels"]["severity"]
    section = DOCUMENT.partition(f"#### {rule['alert']}\n")[2]
    assert section.strip().startswith(f"*{severity}.*")


def test_every_alert_of_the_document_is_a_rule() -> None:
    assert set(re.findall(r"^#### (\w+)$", DOCUMENT, re.MULTILINE)) == {rule["alert"] for rule in RULES}


def test_every_panel_has_a_place_of_its_own_and_says_what_it_shows() -> None:
    places = [tuple(panel["gridPos"].values()) for panel in DASHBOARD["panels"]]

    assert len(set(places)) == len(places)
    assert all(panel["title"] and panel["description"] for panel in DASHBOARD["panels"])
    assert all(panel["datasource"]["uid"] == "${datasource}" for panel in DASHBOARD["panels"])


async def test_the_dashboard_shows_every_metric(told: dict[str, set[str]]) -> None:
    shown = {name for one in expressions() for name in re.findall(r"\bcadence_[a-z_]+", one)}
    families = {name for name in told if name.startswith("cadence_")}

    def is_shown(name: str) -> bool:
        return name in shown or any(f"{name.rpartition('_')[0]}_bucket" == other for other in shown)

    assert {name for name in families if not is_shown(name)} == set()
