"""What a migration does that a version which is still running could not bear: its source in, sentences out."""

import ast
import re
from collections.abc import Iterator

#: What takes away what the old version reads or writes, or forbids what it writes.
NARROWING = {
    "drop_table": "drops a table",
    "drop_column": "drops a column",
    "rename_table": "renames a table",
    "create_unique_constraint": "forbids rows that the old version may write",
    "create_check_constraint": "forbids rows that the old version may write",
    "create_foreign_key": "forbids rows that the old version may write",
}
#: Of `alter_column`.
CHANGES = {"new_column_name": "renames a column", "type_": "changes a column's type"}
NARROWING_SQL = re.compile(r"\b(DROP\s+(TABLE|COLUMN)|RENAME|SET\s+NOT\s+NULL|ALTER\s+COLUMN)\b", re.IGNORECASE)


def narrowings(source: str) -> list[str]:
    """Of `upgrade` in a migration. None for one that says that it is a contract."""
    tree = ast.parse(source)
    if _contract(tree) is not None:
        return []
    upgrade = next(node for node in tree.body if isinstance(node, ast.FunctionDef) and node.name == "upgrade")
    calls = [node for node in ast.walk(upgrade) if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)]
    return [f"line {call.lineno}: {sentence}" for call in calls for sentence in _of(call)]


def _contract(tree: ast.Module) -> str | None:
    values = [node.value for node in tree.body if isinstance(node, ast.Assign) and _named(node.targets, "contract")]
    return next((str(value.value) for value in values if isinstance(value, ast.Constant)), None)


def _named(targets: list[ast.expr], name: str) -> bool:
    return any(isinstance(target, ast.Name) and target.id == name for target in targets)


def _of(call: ast.Call) -> Iterator[str]:
    assert isinstance(call.func, ast.Attribute)
    name, told = call.func.attr, {keyword.arg: keyword.value for keyword in call.keywords}
    if name in NARROWING:
        yield NARROWING[name]
    if name == "create_index" and _says(told.get("unique"), True):
        yield "forbids rows that the old version may write"
    if name == "alter_column":
        yield from (sentence for change, sentence in CHANGES.items() if change in told)
        yield from ("makes a column required",) if _says(told.get("nullable"), False) else ()
    if name == "add_column":
        yield from _added(call)
    if name in ("execute", "exec_driver_sql", "text") and NARROWING_SQL.search(ast.unparse(call)):
        yield "says in SQL what takes something away"


def _added(call: ast.Call) -> Iterator[str]:
    column = next(one for one in call.args if isinstance(one, ast.Call))
    told = {keyword.arg: keyword.value for keyword in column.keywords}
    if _says(told.get("nullable"), False) and "server_default" not in told:
        yield "adds a required column without a default: the old version does not fill it"


def _says(value: ast.expr | None, what: bool) -> bool:
    return isinstance(value, ast.Constant) and value.value is what
