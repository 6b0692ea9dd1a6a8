"""What a platform says about itself: its rooms, what the bot may do there, its roles."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from enum import StrEnum
from typing import Protocol

from bot.model.people import Member, Platform, Room
from bot.ports.lacks import Lacks


class Ability(StrEnum):
    """What the bot may do in a room.

    CALL lets the devices of a whole role ring, ATTACH lets it show pictures.
    """

    SEE = "see"
    WRITE = "write"
    READ_HISTORY = "read-history"
    MAKE_THREADS = "make-threads"
    WRITE_IN_THREADS = "write-in-threads"
    CALL = "call"
    ATTACH = "attach"


@dataclass(frozen=True, slots=True)
class SurveyedRoom:
    """A room that the bot knows of. `open_to_all` is None where nobody can tell.

    So is `encrypted` where a platform has no such rooms.
    """

    room: Room
    may: frozenset[Ability]
    open_to_all: bool | None = None
    encrypted: bool | None = None


@dataclass(frozen=True, slots=True)
class SurveyedRole:
    """A role of the platform, and how many people hold it; None where nobody can tell.

    `everybody` marks the role that every member holds by being there, `mentionable` one that
    anybody may call.
    """

    id: str = field(repr=False)
    name: str = field(repr=False)
    holders: int | None = None
    everybody: bool = False
    mentionable: bool = False


@dataclass(frozen=True, slots=True)
class Survey:
    """One platform as it is now. `runs` are those who own the guild or the space.

    `mirrors` is whether its own filter mirrors the strongest phrases; None where it is not to.
    `skew` is its clock less ours, where that is more than an answer takes.
    """

    rooms: tuple[SurveyedRoom, ...] = ()
    roles: tuple[SurveyedRole, ...] = ()
    runs: tuple[Member, ...] = field(default=(), repr=False)
    mirrors: bool | None = None
    skew: timedelta = timedelta(0)

    def room(self, room: Room) -> SurveyedRoom | None:
        """What is known of a room."""
        return next((one for one in self.rooms if one.room == room), None)


class Surveys(Protocol):
    """The newest survey of each platform that could be reached."""

    @property
    def now(self) -> Mapping[Platform, Survey]:
        """By platform; one that is out of reach is left out."""
        ...

    @property
    def lacks(self) -> Mapping[Platform, Lacks]:
        """What each platform keeps from us at this moment, as far as that is known."""
        ...

    async def refresh(self) -> None:
        """Ask every platform anew; never inside a transaction, because it may take a while."""
        ...

    async def meet(self, platform: Platform) -> None:
        """Ask every platform anew where nobody is known yet who runs this one."""
        ...

    async def look(self) -> None:
        """The same, and whatever else an admin may be told of that takes a while."""
        ...

    def runs(self, who: Member) -> bool:
        """Whether this account owns the guild or the space."""
        ...
