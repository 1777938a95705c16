"""Promises from a CSV file: what each row asks of whom, and what is wrong in which row."""

import csv
import hashlib
import io
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TypeVar

import sqlalchemy as sa
from sqlalchemy.orm import Session

from bot.commitments import checks, promises, refusals
from bot.commitments.checks import Audience, Draft
from bot.errors import BotError
from bot.settings import Operating
from bot.slack.people import Profile
from bot.slack.text import one_line

COLUMNS = ("promise", "owner", "date", "how", "why", "audience", "promised at", "links", "measure")
NEEDED = ("promise", "owner")
#: More rows are rather a wrong file.
MOST_ROWS = 2000
#: In bytes.
LARGEST_FILE = 5_000_000

#: In place of a column: what stands after the last one.
BEYOND = ""


@dataclass(frozen=True)
class BadRow:
    """`line`: where the row begins in the file, counted from 1."""

    line: int
    sentence: str

    def __str__(self) -> str:
        return f"line {self.line}: {self.sentence}"


class CannotImport(BotError):
    """Nothing was imported."""

    def __init__(self, bad: Sequence[BadRow]) -> None:
        self.bad = tuple(bad)
        super().__init__("\n".join([*map(str, bad), refusals.NOTHING_IMPORTED]))


@dataclass(frozen=True)
class Imported:
    asked: int
    known: int


Cells = Mapping[str, str]


def read(content: bytes) -> tuple[list[tuple[int, Cells]], list[BadRow]]:
    """Rows with the lines they begin in, and those that cannot be read. Raises CannotImport."""
    text = _decoded(content)
    delimiter = max(",;\t", key=text.partition("\n")[0].count)
    lines = list(_lines(text, delimiter))
    bad = [BadRow(line, refusals.UNREADABLE_ROW) for line, row in lines if row is None]
    names = lines[0][1] if lines else []
    if names is None:
        raise CannotImport(bad)
    header = [one_line(name).casefold() for name in names]
    _refuse_header(header)
    rows = [(line, _cells(header, row)) for line, row in lines[1:] if row and any(cell.strip() for cell in row)]
    if len(rows) > MOST_ROWS:
        raise CannotImport([BadRow(1, refusals.too_many_rows(len(rows), MOST_ROWS))])
    return rows, bad


def _lines(text: str, delimiter: str) -> Iterator[tuple[int, list[str] | None]]:
    """None for a row that cannot be read: reading goes on with the line after its first one."""
    lines, begins = list(io.StringIO(text, newline="")), 1
    while begins <= len(lines):
        start = begins
        reader = csv.reader(lines[start - 1 :], delimiter=delimiter)
        try:
            for row in reader:
                yield begins, row
                begins = start + reader.line_num
        except csv.Error:
            yield begins, None
            begins += 1


def _cells(header: Sequence[str], row: Sequence[str]) -> Cells:
    return {**dict(zip(header, row, strict=False)), BEYOND: "".join(row[len(header) :]).strip()}


def _decoded(content: bytes) -> str:
    """UTF-8 with or without a mark, UTF-16 with one, else what spreadsheets on Windows write."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16", errors="replace")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")


def _refuse_header(header: Sequence[str]) -> None:
    bad = [BadRow(1, refusals.no_column(name)) for name in NEEDED if name not in header]
    bad += [BadRow(1, refusals.unknown_column(name, COLUMNS)) for name in header if name not in COLUMNS]
    bad += [BadRow(1, refusals.column_twice(name)) for name in COLUMNS if header.count(name) > 1]
    if bad:
        raise CannotImport(bad)


def import_(
    session: Session, content: bytes, *, by: str, settings: Operating, now: datetime, dry_run: bool
) -> Imported:
    """Every owner is asked, `by` too, as if `by` had proposed it; a row that was imported before asks nobody again.

    Raises CannotImport with every bad row; then none is imported. A dry run only finds them.
    """
    people = _people(session)
    good: dict[str, Draft] = {}
    rows, bad = read(content)
    for line, cells in rows:
        try:
            draft = _draft(session, cells, people, settings, now)
            good.setdefault(_origin(draft), draft)
        except ValueError as error:
            bad.append(BadRow(line, str(error)))
    if bad:
        raise CannotImport(sorted(bad, key=lambda each: each.line))
    new = {origin: draft for origin, draft in good.items() if promises.tracked(session, origin) is None}
    if not dry_run:
        for origin, draft in new.items():
            promises.make(session, draft, by=by, settings=settings, now=now, origin=origin, in_person=False)
    return Imported(len(new), len(good) - len(new))


def _people(session: Session) -> dict[str, list[str]]:
    """Full names, casefolded, and ids → ids."""
    found: dict[str, list[str]] = {}
    for person, name in session.execute(sa.select(Profile.id, Profile.name).where(~Profile.left, ~Profile.bot)):
        found.setdefault(name.casefold(), []).append(person)
        found.setdefault(person.casefold(), []).append(person)
    return found


def _draft(
    session: Session, cells: Cells, people: Mapping[str, list[str]], settings: Operating, now: datetime
) -> Draft:
    """Raises ValueError with all that is wrong in the row."""
    problems = [refusals.LONG_ROW] if cells[BEYOND] else []
    owner = _read(problems, lambda: _owner(cells.get("owner", ""), people), "")
    day = _read(problems, lambda: _date(cells.get("date", "")), None)
    audience = _read(problems, lambda: _audience(cells.get("audience", "")), Audience.ORGANISATION)
    measure = _read(problems, lambda: checks.read_measure(cells.get("measure", "")), None)
    draft = Draft(
        what=one_line(cells.get("promise", "")),
        owner=owner,
        day=day,
        how=cells.get("how", "").strip(),
        why=cells.get("why", "").strip(),
        measure=measure,
        links=tuple(cells.get("links", "").split()),
        audience=audience,
        said_at=one_line(cells.get("promised at", "")),
    )
    if owner:
        problems += promises.faults(session, draft, settings, now).values()
    if problems:
        raise ValueError(" ".join(problems))
    return draft


T = TypeVar("T")


def _read(problems: list[str], read: Callable[[], T], otherwise: T) -> T:
    try:
        return read()
    except ValueError as error:
        problems.append(str(error))
        return otherwise


def _owner(text: str, people: Mapping[str, list[str]]) -> str:
    wanted = text.strip().removeprefix("@").casefold()
    found = people.get(wanted, [])
    if len(found) == 1:
        return found[0]
    if not wanted:
        raise ValueError(refusals.NO_OWNER)
    if not found:
        raise ValueError(refusals.nobody_called(text.strip()))
    raise ValueError(refusals.name_of_many(text.strip(), len(found)))


def _date(text: str) -> date | None:
    if not text.strip():
        return None
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        raise ValueError(refusals.no_date(text.strip())) from None


def _audience(text: str) -> Audience:
    wanted = text.strip().casefold() or Audience.ORGANISATION
    if wanted not in list(Audience):
        raise ValueError(refusals.no_audience(text.strip()))
    return Audience(wanted)


def _origin(draft: Draft) -> str:
    """The same row is the same promise."""
    told = "\n".join((draft.what.casefold(), draft.owner, str(draft.day)))
    return f"import:{hashlib.sha256(told.encode()).hexdigest()[:40]}"
