"""Discord as a chat platform: it reads events, shows replies, and decides nothing."""

import asyncio
import logging
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

import discord

from adapters.discord.desk import PATIENCE_S, Desk
from adapters.discord.gateway import inside
from adapters.discord.gateway.client import Gateway
from adapters.discord.gateway.connection import Connection
from adapters.discord.gateway.sessions import Sessions
from adapters.discord.guild.allowed import Allowed
from adapters.discord.guild.automod import AutoMod
from adapters.discord.guild.members import Members
from adapters.discord.guild.survey import survey_of
from adapters.discord.hearing.archived import Archived
from adapters.discord.hearing.catching_up import CatchingUp
from adapters.discord.hearing.hearing import Hearing
from adapters.discord.hearing.history import History
from adapters.discord.hearing.strangers import Strangers
from adapters.discord.here import Here, ourselves_in
from adapters.discord.menu import Menu, labels_of
from adapters.discord.payload import Payload, number_of, payload_of
from adapters.discord.reading.files import address_of
from adapters.discord.reading.guild import HERE
from adapters.discord.reading.messages import Reader
from adapters.discord.sending.places import Places
from adapters.discord.sending.posts import Posts
from bot.crew import Crew
from bot.lanes import Lanes
from bot.model.events import Attached
from bot.model.people import MessageRef, Platform, Room, Target, Whisper
from bot.ports.chat import Abilities, Cursors, Receiver
from bot.ports.delivery import Closed, DeliveryKey, Later, Outcome
from bot.ports.lacks import Lack, Lacks
from bot.ports.survey import Survey
from bot.ports.time import Clock
from bot.settings import DiscordSettings
from bot.skew import Skew
from bot.ui.reply import Reply
from bot.underway import Underway

LOG = logging.getLogger(__name__)
ABILITIES = Abilities(
    forms=True, remembers=timedelta(minutes=2), rate=25.0, burst=25, reserve=15, picks=True,
    opens_a_day=15,
)  # fmt: skip
"""Discord takes 50 requests a second of one bot: a full burst and a second's rate make no more. It
knows a nonce for "the past few minutes". How many private conversations it lets a bot begin it does
not say: bots were shut in after 20 to 100 a day, so that what is urgent must find some left.
Source: shared facts, discord, part 5."""
ENDS_WITHIN_S = 10.0
"""So long the end waits for what is under way."""


@dataclass(frozen=True, slots=True)
class Words:
    """What the adapter says by itself, in the community's language.

    `thread` is what private threads are called, `stranger` what another server is told.
    """

    thread: str
    stranger: str


