"""Finds a Chromium for the browser tests. `python -m tests.browser.chromium` installs one where there is none."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def find() -> str | None:
    """CHROMIUM of the environment, one on the path, or Playwright's own."""
    named = os.environ.get("CHROMIUM")
    if named:
        return named if Path(named).exists() else None
    return next(filter(None, map(shutil.which, NAMES)), None) or _playwrights()


def _playwrights() -> str | None:
    caches = (Path.home() / ".cache", Path.home() / "Library/Caches", Path.home() / "AppData/Local")
    patterns = ("chrome-linux*/chrome", "chrome-mac*/Chromium.app/Contents/MacOS/Chromium", "chrome-win*/chrome.exe")
    found = (
        path for cache in caches for pattern in patterns for path in cache.glob(f"ms-playwright/chromium-*/{pattern}")
    )
    return next(map(str, found), None)


def _install() -> None:
    if hasattr(os, "geteuid") and os.geteuid() == 0 and shutil.which("apt-get"):
        subprocess.run(["apt-get", "update", "--quiet"], check=False)
        subprocess.run(["apt-get", "install", "--yes", "--quiet", "--no-install-recommends", "chromium"], check=False)
    else:
        subprocess.run([sys.executable, "-m", "playwright", "install", "chromium"], check=False)


def main() -> None:
    if not find():
        _install()
    found = find()
    print(f"Browser tests run in {found}." if found else "No Chromium is to be had: the browser tests are skipped.")
    if not found and os.environ.get("CADENCE_NEEDS_CHROMIUM"):
        sys.exit("The browser tests must run here. Install Chromium, or name one in CHROMIUM.")


if __name__ == "__main__":
    main()
