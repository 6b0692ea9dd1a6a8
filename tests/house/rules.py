"""The house rules that no linter knows, each as a function from a source to what breaks it."""

import ast
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

HOUSE = Path(__file__).resolve().parents[2]
LONGEST_LINES = 300
REASON = "over 300 lines because"

BROAD = {"Exception", "BaseException"}
MOCKS = {"mock", "pytest_mock", "unittest.mock"}
FOR_OPERATORS = {"ArgumentParser", "Field", "add_argument", "add_argument_group", "add_parser"}
LOG_LEVELS = {"critical", "debug", "error", "exception", "info", "log", "warning"}
SENTENCE = re.compile(r"[^\W\d_]{2,}\W? +[^\W\d_]+\W? +[^\W\d_]{2,}")
MACHINE_PATH = re.compile(r"(?<![\w.~])/(?:wo" r"rk|ro" r"ot|tm" r"p)\b")


@dataclass(frozen=True)
class Source:
    """One file of Python; `path` is relative to the house."""

    path: str
    text: str

    @cached_property
    def tree(self) -> ast.Module:
        """The parsed file."""
        return ast.parse(self.text)


def sources(*rooms: str) -> list[Source]:
    """Every Python file of these top-level folders, in order."""
    files = (file for room in rooms for file in sorted((HOUSE / room).rglob("*.py")))
    return [Source(file.relative_to(HOUSE).as_posix(), file.read_text("utf-8")) for file in files]


def too_long(source: Source) -> Iterator[str]:
    """A file that is past the longest and does not say why."""
    lines = len(source.text.splitlines())
    if lines > LONGEST_LINES and REASON not in source.text.replace(f'"{REASON}"', ""):
        yield f"{source.path}: {lines} lines; split it, or say '{REASON} …'"


def broad_catches(source: Source) -> Iterator[str]:
    """`except:`, `except Exception`, `suppress(Exception)`; not what cleans up and raises again."""
    for node in ast.walk(source.tree):
        match node:
            case ast.ExceptHandler(body=[*_, ast.Raise(exc=None)]):
                continue
            case ast.ExceptHandler(type=caught, lineno=line):
                names = {"BaseException"} if caught is None else _names([caught])
            case ast.Call(func=called, args=args, lineno=line) if _name(called) == "suppress":
                names = _names(args)
            case _:
                continue
        if names & BROAD:
            yield f"{source.path}:{line}: catches {', '.join(sorted(names & BROAD))}"


def bare_tasks(source: Source) -> Iterator[str]:
    """Tasks that no group owns: asyncio.create_task, loop.create_task, ensure_future."""
    for node in ast.walk(source.tree):
        match node:
            case ast.Call(func=ast.Name(id="create_task")):
                pass
            case ast.Call(func=called) if _name(called) == "ensure_future":
                pass
            case ast.Call(func=ast.Attribute(value=owner, attr="create_task")) if _no_group(owner):
                pass
            case _:
                continue
        yield f"{source.path}:{node.lineno}: a task outside a TaskGroup"


def mocks(source: Source) -> Iterator[str]:
    """Imports of a mock library."""
    for node in ast.walk(source.tree):
        match node:
            case ast.Import(names=names, lineno=line):
                modules = {alias.name for alias in names}
            case ast.ImportFrom(module=str(module), names=names, lineno=line):
                modules = {module} | {f"{module}.{alias.name}" for alias in names}
            case _:
                continue
        if any(module in MOCKS or module.startswith("unittest.mock.") for module in modules):
            yield f"{source.path}:{line}: a mock; write a fake that the contract suite holds"


def sentences(source: Source) -> Iterator[str]:
    """Three words in a row that a member could see, and that belong into the catalogue.

    Docstrings, errors, log lines, and the help of options and settings are for those who build
    or run the bot; they may stand in code.
    """
    exempt = {id(child) for node in ast.walk(source.tree) for child in _for_builders(node)}
    for node in ast.walk(source.tree):
        match node:
            case ast.Constant(value=str(text)) if id(node) not in exempt and SENTENCE.search(text):
                yield f"{source.path}:{node.lineno}: {text[:60]!r}"
            case _:
                continue


def machine_paths(source: Source) -> Iterator[str]:
    """Paths that exist on one machine only."""
    for number, line in enumerate(source.text.splitlines(), 1):
        if MACHINE_PATH.search(line):
            yield f"{source.path}:{number}: a path of somebody's machine"


def _for_builders(node: ast.AST) -> Iterable[ast.AST]:
    """All that stands under a node whose text no member sees; nothing for any other node."""
    match node:
        case ast.Expr(value=ast.Constant()) | ast.Raise():
            return ast.walk(node)
        case ast.FunctionDef() | ast.AsyncFunctionDef():
            return _raised_by_name(node)
        case ast.Call(func=called) if _name(called).endswith("Error"):
            return ast.walk(node)
        case ast.Call(func=ast.Attribute(value=owner, attr=level)) if (
            level in LOG_LEVELS and "log" in _name(owner).lower()
        ):
            return ast.walk(node)
        case ast.Call(func=called, keywords=keywords) if _name(called) in FOR_OPERATORS:
            return (child for keyword in keywords for child in ast.walk(keyword))
        case _:
            return ()


def _raised_by_name(function: ast.AST) -> Iterator[ast.AST]:
    """What `message = …; raise Broken(message)` assigns; ruff's EM asks for this shape."""
    inner = list(ast.walk(function))
    raised = [node for node in inner if isinstance(node, ast.Raise)]
    names = {
        child.id for error in raised for child in ast.walk(error) if isinstance(child, ast.Name)
    }
    for node in inner:
        match node:
            case ast.Assign(targets=[ast.Name(id=name)], value=value) if name in names:
                yield from ast.walk(value)
            case _:
                continue


def _no_group(owner: ast.expr) -> bool:
    """Whether what is asked for a task is asyncio itself or a loop."""
    name = _name(owner.func if isinstance(owner, ast.Call) else owner)
    return name == "asyncio" or name.endswith("loop")


def _name(node: ast.expr) -> str:
    """The last name of `a.b.c`; empty for anything else."""
    match node:
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return name
        case _:
            return ""


def _names(nodes: Iterable[ast.expr]) -> set[str]:
    """The last names of all, tuples opened."""
    return {
        _name(inner)
        for node in nodes
        for inner in (node.elts if isinstance(node, ast.Tuple) else (node,))
    }
