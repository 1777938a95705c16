"""design.md's layers and rules as functions: sources in, sentences about what breaks a rule out."""

import ast
import re
import tokenize
from collections.abc import Iterator, Mapping
from io import StringIO
from pathlib import Path

Sources = Mapping[str, str]

FEATURES = ("focus", "questions", "commitments", "reports")
FOUNDATIONS = (
    "notation",
    "engines",
    "storage",
    "contents",
    "keep",
    "someone",
    "spreadsheets",
    "audit",
    "working_time",
    "local_time",
    "rhythm",
    "recurrence",
    "meeting_series",
    "settings",
    "deployment",
    "clock",
    "errors",
    "resources",
    "metrics",
    "newer",
    "trace",
    "spread",
)
SHARED = ("access", "prompts", "occurrences", "schedule", "heartbeat", "slack", "elsewhere")
#: What stands around the composition root: it may know every practice.
ROOT = (
    "app",
    "wiring",
    "operating",
    "startup",
    "config",
    "config_text",
    "directory",
    "doctor",
    "alive",
    "backup",
    "keeping",
    "schema",
    "logs",
    "telemetry",
    "cli",
    "__main__",
    "web",
)

ASYNC_PLACES = (
    "storage.py",  # the one door from the event loop to a session
    "app.py",
    "cli/",
    "listeners.py",
    "slack/delivery.py",
    "slack/uploading.py",
    "slack/context.py",
    "slack/reply.py",
    "slack/unknown.py",
    "heartbeat.py",
    "schedule.py",
    "web/",
    "sandbox/",
)
CLOCK_READERS = ("app.py", "cli/", "listeners.py", "slack/context.py", "slack/delivery.py", "heartbeat.py", "web/")
SENDING = ("chat_", "pins_", "reactions_", "conversations_open", "files_")
OPENING = ("views_",)
LONGEST_FILE = 300
#: Practices whose services and doors hold no sentence that a person reads.
WORDED = ("focus", "questions", "commitments", "operating", "reports", "slack", "keeping")
#: What shows things: it may hold a session where it gathers them.
_SHOWS = re.compile(r"(views|_text|home)\.py$")
#: Three words, or two and a full stop.
_SENTENCE = re.compile(r"[A-Za-z“”’']+ [a-z“”’']+ [a-z]+|[A-Za-z]+ [a-z]+\.")
#: What an operator reads in `cadence audit`, written as it happens.
_NO_SENTENCE = frozenset({"changed after it went out:"})
_SILENCES = re.compile(r"noqa(: ?[A-Z]+\d+(, ?[A-Z]+\d+)*)?|type: ignore(\[[a-z, -]+\])?")
_CATCHES_ALL = re.compile(r"\s*except( \(?(Base)?Exception\b.*)?:")
_WORD = re.compile(r"[A-Za-z]{2}")
#: What a question's wait is computed by.
CLOCKWORK = {"clocks.py", "course.py", "effects.py", "office_hours.py", "events.py"}
#: What the week's post holds, and how it looks.
FOCUS_VALUES = {"content.py", "post.py", "letters.py", "form.py"}


def read(root: Path) -> dict[str, str]:
    """Path below `root`'s package → source."""
    return {str(path.relative_to(root)): path.read_text(encoding="utf-8") for path in sorted(root.rglob("*.py"))}


def violations(sources: Sources) -> list[str]:
    found: list[str] = []
    for path, source in sources.items():
        tree = ast.parse(source)
        for rule in (_layers, _rules_are_pure, _services, _async, _clock, _commits, _sending, _statements, _words):
            found += [f"{path}: {sentence}" for sentence in rule(path, tree)]
        if len(source.splitlines()) > LONGEST_FILE:
            found.append(f"{path}: over {LONGEST_FILE} lines; split it by noun")
    return found + [f"import cycle: {' → '.join(cycle)}" for cycle in _cycles(sources)]


