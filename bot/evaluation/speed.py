"""How long one text takes, beside what only normalising it takes in the same run."""

import unicodedata
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass
from time import perf_counter_ns, process_time_ns

from bot.model.finding import Finding

NS_IN_US = 1_000
WARM = 10_000
"""Lines that are read before it counts: tables that fill themselves are full then."""


@dataclass(frozen=True, slots=True)
class Speed:
    """Microseconds for one text: `cpu` and `floor` are means, the rest wall time.

    `floor` is NFKC and casefold alone, `ratio` how many times that the detector takes.
    """

    texts: int
    cpu: float
    floor: float
    p50: float
    p99: float
    slowest: float

    @property
    def ratio(self) -> float:
        """How many times the floor."""
        return self.cpu / self.floor if self.floor else 0.0

    def markdown(self) -> str:
        """For people."""
        return (
            f"## Speed\n\n{self.texts:,} texts: CPU {self.cpu:.1f} us a text"
            f" ({1e6 / self.cpu:,.0f} a second), {self.ratio:.0f} times NFKC and casefold"
            f" ({self.floor:.2f} us);"
            f" p50 {self.p50:.0f} us, p99 {self.p99:.0f} us, slowest {self.slowest:.0f} us."
        )

    def as_json(self) -> dict[str, float]:
        """For programs."""
        return {**asdict(self), "ratio": self.ratio}


def measured(texts: Sequence[str], assess: Callable[[str], Finding]) -> Speed:
    """Read all of these once more; at least one."""
    for text in texts[:WARM]:
        assess(text)
    floor = _cpu(texts, lambda text: unicodedata.normalize("NFKC", text).casefold())
    cpu = _cpu(texts, assess)
    walls = sorted(_walls(texts, assess))
    last = len(walls) - 1
    return Speed(
        len(texts), cpu, floor, walls[last // 2], walls[min(last, last * 99 // 100)], walls[last]
    )


def _cpu(texts: Sequence[str], work: Callable[[str], object]) -> float:
    started = process_time_ns()
    for text in texts:
        work(text)
    return (process_time_ns() - started) / NS_IN_US / len(texts)


def _walls(texts: Sequence[str], work: Callable[[str], object]) -> Iterable[float]:
    for text in texts:
        started = perf_counter_ns()
        work(text)
        yield (perf_counter_ns() - started) / NS_IN_US
