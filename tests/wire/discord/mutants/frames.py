"""Frames of the gateway with something wrong in them, from a seed."""

import json
from dataclasses import dataclass, field
from random import Random
from typing import Any

from adapters.discord.payload import payload_of, values_of
from tests.wire.discord.mutants.changes import changed
from tests.wire.discord.mutants.facts import FACTS
from tests.wire.discord.mutants.talk import ID, TALK, TEXT

TALKS, ODD_FRAME = 0.75, 0.03
"""Of all frames so many hold words; so many are odd outside of their payload."""
NO_NAME: tuple[Any, ...] = (
    None,
    "",
    7,
    [],
    ["MESSAGE_CREATE"],
    {"a": 1},
    "MESSAGE_CREATE_2",
    "message_create",
)


@dataclass(slots=True)
class Frames:
    """Makes one after another. `first` is the id that the first of them may use.

    `whole` ones have nothing wrong in them.
    """

    chance: Random
    first: int
    whole: bool = False
    made: int = 0
    _id: int = field(init=False)

    def __post_init__(self) -> None:
        self._id = self.first

    def next(self, sequence: int) -> str:
        """One frame, as it goes over the wire."""
        self.made += 1
        name, payload = self.chance.choice(TALK if self.chance.random() < TALKS else FACTS)
        count = iter(range(1 << 30))
        told = self._filled(payload, count)
        if self.whole:
            return json.dumps({"op": 0, "s": sequence, "t": name, "d": told})
        told = changed(told, self.chance)
        if name == "RESUMED" and not isinstance(told, dict):
            told = {}  # that ends a connection; the tests of it are elsewhere
        frame: dict[str, Any] = {"op": 0, "s": sequence, "t": name, "d": told}
        if self.chance.random() < ODD_FRAME:
            self._bend(frame)
        return json.dumps(frame)

    def _bend(self, frame: dict[str, Any]) -> None:
        match self.chance.randrange(5):
            case 0:
                frame["t"] = self.chance.choice(NO_NAME)
            case 1:
                del frame["t"]
            case 2:
                frame["s"] = None
            case 3:
                del frame["s"]
            case _:
                frame["op"] = self.chance.choice((3, 12, 99, None, "x", [], -1))

    def _filled(self, found: Any, count: Any) -> Any:  # noqa: ANN401 - any JSON
        """The same with texts and ids that nothing else has."""
        if payload_of(found):
            return {name: self._filled(one, count) for name, one in payload_of(found).items()}
        if values_of(found):
            return [self._filled(one, count) for one in values_of(found)]
        if found == TEXT:
            return f"i cannot go on cry-{self.made}-{next(count)}-"
        if found == ID:
            self._id += 1
            return str(self._id)
        return found
