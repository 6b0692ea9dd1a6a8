"""What the server knows beside the town: bodies as they were sent, nonces, open interactions."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import datetime

from adapters.memory.ledger import Shown
from adapters.memory.places import BOT as NAME
from adapters.memory.places import ENTRANCE, Place
from adapters.memory.town import Town
from bot.model.people import Platform, Room
from bot.ui.form import Form
from tests.wire.discord import objects
from tests.wire.discord.automod import AutoMod
from tests.wire.discord.ids import GUILD, Ids
from tests.wire.discord.objects import Json
from tests.wire.discord.permissions import VIEW, invited
from tests.wire.discord.views import View

HERE = Platform.DISCORD
ALL_INTENTS = (1 << 26) - 1
Tell = Callable[[str, Json], Awaitable[None]]
"""Tells every session of an event."""
Watch = Callable[[tuple[str, ...], str, Json], None]
"""Sees every event that people's clients get of what the bot does: who they are, what it is."""


def unwatched(people: tuple[str, ...], name: str, payload: Json) -> None:
    """Nobody looks."""
    del people, name, payload


@dataclass(slots=True)
class Opened:
    """An interaction: who acted, where and when, and what was answered first, or offered.

    `waits` while a sign of waiting stands there.
    """

    id: str
    name: str
    place: Place
    direct: bool
    at: datetime
    modal: bool = False
    typing: bool = False
    acked: bool = False
    waits: bool = False
    hidden: bool = True
    original: int | None = None
    offered: list[Json] | None = None


@dataclass(slots=True)
class State:
    """One guild over the town.

    `closed` are public threads: their channel, and since when; `closed_private` those of ours.
    `denied` are permissions that the bot is denied, by channel; `missing` are those of its
    invitation that its role does not have.
    `everybody` is what everybody's role may: as little as a server gives. `mentionable` are offices
    that anybody may call. `put_away` are private threads that were closed. `rung` is whose devices
    rang, by the room. `files` hang on messages of the bot's; `cdn` is where files are loaded from.
    `shards` is how many connections are wanted at least.
    `impossible` is what a test had a client send that none sends.
    """

    town: Town
    tell: Tell
    allowed_intents: int = ALL_INTENTS
    shards: int = 1
    impossible: list[str] = field(default_factory=list[str])
    ids: Ids = field(init=False)
    automod: AutoMod = field(init=False)
    commands: list[Json] = field(default_factory=list[Json])
    opened: dict[str, Opened] = field(default_factory=dict[str, Opened])
    forms: dict[str, Form | None] = field(default_factory=dict[str, "Form | None"])
    files: dict[int, list[tuple[str, bytes]]] = field(
        default_factory=dict[int, list[tuple[str, bytes]]]
    )
    cdn: str = "http://127.0.0.1"
    bodies: dict[int, Json] = field(default_factory=dict[int, Json])
    nonces: dict[tuple[str, str], int] = field(default_factory=dict[tuple[str, str], int])
    guilds: list[str] = field(default_factory=lambda: [GUILD])
    away: bool = False
    """Whether the bot is not in the server, or the server cannot be reached."""
    denied: dict[str, int] = field(default_factory=dict[str, int])
    everybody: int = VIEW
    missing: int = 0
    mentionable: set[str] = field(default_factory=set[str])
    timed_out_until: datetime | None = None
    rung: list[tuple[str, frozenset[str]]] = field(default_factory=list[tuple[str, frozenset[str]]])
    threads: dict[str, str] = field(default_factory=dict[str, str])
    closed: dict[str, tuple[str, datetime]] = field(default_factory=dict[str, tuple[str, datetime]])
    closed_private: dict[str, tuple[str, datetime]] = field(
        default_factory=dict[str, tuple[str, datetime]]
    )
    put_away: set[str] = field(default_factory=set[str])
    guests: dict[str, set[str]] = field(default_factory=dict[str, set[str]])
    watch: Watch = unwatched

    def __post_init__(self) -> None:
        self.ids, self.automod = Ids(self.town.ledger), AutoMod(self.town)

    def show(  # noqa: PLR0913 - what a screen shows has so many sides
        self, place: Place, view: View, *, private: bool, edits: int | None = None,
        only: str | None = None, key: str = "",
    ) -> Shown:  # fmt: skip
        """Something of the bot's on the screens of a place, or of one person there."""
        people = place.people if only is None else frozenset({only})
        ledger = self.town.ledger
        return ledger.add(
            Shown(
                ledger.next, self.town.clock.now(),
                tuple(name for name in self.town.people if name in people),
                place.room.name, HERE, NAME, view.text, view.buttons, private, edits,
                place.room, view.form, key, view.pictures,
            )
        )  # fmt: skip

    def rooms(self) -> list[Place]:
        """The channels of the guild."""
        return [
            one for room, one in self.town.places.items()
            if room.platform is HERE and room.name.startswith("#") and "/" not in room.name
        ]  # fmt: skip

    def rules(self, place: Place) -> list[Json]:
        """The overwrites of a channel."""
        return objects.rules(
            shut=place.room in self.town.faults.forbidden, denied=self.denied.get(place.room.id, 0),
            open_to_all=place.people >= frozenset(self.town.people),
        )  # fmt: skip

    def channel(self, place: Place) -> Json:
        """A channel of the guild as it is now, whoever sees it."""
        return objects.channel(place, self.rules(place), self.last(place.room))

    def roles(self) -> list[Json]:
        """The roles of the guild."""
        return objects.roles(self.everybody, self.own, self.mentionable)

    @property
    def own(self) -> int:
        """What the bot's own role may."""
        return invited(automod=self.automod.allowed) & ~self.missing

    def last(self, room: Room) -> str | None:
        """The newest message of a channel."""
        here = [one for one in self.town.ledger.entries if one.where == room and not one.private]
        return self.ids.of(here[-1]) if here else None


def is_direct(room: Room) -> bool:
    """Whether this is somebody's private conversation with the bot."""
    return room.name == ENTRANCE
