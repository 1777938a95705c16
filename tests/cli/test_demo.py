"""The demo as a process: it ends as it promises, and leaves nothing behind."""

import json
import os
import re
import resource
import signal
import subprocess
import sys
from pathlib import Path

CADENCE = Path(sys.executable).with_name("cadence")
PATIENCE_SECONDS = 120


def environment(folder: Path) -> dict[str, str]:
    return {"PATH": os.environ["PATH"], "TMPDIR": str(folder), "PYTHONUNBUFFERED": "1"}


def shown() -> list[str]:
    """What README shows of it."""
    readme = (Path(__file__).parents[2] / "README.md").read_text(encoding="utf-8")
    return [line.strip() for line in re.sub(r"^\d  |^   ", "", readme.split("```")[1], flags=re.MULTILINE).split("\n")]


def test_once_ends_by_itself_with_the_transcript_that_the_readme_shows(tmp_path: Path) -> None:
    transcript = tmp_path / "transcript.json"
    temporary = tmp_path / "temporary"
    temporary.mkdir()

    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(
        [CADENCE, "demo", "--once", "--port", "0", "--json", transcript],
        check=True,
        capture_output=True,
        timeout=PATIENCE_SECONDS,
        env=environment(temporary),
    )
    after = resource.getrusage(resource.RUSAGE_CHILDREN)

    # Of its own: other tests may have the machine meanwhile.
    assert after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime < 20
    lines = json.loads(transcript.read_text(encoding="utf-8"))
    assert all(set(line) == {"at", "channel", "user", "text", "ts", "thread_ts"} for line in lines)
    (post,) = [line for line in lines if line["channel"] == "#cto" and line["text"].startswith("Week ")]
    assert (post["user"], post["at"][:16], post["at"][-6:]) == ("cadence", "2026-03-02T09:00", "+01:00")
    assert [line for line in shown() if line not in post["text"].replace("&amp;", "&")] == []
    assert post["thread_ts"] in (None, post["ts"])
    assert list(temporary.iterdir()) == []


def test_a_busy_port_is_one_sentence(busy_port: int, tmp_path: Path) -> None:
    told = subprocess.run(
        [CADENCE, "demo", "--once", "--port", str(busy_port)],
        capture_output=True,
        text=True,
        timeout=PATIENCE_SECONDS,
        env=environment(tmp_path),
    )

    assert told.returncode == 2
    assert told.stderr.strip() == f"Port {busy_port} is taken by another program. Choose one with --port."


def test_ctrl_c_leaves_no_process_and_no_file(tmp_path: Path) -> None:
    process = subprocess.Popen(
        [CADENCE, "demo", "--port", "0"], stdout=subprocess.PIPE, env=environment(tmp_path), process_group=0
    )
    assert process.stdout
    process.stdout.readline()

    os.killpg(process.pid, signal.SIGINT)
    process.communicate(timeout=PATIENCE_SECONDS)

    assert process.returncode == 130
    assert list(tmp_path.iterdir()) == []


def test_ctrl_c_while_it_starts_ends_it_in_silence(tmp_path: Path) -> None:
    """Python tells of each import, so that the signal surely comes between two of them."""
    process = subprocess.Popen(
        [sys.executable, "-X", "importtime", CADENCE, "demo", "--port", "0"],
        stderr=subprocess.PIPE,
        text=True,
        env=environment(tmp_path),
    )
    assert process.stderr
    while not process.stderr.readline().endswith(" bot.storage\n"):
        assert process.poll() is None

    process.send_signal(signal.SIGINT)
    _, said = process.communicate(timeout=PATIENCE_SECONDS)

    assert process.returncode == -signal.SIGINT
    assert "Traceback" not in said