def imports(tree: ast.AST) -> Iterator[str]:
    """Dotted names, also of what is imported out of a module: `from bot import clock` is bot.clock."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield "." if node.level else f"{node.module}"
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def _ours(tree: ast.AST) -> set[str]:
    """The parts of the package that are imported: `slack`, `focus`, `clock`."""
    return {name.split(".")[1] for name in imports(tree) if name.startswith("bot.")}


def _layers(path: str, tree: ast.AST) -> Iterator[str]:
    part = path.split("/")[0].removesuffix(".py")
    if "." in set(imports(tree)):
        yield "imports relatively; say bot.…"
    for other in sorted(_ours(tree) - {part}):
        if sentence := _forbidden(part, other):
            yield f"imports bot.{other}: {sentence}"


def _forbidden(part: str, other: str) -> str:
    if part == "sandbox":
        return "the sandbox stands beside the bot and imports nothing of it"
    if other == "sandbox":
        return "" if part in ("cli", "__main__") else "only the command starts the sandbox"
    if part in FEATURES and other in FEATURES:
        return "a practice gets another's facts through app.py, never by import"
    if part in FEATURES and other in ROOT:
        return "a practice must not know what is built from it"
    if part in SHARED and other in (*FEATURES, *ROOT):
        return "what the practices share must not know them"
    if part in FOUNDATIONS and other not in FOUNDATIONS:
        return "a foundation stands on nothing but foundations"
    return ""


def _feature_file(path: str) -> str | None:
    folder, _, name = path.partition("/")
    return name if folder in FEATURES else None


def _rules_are_pure(path: str, tree: ast.AST) -> Iterator[str]:
    names = {"rules.py", "views.py"} | CLOCKWORK | FOCUS_VALUES
    if _feature_file(path) not in names:
        return
    for name in sorted(set(imports(tree))):
        if name.split(".")[0] in ("sqlalchemy", "slack_bolt", "slack_sdk"):
            yield f"imports {name}: rules and views take values and give values"
        if name in ("bot.clock", "bot.settings", "bot.storage", "bot.slack.outbox"):
            yield f"imports {name}: rules and views know no session, clock or settings"


def _services(path: str, tree: ast.AST) -> Iterator[str]:
    name = _feature_file(path)
    if name is None or name == "listeners.py":
        return
    for imported in sorted(set(imports(tree))):
        if imported.split(".")[0] in ("slack_bolt", "slack_sdk"):
            yield f"imports {imported}: only listeners and slack/ meet Slack"
        if imported == "bot.clock":
            yield "imports bot.clock: `now` is passed in"


def _async(path: str, tree: ast.AST) -> Iterator[str]:
    if _is_in(path, ASYNC_PLACES):
        return
    for node in ast.walk(tree):
        if isinstance(node, ast.AsyncFunctionDef):
            yield f"line {node.lineno}: async def {node.name}: the core is synchronous"


def _clock(path: str, tree: ast.AST) -> Iterator[str]:
    if _is_in(path, (*CLOCK_READERS, "clock.py", "sandbox/")):
        return
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and node.attr == "now" and ast.unparse(node.value) in ("clock", "bot.clock"):
            yield f"line {node.lineno}: reads the clock; only edges do, and pass `now` on"


def _commits(path: str, tree: ast.AST) -> Iterator[str]:
    if path == "storage.py" or path.startswith("sandbox/"):
        return
    for name, line in _calls(tree):
        if name in ("commit", "rollback"):
            yield f"line {line}: {name}(): `Database.run` owns the transaction"


def _sending(path: str, tree: ast.AST) -> Iterator[str]:
    for name, line in _calls(tree):
        if path.startswith("sandbox/"):
            return
        if name.startswith(SENDING) and path != "slack/delivery.py":
            yield f"line {line}: {name}(): the outbox is the only way out"
        if name.startswith(OPENING) and path != "slack/reply.py":
            yield f"line {line}: {name}(): answer with Open or Redraw"


def _statements(path: str, tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.args):
            continue
        is_text = node.func.attr == "text" and ast.unparse(node.func.value) in ("sa", "sqlalchemy")
        if (is_text or node.func.attr == "exec_driver_sql") and not isinstance(node.args[0], ast.Constant):
            yield f"line {node.lineno}: SQL put together from parts; write it out and bind what varies"


def _words(path: str, tree: ast.AST) -> Iterator[str]:
    """A refusal carries its sentence with it, as a `BotError` or beside a field."""
    loads = {"Session", "Work"} & {name.rpartition(".")[2] for name in imports(tree)}
    if path.split("/")[0] not in WORDED or _SHOWS.search(path) or not loads:
        return
    errors = {"BotError", "FieldErrors", "NotAllowed"} | {
        node.name for node in ast.walk(tree) if isinstance(node, ast.ClassDef) and _is_error(node)
    }
    for literal in _literals(tree, errors):
        if _SENTENCE.search(literal.value) and literal.value not in _NO_SENTENCE:
            yield f"line {literal.lineno}: a sentence in a service: say it in a view, *_text.py or sentences.py"


def _is_error(node: ast.ClassDef) -> bool:
    return any(ast.unparse(base) in ("BotError", "NotAllowed", "FieldErrors") for base in node.bases)


def _literals(node: ast.AST, errors: set[str]) -> Iterator[ast.Constant]:
    """Strings, but for those of docstrings, assertions and refusals."""
    match node:
        case ast.Raise() | ast.Assert() | ast.Expr(value=ast.Constant()):
            return
        case ast.ClassDef(name=name) | ast.Call(func=ast.Name(id=name)) if name in errors:
            return
        case ast.Constant(value=str()):
            yield node
    for child in ast.iter_child_nodes(node):
        yield from _literals(child, errors)


def _calls(tree: ast.AST) -> Iterator[tuple[str, int]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            yield node.func.attr, node.lineno


def _is_in(path: str, places: tuple[str, ...]) -> bool:
    return any(path.startswith(place) or path == place or path.endswith(f"/{place}") for place in places)


def _cycles(sources: Sources) -> list[list[str]]:
    modules = {_module(path): ast.parse(source) for path, source in sources.items()}
    graph = {name: _imported_modules(tree, modules) - {name} for name, tree in modules.items()}
    found: list[list[str]] = []
    done: set[str] = set()

    def visit(name: str, trail: list[str]) -> None:
        if name in trail:
            found.append([*trail[trail.index(name) :], name])
        elif name not in done:
            for other in sorted(graph[name]):
                visit(other, [*trail, name])
            done.add(name)

    for name in sorted(graph):
        visit(name, [])
    return found


def _imported_modules(tree: ast.AST, modules: Mapping[str, ast.AST]) -> set[str]:
    return {name for name in imports(tree) if name in modules and name != "bot"}


def _module(path: str) -> str:
    return "bot." + path.removesuffix(".py").replace("/", ".").removesuffix(".__init__")


def suppressions(sources: Sources) -> list[str]:
    """Where something that a rule or a type would say is silenced, or everything is caught, without a reason."""
    return [f"{path}:{line}" for path, source in sources.items() for line in _without_reason(source)]


def _without_reason(source: str) -> Iterator[int]:
    read = tokenize.generate_tokens(StringIO(source).readline)
    comments = {token.start[0]: token.string for token in read if token.type == tokenize.COMMENT}
    for number, line in enumerate(source.splitlines(), start=1):
        comment = comments.get(number, "")
        if (_SILENCES.search(comment) or _CATCHES_ALL.match(line)) and not _WORD.search(_SILENCES.sub("", comment)):
            yield number
