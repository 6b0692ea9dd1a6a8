"""The desk: everything the vent feature works with. Its door is the one place that sees authors."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import date, datetime
from random import Random
from typing import TypeVar

from bot.cog import Heard
from bot.crisis.methods import Methods
from bot.escalation.course import News
from bot.model.finding import Finding, Severity
from bot.model.people import Member, Platform, Room, SealedRoute, Thread, ThreadId
from bot.model.venting import Ban, Mode, PersonTag, Vent
from bot.ports.incidents import Incidents
from bot.ports.outage import Outage
from bot.ports.outbox import Outbox
from bot.ports.pictures import Fetches, Pictures, Redraws
from bot.ports.store import Facts, Rota
from bot.ports.time import Clock
from bot.ports.vault import IdentityVault
from bot.ports.vents import Bans, Drafts, Pairs, Postings, Vents
from bot.relay.course import moment
from bot.relay.identity import Identity
from bot.relay.links import Sharing
from bot.relay.names import Pseudonyms
from bot.ui.texts import Say, Texts, Voice
from cogs.vent.limits import Limit, Limits
from cogs.vent.memory import Banned, Gatherings, Remembered, Unhurried, Unposted

LOCKDOWN = "vent:lockdown"
T = TypeVar("T")
Raise = Callable[[Heard, News], Awaitable[object]]


@dataclass(frozen=True, slots=True)
class Lists:
    """What ships: words of receipts, pseudonyms, what tells who one is, links, means."""

    receipt: tuple[str, ...]
    pseudonyms: Pseudonyms
    identity: Identity
    sharing: Sharing
    methods: Methods


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What the community says now: its rooms, its moderators' language, whether rows are kept.

    `failing` is true while the database cannot be written, and until all is written again: what
    is refused then stays refused. `outage` says whether this unit works over memory instead.
    `listening` says whether listeners may be offered, `pictures` whether vents may have some.
    `admits` says whether a platform is of the community. `promised` says a sentence about a call as
    far as it is true now, `awake` whether people may be called for a level.
    """

    moderators: Callable[[], tuple[Room, ...]]
    owners: tuple[Member, ...]
    vents: Callable[[], tuple[Room, ...]]
    admits: Callable[[Platform], bool]
    locale: Callable[[], str]
    failing: Callable[[], bool]
    outage: Outage
    listening: Callable[[], bool]
    pictures: Callable[[], bool]
    promised: Callable[[str, Severity, Say], str]
    awake: Callable[[Severity], bool]


@dataclass(frozen=True, slots=True)
class Drawing:
    """How what was attached becomes a picture."""

    fetch: Fetches
    redraws: Redraws


@dataclass(frozen=True, slots=True)
class Desk:
    """The ports of the vent feature.

    `raise_incident` is the crisis feature's own door; `lately_linked` says whether an account is
    linked to another one, or was in this run.
    """

    vents: Vents
    drafts: Drafts
    pictures: Pictures
    bans: Bans
    pairs: Pairs
    postings: Postings
    outbox: Outbox
    incidents: Incidents
    rota: Rota
    facts: Facts
    vault: IdentityVault
    lists: Lists
    drawing: Drawing
    assess: Callable[[str], Finding]
    raise_incident: Raise
    texts: Texts
    clock: Clock
    chance: Random
    around: Surroundings
    unposted: Unposted
    lately_linked: Callable[[Member], bool]
    limits: Limits = field(default_factory=Limits)
    remembered: Remembered = field(default_factory=Remembered)
    banned_by: Banned = field(default_factory=Banned)
    gathered: Gatherings = field(default_factory=Gatherings)
    unhurried: Unhurried = field(default_factory=Unhurried)

    @property
    def say(self) -> Voice:
        """The language of the rooms."""
        return self.texts.into(self.around.locale())

    @property
    def today(self) -> date:
        """The day in UTC."""
        return self.clock.now().date()

    def unseen(self, thread: ThreadId) -> datetime:
        """When a thread's author hears of what others saw just now (decision 0091).

        A homeserver sees the time of every private message: in the same second it would tell who
        the author is.
        """
        return self.unhurried.after(thread, moment(self.clock.now(), self.chance))

    async def banned(self, who: Member) -> bool:
        """Whether this person posts nothing anonymously: on any account, in any thread."""
        return await self.bans.has(self.vault.person(who))

    async def banned_on(self, thread: ThreadId) -> Ban | None:
        """The ban that was made on this thread, as far as this process knows, while it stands."""
        ban = self.banned_by.get(thread)
        return ban if ban is not None and ban in await self.bans.all() else None

    async def ban(self, thread: ThreadId, person: PersonTag, reason: str) -> Ban:
        """Ban somebody for what stands in a thread."""
        ban = await self.bans.add(person, self.today, reason)
        self.banned_by.put(thread, ban)
        return ban

    def allows(self, limit: Limit, who: Member, event: str = "", about: str = "") -> bool:
        """Whether this is not too often; counts it, and the same event once."""
        person = self.vault.first(self.vault.person(who))
        return self.limits.passes(limit, person, self.clock.now(), about, event)

    async def real(self, look: Callable[[], Awaitable[T]]) -> T:
        """What the real rows say, also while others stand in; StoreUnavailable if nothing does."""
        with self.around.outage.reading():
            return await look()

    async def mine(self, about: str, who: Member, *, closed: bool = False) -> Vent | None:
        """The thread that a button of its author is about: shown by a pass, or proved.

        Of one that was closed nothing can be done but what asks for it.
        """
        if (thread := self.vault.passed(about)) is not None:
            vent = await self.vents.get(thread)
        else:
            thread = ThreadId(about)
            vent = await self.vents.owned_by(thread, self.vault.proof(thread, who))
        return None if vent is None or (vent.closed and not closed) else vent

    def carried(self, vent: Vent) -> str:
        """What the buttons of a thread's author carry: a ghost has nothing else to show."""
        return self.vault.pass_for(vent.id) if vent.mode is Mode.GHOST else vent.id

    async def way_to(self, thread: ThreadId) -> SealedRoute | None:
        """The way back to the author of a thread, posted or not."""
        vent = await self.vents.get(thread)
        if vent is not None and vent.route is not None:
            return vent.route
        incident = await self.incidents.last_for(Thread(thread))
        return incident.route if incident else None

    async def called(self, thread: ThreadId) -> str | None:
        """What moderators call a thread: its pseudonym, else the number of its incident."""
        vent = await self.real(lambda: self.vents.get(thread))
        if vent is not None:
            return vent.name
        incident = await self.incidents.last_for(Thread(thread))  # an open one may be in memory
        if incident is None:
            incident = await self.real(lambda: self.incidents.last_for(Thread(thread)))
        return self.say("vent.of_incident", number=incident.number) if incident else None

    async def worried(self, thread: ThreadId) -> bool:
        """Whether an incident of this thread is open."""
        return await self.incidents.open_for(Thread(thread)) is not None

    async def reaches(self, route: SealedRoute) -> bool:
        """Whether the way back still leads to somebody."""
        return await self.vault.person_behind(route) is not None

    async def lockdown(self) -> bool:
        """Whether everything waits for a person."""
        return await self.facts.get(LOCKDOWN) == "on"