class DiscordPlatform:
    """One guild of Discord."""

    def __init__(
        self, settings: DiscordSettings, clock: Clock, words: Words,
        patience_s: float = PATIENCE_S,
    ) -> None:  # fmt: skip
        """Nothing is connected yet."""
        if settings.token is None:
            message = "there is no token for Discord"
            raise ValueError(message)
        inside.check()
        inside.keep_quiet()
        inside.read_all_json()
        inside.point_at(settings.api_base, settings.gateway_url)
        self._settings = settings
        self._here = Here(Skew(clock), settings.guild)
        self._crew = crew = Crew()
        self.connection = Connection(
            crew, settings.token, self._client, self._logged_in, self._hopeless
        )
        ask = self.connection.ask
        places = Places(ask, words.thread, self._here.guild)
        self._posts = Posts(
            ask, places, self._here.guild, self._here.ways, Underway(crew), self._here.skew
        )
        self._hearing = Hearing(
            self._here, self._posts, Members(ask, self._here),
            lambda: Reader(self._here.guild(), self._here.skew), Lanes(crew),
        )  # fmt: skip
        self._desk = self._hearing.desk = Desk(
            crew, ask, self._hearing.act, self._here.ways, self._here.interactions,
            self._hearing.privately, self._here.suggestions, patience_s,
        )  # fmt: skip
        catching_up = CatchingUp(crew, ask, self._here, self._hearing, History(ask), Archived(ask))
        strangers = Strangers(ask, self._here, words.stranger)
        self._automod = AutoMod(ask, self._here, wanted=settings.automod)
        self.sessions = Sessions(
            crew, clock, self._here, self._hearing, catching_up, Menu(ask), strangers,
            self._automod,
        )  # fmt: skip
        self._allowed = Allowed(settings.content, settings.members)

    @property
    def name(self) -> Platform:
        """Which network this is."""
        return HERE

    @property
    def abilities(self) -> Abilities:
        """What it can show."""
        return ABILITIES

    @property
    def lacks(self) -> Lacks:
        """What Discord keeps from us."""
        home = self._here.is_home()
        return self._allowed.lacks | ({} if home is None else {Lack.HOME: not home})

    def moderator_rooms(self) -> tuple[Room, ...]:
        """The rooms of the settings; setup names others."""
        return _rooms(self._settings.moderator_rooms)

    def vent_rooms(self) -> tuple[Room, ...]:
        """As above."""
        return _rooms(self._settings.vent_rooms)

    async def start(self, receiver: Receiver, cursors: Cursors) -> None:
        """Connect, and hand over what was missed. What cannot connect goes on trying."""
        self._here.receiver = receiver
        self._here.labels = labels_of(receiver.menu())
        self._hearing.reached = {room: at for room, at in cursors.items() if room.platform is HERE}
        ours = (*self.moderator_rooms(), *self._hearing.reached)
        self._here.rooms = frozenset(int(room.id) for room in ours if room.id.isdecimal())
        self._hearing.held, self._hearing.ends = [], False
        self.sessions.arrived.clear()
        await self._crew.begin()
        self.connection.start()
        try:
            await self.sessions.arrive_in_time()
        except TimeoutError:
            LOG.error("Discord is not reached; alerts there wait until it is")

    async def stop(self) -> None:
        """Take no more events; what is under way is finished, if that is soon."""
        self._hearing.end()
        with suppress(TimeoutError):
            async with asyncio.timeout(ENDS_WITHIN_S):
                await self._hearing.lanes.settled()
                await self._posts.settled()
        await self.connection.stop()
        await self._crew.end()
        self._here.receiver = self._here.client = None

    async def post(self, to: Target, what: Reply, key: DeliveryKey) -> Outcome:
        """Show something once."""
        self._must_know()
        if isinstance(to, Whisper):
            return await self._desk.whisper(to, what, key)
        if not _is_number(to):
            return Closed("gone")
        return await self._posts.post(to, what, key)

    async def fetch(self, one: Attached, most: int) -> bytes:
        """What came with a message, from where Discord keeps it and nowhere else."""
        address = address_of(one.handle, self._settings.api_base)
        client = self.connection.client
        if client is None or not self.connection.up.is_set():
            raise ConnectionRefusedError
        return await inside.load(client, address, most)

    def opens(self, to: Target) -> bool | None:
        """Whether a post there would begin a private conversation."""
        found = self._posts.places.opens(to)
        return None if found and not self.sessions.catching_up.knows_private else found

    async def edit(self, ref: MessageRef, what: Reply) -> Outcome:
        """Replace what a message of ours shows."""
        return await self._posts.edit(ref, what)

    async def find(
        self, to: Target, key: DeliveryKey, since: datetime
    ) -> MessageRef | Later | None:
        """The message that this key posted, if it did arrive; a whisper replaces itself."""
        self._must_know()
        return None if isinstance(to, Whisper) else await self._posts.find(to, key, since)

    def _must_know(self) -> None:
        """Before it is known who and where we are, nothing can be shown or found."""
        if not self._here.is_ready:
            raise ConnectionRefusedError

    async def survey(self) -> Survey:
        """The guild as it is now."""
        guild = self._here.found()
        if guild is None or not self.connection.up.is_set() or ourselves_in(guild) is None:
            raise ConnectionRefusedError
        path = "/guilds/{guild_id}/roles/member-counts"
        counts: Payload = {}
        with suppress(discord.DiscordException):  # then nobody can tell how many hold a role
            counts = payload_of(await self.connection.ask("GET", path, guild_id=str(guild.id)))
        await self._automod.again()
        told = {role: number_of(count) for role, count in counts.items()}
        known = {role: count for role, count in told.items() if count is not None}
        holders = known if len(known) == len(told) else {}
        found = survey_of(guild, holders, mirrors=self._automod.mirrors)
        return replace(found, skew=self._here.skew.by())

    @property
    def heard(self) -> int:
        """The number of the last event of this session, as the gateway counts."""
        return 0 if self._here.client is None else inside.heard(self._here.client)

    async def settled(self) -> None:
        """Wait until everything that was heard was handled."""
        await self._hearing.lanes.settled()

    def _client(self) -> Gateway:
        client = Gateway(self.sessions.hear, self._allowed.intents(), self._here.skew.hear)
        client.arrives, client.lost = self._arrives, self.sessions.lost
        client.is_ours = self._here.is_ours
        self._here.client = client
        return client

    def _arrives(self) -> None:
        self._allowed.arrived()
        self.sessions.arrives()

    def _logged_in(self, client: discord.Client) -> None:
        """Who we are is known before the gateway tells it."""
        self._here.bot = str(client.user.id) if client.user else ""
        self._here.application = str(client.application_id or "")

    def _hopeless(self, why: Exception) -> bool:
        """Whether less is asked for next time: without a privileged intent the rest goes on."""
        return self._allowed.refused(why, self._here.client)


def _rooms(ids: Sequence[int]) -> tuple[Room, ...]:
    return tuple(Room(HERE, str(one)) for one in ids)


def _is_number(to: Target) -> bool:
    return not isinstance(to, Room) or to.id.isdecimal()
