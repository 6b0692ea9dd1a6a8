"""Who and where: platforms, members, rooms, messages, threads, roles."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import NewType


class Platform(StrEnum):
    """A chat network that Porchlight speaks."""

    DISCORD = "discord"
    MATRIX = "matrix"


class Role(StrEnum):
    """What a person may do in this community. A role never implies another one."""

    MEMBER = "member"
    LISTENER = "listener"
    MODERATOR = "moderator"
    CUSTODIAN = "custodian"
    ADMIN = "admin"


ThreadId = NewType("ThreadId", str)
"""A vent thread's random 128-bit name in hex; it tells nobody anything."""


NOBODYS = "0"
"""The id that stands for a writer of whom an event does not tell; no platform gives it away."""


@dataclass(frozen=True, slots=True)
class Member:
    """One account on one platform. `name` is what people see; it is no part of identity."""

    platform: Platform
    id: str = field(repr=False)
    name: str = field(default="", repr=False, compare=False)

    @property
    def is_nobody(self) -> bool:
        """Whether an event did not tell whose it is."""
        return self.id == NOBODYS


@dataclass(frozen=True, slots=True)
class Room:
    """A channel, a room or a thread on one platform."""

    platform: Platform
    id: str = field(repr=False)
    name: str = field(default="", repr=False, compare=False)


@dataclass(frozen=True, slots=True)
class MessageRef:
    """One message where it was posted; `url` opens it for those who may see it."""

    room: Room
    id: str = field(repr=False)
    url: str = field(default="", repr=False, compare=False)


@dataclass(frozen=True, slots=True)
class Thread:
    """A vent thread: somebody, and nobody can tell who."""

    id: ThreadId


@dataclass(frozen=True, slots=True)
class Unchecked:
    """What could not be checked, by room and cause; the cause `rota` means nobody on duty."""

    room: Room
    cause: str


Subject = Member | Thread | Unchecked
"""Whom or what an incident is about (product.md, section 3)."""

ROTA = "rota"
DRILL = "drill"
"""The cause of an incident that is a drill: about nobody, and real in all else."""


@dataclass(frozen=True, slots=True)
class Direct:
    """A private conversation between the bot and one member."""

    member: Member


@dataclass(frozen=True, slots=True)
class PrivateThread:
    """A thread beside a room that holds one member, the moderators and the bot."""

    room: Room
    member: Member


@dataclass(frozen=True, slots=True)
class Whisper:
    """A place for an answer that only one person sees, open until `until` (UTC).

    On Discord an interaction's token, 15 minutes there and 14 here; sealed wherever it is
    stored. Showing the same answer twice replaces it.
    """

    room: Room
    member: Member
    token: str = field(repr=False)
    until: datetime


@dataclass(frozen=True, slots=True)
class SealedRoute:
    """The way back to a thread's author, in hex. Only the outbox's worker opens it, at sending."""

    thread: Thread
    blob: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Pagers:
    """The pagers outside the chat platforms; they never receive content."""


Target = Room | Direct | PrivateThread | Whisper | SealedRoute | Pagers
"""Where a delivery can go."""
