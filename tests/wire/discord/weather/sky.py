"""The sky: what requests meet by chance, as hard as it blows today, and now and then a storm."""

from dataclasses import dataclass, field
from random import Random

from tests.wire.discord.faults import Fault, Meets

KINDS = (
    (Fault(Meets.REFUSED, 500), 2), (Fault(Meets.REFUSED, 502), 2), (Fault(Meets.REFUSED, 503), 3),
    (Fault(Meets.CUT_BEFORE), 4), (Fault(Meets.CUT_AFTER), 6), (Fault(Meets.WRONG_TYPE), 2),
    (Fault(Meets.SLOW, seconds=0.5), 3), (Fault(Meets.LIMITED, seconds=0.3), 3),
    (Fault(Meets.LIMITED, seconds=0.2, everywhere=True), 1),
)  # fmt: skip
STORM = Fault(Meets.LIMITED, seconds=0.2), Fault(Meets.REFUSED, 503), Fault(Meets.CUT_AFTER)
"""While one lasts every request meets the same."""
HARDEST = 0.25


@dataclass(slots=True)
class Sky:
    """`hard` is how many of all requests meet something."""

    chance: Random
    hard: float = field(init=False)
    storm: Fault | None = None

    def __post_init__(self) -> None:
        """Some days are quiet."""
        self.hard = self.chance.uniform(0.0, HARDEST)

    def meets(self, method: str, path: str) -> Fault | None:
        """What this request meets."""
        del method, path
        if self.storm is not None:
            return self.storm
        if self.chance.random() >= self.hard:
            return None
        return self.chance.choices([one for one, _ in KINDS], [often for _, often in KINDS])[0]
