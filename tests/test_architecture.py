"""The architecture holds; and each rule of it fails when it is broken."""

import gc
import subprocess
import sys
from pathlib import Path

import pytest

import bot
from tests.architecture import LONGEST_FILE, read, suppressions, violations
from tests.wording import out_of_place

ROOT = Path(bot.__file__).parent


def test_the_code_keeps_the_rules_of_the_design() -> None:
    # What earlier tests left behind must not be told of while Python parses: 3.11 then fails with a SystemError.
    gc.collect()
    assert violations(read(ROOT)) == []


@pytest.mark.parametrize(
    ("path", "source", "sentence"),
    [
        ("focus/service.py", "from bot.questions import queries", "through app.py"),
        ("focus/jobs.py", "import bot.app", "what is built from it"),
        ("slack/outbox.py", "from bot.focus import models", "must not know them"),
        ("working_time.py", "from bot.slack import text", "nothing but foundations"),
        ("sandbox/server.py", "from bot import errors", "beside the bot"),
        ("slack/people.py", "from bot.sandbox import client", "only the command"),
        ("focus/service.py", "from . import rules", "relatively"),
        ("focus/rules.py", "import sqlalchemy as sa", "values"),
        ("focus/rules.py", "from bot import clock", "no session, clock or settings"),
        ("questions/clocks.py", "from bot.storage import Model", "no session, clock or settings"),
        ("focus/views.py", "from bot.settings import Operating", "no session, clock or settings"),
        ("focus/service.py", "import slack_sdk", "meet Slack"),
        ("focus/drafts.py", "from bot.clock import now", "passed in"),
        ("focus/service.py", "async def ask(): ...", "synchronous"),
        ("access.py", "from bot import clock\nclock.now()", "only edges"),
        ("focus/service.py", "def f(session): session.commit()", "owns the transaction"),
        ("focus/listeners.py", "def f(client): client.chat_postMessage()", "only way out"),
        ("focus/listeners.py", "def f(client): client.views_open()", "Open or Redraw"),
        ("focus/service.py", "import sqlalchemy as sa\nsa.text(f'SELECT {x}')", "bind what varies"),
        ("storage.py", "def f(connection, x): connection.exec_driver_sql('SELECT ' + x)", "bind what varies"),
        ("focus/service.py", "from sqlalchemy.orm import Session\nx = 'Nothing went out today.'", "in a service"),
        ("focus/views.py", "x = 1\n" * (LONGEST_FILE + 1), "split it by noun"),
    ],
)
def test_a_broken_rule_is_named(path: str, source: str, sentence: str) -> None:
    (found,) = [one for one in violations({path: source}) if sentence in one]

    assert found.startswith(path)


def test_no_service_rule_or_door_holds_a_sentence_that_a_person_reads() -> None:
    found = {path: texts for path, source in read(ROOT).items() if (texts := out_of_place(path, source))}

    assert found == {}, "It stands in a view, sentences.py, refusals.py or a *_text.py of its practice."


@pytest.mark.parametrize(
    ("path", "source", "found"),
    [
        ("focus/service.py", "raise NotYet('Nothing was posted yet.')", ["Nothing was posted yet."]),
        ("focus/rules.py", "def f(n): return f'At most {n} characters.'", ["At most … characters."]),
        ("focus/listeners.py", "def door(): return Say(notice('Write it first'))", ["Write it first"]),
        ("focus/writing.py", "class Late(BotError):\n  def f(self): g('It is too late')", ["It is too late"]),
        ("focus/x_views.py", "raise FieldErrors({'day': 'This day has passed.'})", ["This day has passed."]),
        ("focus/x_views.py", "x = blocks.section('Write the post first.')", []),
        ("focus/refusals.py", "NOT_YET = 'Write the post first.'", []),
        ("focus/service.py", "def f():\n  '''Raises NotYet, and what else there is.'''", []),
        ("focus/service.py", "assert x, 'The week has a post.'", []),
        ("focus/service.py", "x = re.compile(r'The (?:a|b) week is on\\b.')", []),
    ],
)
def test_a_sentence_out_of_place_is_found(path: str, source: str, found: list[str]) -> None:
    assert out_of_place(path, source) == found


def test_whatever_is_silenced_says_why() -> None:
    folders = ("bot", "tests", "bench", "migrations")
    silent = [line for folder in folders for line in suppressions(read(ROOT.parent / folder))]

    assert silent == [], "Say why behind it: `# noqa: S603  # no shell`. Or do without."


@pytest.mark.parametrize(
    ("line", "is_silent"),
    [
        ("x = 1  # noqa: S603", True),
        ("x = 1  # noqa", True),
        ("x = f()  # type: ignore[arg-type]", True),
        ("except Exception:", True),
        ("except Exception as error:  # noqa: BLE001", True),
        ("x = f()  # type: ignore[arg-type]  # Bolt's own", False),
        ("x = 1  # noqa: S603 - no shell", False),
        ("except Exception:  # one of a batch", False),
        ("except ValueError:", False),
        ('x = "# noqa"', False),
    ],
)
def test_a_reason_stands_in_words_behind_what_is_silenced(line: str, is_silent: bool) -> None:
    assert bool(suppressions({"focus/rules.py": f"try:\n    x = 1\n{line}\n    pass"})) == is_silent


def test_an_import_cycle_is_named() -> None:
    sources = {"settings.py": "from bot import errors", "errors.py": "from bot import settings"}

    assert "import cycle: bot.errors → bot.settings → bot.errors" in violations(sources)


def test_importing_the_bot_starts_nothing() -> None:
    """No thread, no event loop, no file or socket opened by an import."""
    script = (
        "import asyncio, importlib, os, pkgutil, threading, bot\n"
        "before = set(os.listdir('.'))\n"
        "for module in pkgutil.walk_packages(bot.__path__, 'bot.'):\n"
        "    if not module.name.endswith('__main__'): importlib.import_module(module.name)\n"
        "assert threading.active_count() == 1, threading.enumerate()\n"
        "assert set(os.listdir('.')) == before\n"
    )
    subprocess.run([sys.executable, "-c", script], check=True, timeout=60)
