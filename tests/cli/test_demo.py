"""The demo as a process: it ends as it promises, and leaves nothing behind."""

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

CADENCE = Path(sys.executable).with_name("cadence")


def environment(folder: Path) -> dict[str, str]:
    return {"PATH": os.environ["PATH"], "TMPDIR": str(folder), "PYTHONUNBUFFERED": "1"}


def test_once_ends_by_itself_with_a_transcript(tmp_path: Path) -> None:
    transcript = tmp_path / "transcript.json"
    temporary = tmp_path / "temporary"
    temporary.mkdir()

    subprocess.run(
        [CADENCE, "demo", "--once", "--port", "0", "--json", transcript],
        check=True,
        capture_output=True,
        timeout=20,
        env=environment(temporary),
    )

    lines = json.loads(transcript.read_text(encoding="utf-8"))
    assert all(set(line) == {"at", "channel", "user", "text", "ts", "thread_ts"} for line in lines)
    (post,) = [line for line in lines if line["channel"] == "#cto" and line["thread_ts"] in (None, line["ts"])]
    assert (post["user"], post["at"][:16], post["at"][-6:]) == ("cadence", "2026-03-02T09:00", "+01:00")
    assert list(temporary.iterdir()) == []


def test_a_busy_port_is_one_sentence(tmp_path: Path) -> None:
    first = subprocess.Popen([CADENCE, "sandbox", "--port", "18025"], stdout=subprocess.PIPE, env=environment(tmp_path))
    try:
        assert first.stdout
        first.stdout.readline()
        second = subprocess.run(
            [CADENCE, "demo", "--once", "--port", "18025"],
            capture_output=True,
            text=True,
            timeout=20,
            env=environment(tmp_path),
        )
    finally:
        first.terminate()
        first.communicate()

    assert second.returncode == 2
    assert second.stderr.strip() == "Port 18025 is taken by another program. Choose one with --port."


def test_ctrl_c_leaves_no_process_and_no_file(tmp_path: Path) -> None:
    process = subprocess.Popen(
        [CADENCE, "demo", "--port", "0"], stdout=subprocess.PIPE, env=environment(tmp_path), process_group=0
    )
    assert process.stdout
    process.stdout.readline()

    os.killpg(process.pid, signal.SIGINT)
    process.communicate(timeout=20)

    assert process.returncode == 130
    assert list(tmp_path.iterdir()) == []
