"""Roles on Matrix: who has which power in the space, and who is in which room.

By ids alone: anybody may call themselves and their rooms what they like.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

from adapters.matrix.payload import Payload, payloads_of
from adapters.matrix.power import ADMINISTERS, MODERATES
from adapters.matrix.rooms.moves import Moves
from adapters.matrix.space.known import Known
from bot.ports.survey import SurveyedRole

ADMINS, MODERATORS, EVERYBODY, INSIDE = "power:100", "power:50", "everybody", "in:"
NO_HOLDERS: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Words:
    """What the roles are called, in the community's language; `inside` has a place for a room."""

    admins: str
    moderators: str
    everybody: str
    inside: str


@dataclass(slots=True)
class Offices:
    """The roles of one community, by what is known at this moment.

    `rooms` are those of the settings; without a `space` nobody has a power that counts. Ourselves
    are never counted.
    """

    words: Words
    space: str = ""
    rooms: frozenset[str] = frozenset()
    known: Known = field(default_factory=Known)
    moves: Moves = field(default_factory=Moves)

    @property
    def home(self) -> str:
        """The space as it stands now; empty where there is none."""
        return self.moves.now(self.space)

    @property
    def ours(self) -> frozenset[str]:
        """Every room of the community, whether we are in it or not, and its space."""
        named = self.rooms | self.known.below(self.home) | ({self.home} - {""})
        return frozenset(self.moves.now(one) for one in named)

    def placed(self) -> list[str]:
        """The rooms of the community that we are in, always in the same order; no space."""
        there = self.ours & self.known.rooms.keys()
        return sorted(one for one in there if not self._is_space(one))

    def _is_space(self, room: str) -> bool:
        return self.known.state(room).content("m.room.create").get("type") == "m.space"

    def surveyed(self) -> tuple[SurveyedRole, ...]:
        """Each with how many hold it."""
        found: list[SurveyedRole] = []
        if self.home in self.known.rooms:
            found += [self._role(ADMINS, self.words.admins)]
            found += [self._role(MODERATORS, self.words.moderators)]
        named = [(room, self.known.state(room).name or room) for room in self.placed()]
        names = [name.casefold() for _, name in named]
        for room, name in named:
            one = name if names.count(name.casefold()) == 1 else f"{name} {room}"
            called = self.words.inside.format(room=one)
            found.append(self._role(self._inside_id(room), called, everybody=self.is_open(room)))
        return (*found, self._role(EVERYBODY, self.words.everybody, everybody=True))

    def _role(self, id_: str, name: str, *, everybody: bool = False) -> SurveyedRole:
        """Whoever may write may call anybody here: no right is needed for it."""
        return SurveyedRole(id_, name, len(self.holders(id_)), everybody, mentionable=True)

    def holders(self, id_: str) -> frozenset[str]:
        """Who holds a role now."""
        if id_.startswith(INSIDE):
            room = self.moves.now(id_.removeprefix(INSIDE))
            found = self._inside(room) if self._is_placed(room) else NO_HOLDERS
        elif id_ in {ADMINS, MODERATORS}:
            needed = ADMINISTERS if id_ == ADMINS else MODERATES
            powers = self.known.state(self.home).powers
            found = frozenset(one for one in self._inside(self.home) if powers.of(one) >= needed)
        else:
            found = self._everybody() if id_ == EVERYBODY else NO_HOLDERS
        return found - {self.known.us}

    def holds(self, user: str, room: str) -> frozenset[str]:
        """The ids of the roles that somebody holds, wherever they act."""
        del room
        there = (one for one in self.placed() if user in self.known.state(one).inside)
        found = {self._inside_id(one) for one in there}
        if user in self._inside(self.home):
            at = self.known.state(self.home).powers.of(user)
            found |= {MODERATORS} if at >= MODERATES else set()
            found |= {ADMINS} if at >= ADMINISTERS else set()
            found.add(EVERYBODY)
        elif not self.space and found:
            found.add(EVERYBODY)
        return frozenset(found)

    def _inside_id(self, room: str) -> str:
        """By the id that the core has of the room: it stays when the room is upgraded."""
        return INSIDE + self.moves.first(room)

    def called(self, ids: Sequence[str]) -> list[str]:
        """Everybody who holds one of these roles, each once."""
        return sorted({user for one in ids for user in self.holders(one)})

    def runs(self) -> frozenset[str]:
        """Who could give themselves any power in the space."""
        return self.holders(ADMINS)

    def is_open(self, room: str) -> bool:
        """Whether anybody may come in or look in, or at least all of the space."""
        state = self.known.state(room)
        rules = state.content("m.room.join_rules")
        rule = rules.get("join_rule")
        if rule == "public" or _is_world_readable(state.content("m.room.history_visibility")):
            return True
        if rule not in {"restricted", "knock_restricted"}:
            return False
        allowed = {one.get("room_id") for one in payloads_of(rules.get("allow"))}
        return bool({self.space, self.home} & allowed)

    def _is_placed(self, room: str) -> bool:
        return room in self.ours

    def _inside(self, room: str) -> frozenset[str]:
        return frozenset(self.known.state(room).inside) if room else NO_HOLDERS

    def _everybody(self) -> frozenset[str]:
        if self.space:
            return self._inside(self.home)
        return frozenset(one for room in self.placed() for one in self._inside(room))


def _is_world_readable(content: Payload) -> bool:
    return content.get("history_visibility") == "world_readable"
