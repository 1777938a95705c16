"""Installs as docs/operations.md says for Debian, below a folder: python -m tests.deploy.install FOLDER

Run by CI. What the machine has already, or has no systemd for, is left out.
"""

import re
import subprocess
import sys
from pathlib import Path

from tests.deploy.files import ROOT

LEFT_OUT = ("apt-get ", "systemctl ")


def steps(folder: Path) -> list[str]:
    """The commands of the document, with `folder` in place of the root."""
    page = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")
    section = page.partition("### On Debian")[2].partition("###")[0]
    blocks = re.findall(r"^```sh\n(.*?)^```", section, re.MULTILINE | re.DOTALL)
    lines = [line.removeprefix("sudo ") for block in blocks for line in block.splitlines()]
    return [re.sub(r"(?<=\s)/(opt|etc)/|^/(opt)/", rf"{folder}/\1\2/", line) for line in lines]


def main(folder: Path) -> None:
    for step in steps(folder):
        if not step.startswith(LEFT_OUT):
            subprocess.run(step, shell=True, cwd=ROOT, check=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
