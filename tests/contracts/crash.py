"""A process that dies at its k-th durable step, and what it left on the disk.

After the death nothing more reaches the disk: every later step dies, too. Whoever opens the
files next sees what a real death would have left; a transaction without its commit is undone.
"""

from collections.abc import AsyncGenerator, Awaitable, Callable, Generator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

import aiosqlite
import pytest

Life = Callable[[int], Awaitable[None]]
EXECUTE = "_execute"
"""Through which aiosqlite hands everything to its thread."""
DURABLE = ("BEGIN", "COMMIT", "INSERT", "UPDATE", "DELETE", "CREATE")


class Death(BaseException):
    """The process is gone."""


@dataclass(slots=True)
class Fate:
    """Dies at the k-th step; 0 never."""

    k: int
    steps: int = 0
    dead: bool = False

    def step(self) -> None:
        """One more step, unless it is the one."""
        if not self.dead:
            self.steps += 1
            self.dead = self.steps == self.k
        if self.dead:
            raise Death


@contextmanager
def fated(patch: pytest.MonkeyPatch, fate: Fate) -> Generator[None]:
    """Every write to a database and every rename of a file is a step of this fate."""
    execute: Callable[..., Awaitable[Any]] = getattr(aiosqlite.Connection, EXECUTE)
    rename = Path.replace

    async def step_then_execute(  # the library's own signature
        self: aiosqlite.Connection,
        fn: Callable[..., Any],
        *args: Any,  # noqa: ANN401
        **kwargs: Any,  # noqa: ANN401
    ) -> Any:  # noqa: ANN401
        if args and isinstance(args[0], str) and args[0].lstrip().startswith(DURABLE):
            fate.step()
        return await execute(self, fn, *args, **kwargs)

    def step_then_rename(self: Path, target: Path) -> Path:
        fate.step()
        return rename(self, target)

    with patch.context() as now:
        now.setattr(aiosqlite.Connection, EXECUTE, step_then_execute)
        now.setattr(Path, "replace", step_then_rename)
        yield


@asynccontextmanager
async def dying(patch: pytest.MonkeyPatch, k: int) -> AsyncGenerator[Fate]:
    """Run what is inside until it dies at step k; the death ends here."""
    fate = Fate(k)
    try:
        with fated(patch, fate):
            yield fate
    except BaseException as ended:
        if not fate.dead or not _of_death(ended):
            raise


def _of_death(ended: BaseException) -> bool:
    if isinstance(ended, BaseExceptionGroup):
        group = cast("BaseExceptionGroup[BaseException]", ended)
        return any(_of_death(one) for one in group.exceptions)
    return isinstance(ended, Death)


async def at_every_step(
    patch: pytest.MonkeyPatch,
    life: Callable[[int], Awaitable[None]],
    after: Callable[[int], Awaitable[None]],
) -> int:
    """Live once for each step, die there, and look at what is left; the number of steps."""
    k = 1
    while True:
        async with dying(patch, k) as fate:
            await life(k)
        await after(k)
        if not fate.dead:
            return k - 1
        k += 1
