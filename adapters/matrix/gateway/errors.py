"""What can go wrong with a homeserver.

Refused       it answered, and said no; the same may be asked again later
  Dead        it does not know us any more: no waiting mends that
Unusable      what we kept is lost or broken: somebody has to mend it, and is told what
OSError       it was not reached, or what came of it nobody knows
"""

from dataclasses import dataclass, field

from adapters.matrix.payload import Payload

NO_MORE = frozenset({"M_UNKNOWN_TOKEN", "M_MISSING_TOKEN", "M_USER_DEACTIVATED"})
"""By these a homeserver says that no token of ours is good. Source: client-server API, v1.15."""


@dataclass(eq=False)
class Refused(Exception):  # noqa: N818 - what the other side said
    """`code` is the specification's; `after_s` how long it wants to be left alone.

    `told` is its whole answer.
    """

    status: int
    code: str = ""
    after_s: float = 0.0
    soft: bool = False
    told: Payload = field(default_factory=dict[str, object], repr=False)

    def __str__(self) -> str:
        """Nothing that a server wrote in plain words: it may repeat what we sent."""
        return f"{self.status} {self.code}"


class Dead(Refused):
    """Our token is no good; with `soft` one may log in again as the same device."""


class Unusable(Exception):  # noqa: N818 - a state of what we kept, said as such
    """One sentence for who runs the bot: what is wrong, and what to do."""


BROKEN = (Refused, OSError)
"""What asking a homeserver raises."""
