"""Who may do what in a room: power levels, and from version 12 on those who made it.

matrix-nio takes the maker of such a room for somebody with no power at all. Source: MSC4289;
shared facts, matrix, fault 6.
"""

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import cast

from adapters.matrix.payload import Payload, payload_of, text_of, texts_of

CREATE, LEVELS = "m.room.create", "m.room.power_levels"
MODERATES, ADMINISTERS = 50.0, 100.0
NEW_MAKERS = 12
"""From this version on makers are above every level, and no event can take that from them."""
HIGHEST = 1 << 53
"""Of a number in an event. Source: the specification's appendices, canonical JSON."""
NUMBER = re.compile(r"-?[0-9]{1,16}")
LIKE_NUMBERS = frozenset(str(one) for one in range(1, NEW_MAKERS))
"""Versions from before that; what has another name is newer, or an experiment of newer days."""


@dataclass(frozen=True, slots=True)
class Powers:
    """The powers in one room, from its two events."""

    makers: frozenset[str] = field(default=frozenset(), repr=False)
    levels: Mapping[str, float] = field(default_factory=dict[str, float], repr=False)
    otherwise: float = 0.0

    def of(self, user: str) -> float:
        """Somebody's level; infinite for who made the room."""
        return math.inf if user in self.makers else self.levels.get(user, self.otherwise)

    def moderates(self, user: str) -> bool:
        """Whether they may take others out, by the level that is usual for it."""
        return self.of(user) >= MODERATES

    def administers(self, user: str) -> bool:
        """Whether they may change who has which power."""
        return self.of(user) >= ADMINISTERS


def powers_of(create: Payload, levels: Payload | None) -> Powers:
    """By the whole event `m.room.create` and, if there is one, `m.room.power_levels`."""
    made = payload_of(create.get("content"))
    version = text_of(made.get("room_version")) or "1"
    maker = text_of(create.get("sender"))
    new = version not in LIKE_NUMBERS and bool(create)
    named = (maker, *texts_of(made.get("additional_creators"))) if new else ()
    makers = frozenset[str](named) - {""}
    if levels is None:  # then who made it may do everything, and nobody else anything
        return Powers(makers, {} if new else {maker: ADMINISTERS})
    told = payload_of(levels.get("content"))
    users = {user: _level(at) for user, at in payload_of(told.get("users")).items()}
    return Powers(makers, users, _level(told.get("users_default")))


def needed_for_state(levels: Payload | None, kind: str) -> float:
    """The level that it takes to set a state of this kind; 50 where nothing says so."""
    told = payload_of((levels or {}).get("content"))
    own, usual = payload_of(told.get("events")).get(kind), told.get("state_default")
    found = own if own is not None else usual
    return MODERATES if found is None else _level(found)


def _level(found: object) -> float:
    """A level; old rooms write some as texts. What is none is nothing."""
    if isinstance(found, str):
        return float(found) if NUMBER.fullmatch(found) else 0.0
    is_number = isinstance(found, int | float) and abs(found) <= HIGHEST
    return float(cast("float", found)) if is_number else 0.0
