"""Whatever shows a message or a modal is found: no source makes one but a view, or a helper that only views call."""

import ast
import inspect
from collections.abc import Iterator

import pytest

from tests.gallery import views

MAKERS = frozenset({"Message", "messages.Message", "blocks.modal"})
#: Function → why it may make one although no gallery shows it.
MAY: dict[str, str] = {
    "focus.post.Post.as_one": "puts below each other what `focus.post.post` has made",
    "slack.rewording._said_otherwise": "says otherwise what a message that was made elsewhere says of something",
    "slack.outbox.reads": "what was enqueued, read back",
}


def made(source: str) -> dict[str, set[str]]:
    """Functions, methods by their class, that make a message or modal → who of the same module calls them."""
    tree = ast.parse(source)
    calls = {name: set(_calls(node)) for name, node in _functions(tree)}
    makers = [name for name, called in calls.items() if called & MAKERS]
    makers += [
        "" for node in ast.iter_child_nodes(tree) if not isinstance(node, _DEFINES) and set(_calls(node)) & MAKERS
    ]
    return {maker: {name for name, called in calls.items() if maker in called} for maker in makers}


_DEFINES = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)


def _functions(node: ast.AST, above: str = "") -> Iterator[tuple[str, ast.AST]]:
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.ClassDef):
            yield from _functions(child, f"{above}{child.name}.")
        elif isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef):
            yield f"{above}{child.name}", child


def _calls(node: ast.AST) -> Iterator[str]:
    for child in ast.walk(node):
        if isinstance(child, ast.Call):
            yield ast.unparse(child.func)


def hidden(module: str, source: str, shown: frozenset[str]) -> list[str]:
    """Those that are no view themselves, and are called by others than views or by nobody."""
    found = made(source)
    own = {name.removeprefix(f"{module}.") for name in shown if name.startswith(f"{module}.")}
    return [
        f"{module}.{maker or '(at import)'}"
        for maker, callers in found.items()
        if maker not in own and not (maker.startswith("_") and callers and callers <= own | set(found))
    ]


def test_nothing_that_people_see_is_made_out_of_sight_of_the_gallery() -> None:
    shown = frozenset(name for name, _ in views.functions())
    builders = {name.removeprefix("bot.") for name in views.BUILDERS}
    sources = {one.__name__.removeprefix("bot."): inspect.getsource(one) for one in views.modules()}
    found = [one for name, source in sources.items() if name not in builders for one in hidden(name, source, shown)]

    assert sorted(set(found) - MAY.keys()) == [], "Make it in a public function of values, such as one of a *_views.py."
    assert sorted(MAY.keys() - set(found)) == [], "These hide nothing any more."


@pytest.mark.parametrize(
    ("source", "names"),
    [
        ("def door(session):\n    return Say(Message('Done.'))", ["a.b.door"]),
        ("NOTE = Message('Not for guests.')", ["a.b.(at import)"]),
        ("def _form():\n    return blocks.modal('Form', [])\ndef form():\n    return _form()", []),
        ("def _tell():\n    return Message('Done.')\ndef door(session):\n    return _tell()", ["a.b._tell"]),
        ("class Post:\n    def one(self):\n        return Message('Done.')", ["a.b.Post.one"]),
    ],
)
def test_what_hides_is_named(source: str, names: list[str]) -> None:
    assert hidden("a.b", source, frozenset({"a.b.form"})) == names
