"""How long files and functions are; fails when a file is too long without a reason."""

import ast
import statistics
import sys
from collections.abc import Iterable, Iterator

from tests.house.rules import Source, sources, too_long

Size = tuple[int, str]


def main() -> int:
    """Print a table over bot, adapters and cogs; 1 when a file breaks the rule."""
    house = sources("bot", "adapters", "cogs")
    files = [(len(source.text.splitlines()), source.path) for source in house]
    print(table("files", files))
    print(table("functions", (size for source in house for size in functions(source))))
    broken = [finding for source in house for finding in too_long(source)]
    print("\n".join(broken) or "No file is too long without a reason.")
    return 1 if broken else 0


def table(what: str, sizes: Iterable[Size]) -> str:
    """How many, and in lines: median, 90th percentile, and the three largest by name."""
    ordered = sorted(sizes, reverse=True)
    if len(ordered) < 2:
        return f"{what}: {len(ordered)}"
    lines = [size for size, _ in ordered]
    median, most = statistics.median(lines), statistics.quantiles(lines, n=10)[-1]
    head = f"{what}: {len(lines)}, median {median:.0f}, 90th percentile {most:.0f} lines; largest"
    return "\n".join([head, *(f"  {size:4} {name}" for size, name in ordered[:3])])


def functions(source: Source) -> Iterator[Size]:
    """Each function with its lines, docstring and signature included."""
    for node in ast.walk(source.tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            last = node.end_lineno or node.lineno
            yield last - node.lineno + 1, f"{source.path}:{node.lineno} {node.name}"


if __name__ == "__main__":
    sys.exit(main())
