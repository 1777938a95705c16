"""Where the files that travel with the package are: migrations, prompts, the manifest."""

from pathlib import Path

_HERE = Path(__file__).resolve().parent


def resource(name: str) -> Path:
    """In a wheel they lie inside the package; in a checkout at the top of the tree."""
    packaged = _HERE / "_resources" / name
    return packaged if packaged.exists() else _HERE.parent / name
