"""A community as its admins set it up: rooms, roles, languages, times; one frozen value."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, time, timedelta
from enum import StrEnum
from typing import TypeVar

from bot.model.finding import Severity
from bot.model.people import Platform, Role, Room

GRANTABLE = frozenset({Role.MODERATOR, Role.LISTENER, Role.ADMIN})
"""What a platform's role can give. Custodians and owners are people in the settings, never a role
that somebody can grant in chat. Source: product.md, section 3."""


class AgePolicy(StrEnum):
    """Who is admitted to the community."""

    ADULTS = "adults"
    MIXED = "mixed"
    MINORS = "minors"


@dataclass(frozen=True, slots=True)
class Grant:
    """Who holds this role of a platform is this in the community. Raises ValueError for others."""

    gives: Role
    platform: Platform
    id: str = field(repr=False)
    name: str = field(default="", repr=False, compare=False)

    def __post_init__(self) -> None:
        """Refuse what a platform's role must never give."""
        if self.gives not in GRANTABLE:
            message = f"no role of a platform gives {self.gives}"
            raise ValueError(message)


P = TypeVar("P", "Room", "Grant")


@dataclass(frozen=True, slots=True)
class SleepingHours:
    """When the moderators of a small team sleep, by the clock of an IANA zone."""

    start: time
    end: time
    zone: str


@dataclass(frozen=True, slots=True)
class Ladder:
    """The times of escalation. Source: product.md, section 3; `quiet` and `quiet_answer` ours.

    `waits` follow each rung, `again` separates the calls after the last one and those of
    level 2. A taken incident without a sign for `quiet` is asked about; without an answer
    for `quiet_answer` it climbs again. In the hours of `sleep` only level 4 pages.
    """

    waits: tuple[timedelta, ...] = (
        timedelta(minutes=2),
        timedelta(minutes=5),
        timedelta(minutes=10),
    )
    again: timedelta = timedelta(minutes=30)
    quiet: timedelta = timedelta(minutes=30)
    quiet_answer: timedelta = timedelta(minutes=10)
    sleep: SleepingHours | None = None

    def wait_after(self, rung: int, level: Severity) -> timedelta:
        """How long to wait once this rung was called."""
        if level <= Severity.PASSIVE or rung >= len(self.waits):
            return self.again
        return self.waits[rung]


@dataclass(frozen=True, slots=True, kw_only=True)
class Community:
    """One Discord guild, one Matrix space, or both linked; a deployment serves one.

    A second guild or space is none of it: its adapter refuses that with a sentence and reads
    nothing there. The first of `languages` is the moderators'. `age` is None until somebody
    says. `pictures` says whether anonymous posts may have some. `armed_at` is when a drill was
    last answered, None until then and again once the moderators' rooms or roles change, which
    `moderators_since` dates. `noticed` are the rooms that were told what the bot does. `home` is
    the platform that was set up first; `approved` says that an admin of each wants both linked.
    """

    moderator_rooms: tuple[Room, ...] = ()
    vent_rooms: tuple[Room, ...] = ()
    notice_rooms: tuple[Room, ...] = ()
    grants: tuple[Grant, ...] = ()
    country: str | None = None
    languages: tuple[str, ...] = ("en",)
    age: AgePolicy | None = None
    listeners_vetted: bool = False
    pictures: bool = False
    ladder: Ladder = field(default_factory=Ladder)
    moderators_since: datetime | None = None
    armed_at: datetime | None = None
    noticed: tuple[Room, ...] = ()
    home: Platform | None = None
    approved: bool = False

    @property
    def armed(self) -> bool:
        """Whether members may be promised that a person is told."""
        return self.armed_at is not None

    @property
    def all_noticed(self) -> bool:
        """Whether every room that was chosen for the notice was told."""
        return bool(self.notice_rooms) and set(self.notice_rooms) <= set(self.noticed)

    @property
    def base(self) -> Platform | None:
        """The platform that it stands on, or began on; None before anything is set up."""
        return self.home or next((one.platform for one in self._placed), None)

    @property
    def linked(self) -> bool:
        """Whether it stands on both platforms: approved, or set up so by the people who run us."""
        return self.approved or len({one.platform for one in self._placed}) > 1

    def admits(self, platform: Platform, there: Collection[Platform]) -> bool:
        """Whether this platform is of it; `there` are those that are connected."""
        return self.linked or self.base in {None, platform} or self.base not in there

    @property
    def _placed(self) -> tuple[Room | Grant, ...]:
        return (*self.moderator_rooms, *self.vent_rooms, *self.notice_rooms, *self.grants)

    @property
    def language(self) -> str:
        """The language of the moderators' rooms."""
        return self.languages[0]

    def granted(self, role: Role) -> tuple[Grant, ...]:
        """The platforms' roles that give this one."""
        return tuple(one for one in self.grants if one.gives is role)

    def roles_of(self, holds: frozenset[str], room: Room) -> frozenset[Role]:
        """What somebody is who holds these roles of a platform and acts in this room.

        Until a role of the moderators is named, whoever acts in the moderators' room is one:
        alerts run from the first start, and somebody there has to be able to take them.
        """
        here = (one for one in self.grants if one.platform is room.platform)
        found = {one.gives for one in here if one.id in holds}
        if room in self.moderator_rooms and not self.granted(Role.MODERATOR):
            found.add(Role.MODERATOR)
        return frozenset(found)


def by_platform(rooms: Sequence[Room]) -> tuple[tuple[Room, ...], ...]:
    """The rooms of each platform together, in the order in which they were named.

    What is for moderators is shown in the first of a platform that takes it, and once there.
    """
    platforms = dict.fromkeys(room.platform for room in rooms)
    return tuple(tuple(one for one in rooms if one.platform is name) for name in platforms)


def linked(old: Community, first: Platform) -> Community:
    """On both platforms from now on, by an admin of each; `first` was asked for it."""
    return replace(old, home=old.base or first, approved=True)


def parted(old: Community) -> Community:
    """On its home alone: rooms and roles of the other platform are none of it any more."""
    home = old.base
    return replace(
        old, home=home, approved=False,
        moderator_rooms=_on(home, old.moderator_rooms), vent_rooms=_on(home, old.vent_rooms),
        notice_rooms=_on(home, old.notice_rooms), noticed=_on(home, old.noticed),
        grants=_on(home, old.grants),
    )  # fmt: skip


def _on(home: Platform | None, placed: tuple[P, ...]) -> tuple[P, ...]:
    return tuple(one for one in placed if one.platform is home)


def listening_open(community: Community) -> bool:
    """Whether listeners may offer: not until somebody said that they are vetted.

    Whoever is admitted: an author is told that a vetted listener offers. Source: product.md,
    section 2.
    """
    return community.listeners_vetted


def disarmed(before: Community, after: Community, now: datetime) -> Community:
    """`after`, no longer armed where alerts would reach other rooms or roles than `before`."""
    same = set(before.moderator_rooms) == set(after.moderator_rooms) and set(
        before.granted(Role.MODERATOR)
    ) == set(after.granted(Role.MODERATOR))
    return after if same else replace(after, armed_at=None, moderators_since=now)
