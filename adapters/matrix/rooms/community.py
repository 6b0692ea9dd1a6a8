"""The community, as its rooms tell of it: which they are, and who was put out of them."""

from dataclasses import dataclass, field

from adapters.matrix.here import Here
from adapters.matrix.payload import Payload, payload_of, text_of
from adapters.matrix.rooms.company import MEMBER, membership, told_of


@dataclass(slots=True)
class Community:
    """All of it is told anew with the first answer after a start."""

    here: Here
    _banned: dict[str, set[str]] = field(default_factory=dict[str, set[str]], repr=False)

    def saw(self, answer: Payload) -> None:
        """What changed."""
        joined = payload_of(payload_of(answer.get("rooms")).get("join"))
        for room, told in joined.items():
            if self.here.is_ours(room):
                banned = self._banned.setdefault(room, set())
                for raw in told_of(told):
                    if raw.get("type") == MEMBER:
                        is_out = membership(raw.get("content")) == "ban"
                        change = banned.add if is_out else banned.discard
                        change(text_of(raw.get("state_key")))

    def has_put_out(self, user: str) -> bool:
        """Whether somebody was banned from a room of the settings, or from the space."""
        return any(user in banned for banned in self._banned.values())
