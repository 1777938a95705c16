"""A process as in the image: nobody's user, no capabilities, and nothing but one folder that can be written to."""

import os
import shlex
import shutil
import stat
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

USER = 10001
#: For this process alone.
_ASIDE = "/mnt"
_DROPPED = ("--clear-groups", "--no-new-privs", "--inh-caps=-all", "--bounding-set=-all")


def why_not() -> str | None:
    """What this machine lacks for it."""
    if os.geteuid() != 0:
        return "only root can make a file system read-only for one process"
    if not all(map(shutil.which, ("unshare", "setpriv"))):
        return "unshare and setpriv are not there"
    tried = subprocess.run(["unshare", "--mount", "mount", "-o", "remount,ro,bind", "/"], capture_output=True)
    return "this machine lets nobody mount" if tried.returncode else None


def command(program: Path, arguments: Sequence[str], data: Path, environment: dict[str, str]) -> list[str]:
    """To be run as root. `data` is the folder that it may write to."""
    os.chown(data, USER, USER)
    told = [f"{name}={value}" for name, value in environment.items()]
    user = ["setpriv", f"--reuid={USER}", f"--regid={USER}", *_DROPPED]
    inside = shlex.join([*user, "env", "-i", *told, str(program), *arguments])
    steps = [
        "mount --make-rprivate /",
        *_opened([Path(sys.base_prefix), program.parent.parent]),
        f"mount --bind {data} {data}",
        "mount -o remount,ro,bind /",
        f"cd {data}",
        f"exec {inside}",
    ]
    return ["unshare", "--mount", "sh", "-ec", "\n".join(steps)]


def _opened(paths: Sequence[Path]) -> Iterator[str]:
    """Folders below one that is closed to others, such as a home, are seen through an empty one that is not."""
    closed: dict[Path, set[Path]] = {}
    for path in paths:
        chain = [*reversed(path.parents), path]
        first = next((one for one in chain if not one.stat().st_mode & stat.S_IXOTH), None)
        if first and first != path:
            closed.setdefault(first, set()).add(chain[chain.index(first) + 1])
    if closed:
        yield f"mount -t tmpfs tmpfs {_ASIDE}"
    for number, (folder, shown) in enumerate(closed.items()):
        places = {one: f"{_ASIDE}/{number}-{one.name}" for one in sorted(shown)}
        yield from (f"mkdir {place} && mount --bind {one} {place}" for one, place in places.items())
        yield f"mount -t tmpfs -o mode=755 tmpfs {folder}"
        yield from (f"mkdir {one} && mount --bind {place} {one}" for one, place in places.items())
