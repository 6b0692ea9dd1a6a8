"""An outbox over real SQLite in memory, its worker, and a town whose network has faults."""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from adapters.memory.clock import TownClock
from adapters.memory.ledger import Shown
from adapters.memory.local import LocalLink
from adapters.memory.places import BOT
from adapters.memory.platform import TownPlatform
from adapters.memory.town import Town
from adapters.paging.nobody import NoPager
from adapters.sql.house import House
from adapters.sql.keyring import KeyRing
from adapters.sql.seal import Sealer
from adapters.sql.tables.outbox import SqlOutbox
from bot.model.people import Direct, Member, MessageRef, Platform, Room, Target
from bot.outbox.bucket import buckets_of
from bot.outbox.courier import Courier
from bot.outbox.openings import Openings
from bot.outbox.worker import Payroll, Worker
from bot.ports.chat import Abilities
from bot.ports.delivery import DeliveryKey, Outcome, Priority, Rung
from bot.ui.reply import Reply

LONG = timedelta(hours=2)


class Counted(TownPlatform):
    """A platform that counts the private conversations which are begun."""

    most = 0

    @property
    def abilities(self) -> Abilities:
        """So many a day."""
        return replace(super().abilities, opens_a_day=self.most)

    def opens(self, to: Target) -> bool | None:
        """Whether the bot wrote to nobody there yet, nor they to it."""
        if not self.office.knows:
            return None
        return isinstance(to, Direct) and not self.begun(to.member)

    def begun(self, who: Member) -> bool:
        """Whether there is anything in somebody's private conversation."""
        (name,) = [one.name for one in self.town.people.values() if one.on(self.name) == who]
        here = self.town.dm(name, self.name).room
        return any(one.where == here for one in self.town.ledger.entries)

    town: Town
    office: "PostOffice"


class Death(BaseException):
    """The process is gone."""


class MortalLink(LocalLink):
    """A link at whose end the bot can die: before it asks, or before it hears the answer."""

    dies_before = False
    dies_after = False

    async def post(self, to: Target, what: Reply, key: DeliveryKey) -> Outcome:
        """Show something, if the bot lives to ask."""
        if self.dies_before:
            raise Death
        outcome = await super().post(to, what, key)
        if self.dies_after:
            raise Death
        return outcome

    async def edit(self, ref: MessageRef, what: Reply) -> Outcome:
        """Replace something, if the bot lives to ask."""
        if self.dies_before:
            raise Death
        outcome = await super().edit(ref, what)
        if self.dies_after:
            raise Death
        return outcome


@dataclass(slots=True)
class PostOffice:
    """Owes and pays. A restart is a new process over the same rows."""

    clock: TownClock
    town: Town
    link: MortalLink
    house: House
    writing: asyncio.Task[None]
    opens_a_day: int = 0
    knows: bool = True
    begun: list[tuple[Room, Member]] = field(default_factory=list[tuple[Room, Member]])
    hints: list[tuple[str, bool]] = field(default_factory=list[tuple[str, bool]])

    def __post_init__(self) -> None:
        """The first process begins."""
        self.restart()

    outbox: SqlOutbox = field(init=False)
    worker: Worker = field(init=False)

    @classmethod
    async def open(cls, *, dedupe: bool) -> "PostOffice":
        """An empty outbox."""
        clock = TownClock()
        town = Town(clock)
        if not dedupe:
            town.faults.remembers = timedelta(0)
        house = await House.open(None, KeyRing.fleeting(), clock)
        writing = asyncio.get_running_loop().create_task(house.run())
        return cls(clock, town, MortalLink(town), house, writing)

    async def close(self) -> None:
        """Close everything."""
        self.house.stop()
        await self.writing
        await self.house.close()

    def restart(self) -> None:
        """A new process: it knows nothing but the rows."""
        self.link.dies_before = self.link.dies_after = False
        remembers = self.town.faults.remembers
        platforms = {name: Counted(name, self.link, remembers) for name in Platform}
        for one in platforms.values():
            one.town, one.office, one.most = self.town, self, self.opens_a_day
        self.outbox = SqlOutbox(self.house.store.rows, Sealer(self.house.ring), self.clock)
        openings = Openings(self.house.store, self.house.facts, self.clock)
        courier = Courier(
            platforms,
            NoPager(),
            self.house.vault,
            self.outbox,
            self.clock,
            openings,
            self.house.pictures,
            self._begun,
        )
        buckets = buckets_of(platforms, self.clock.now())
        self.worker = Worker(
            Payroll(self.house.store, self.outbox, courier, buckets, self.clock, self._hint)
        )

    def _begun(self, room: Room, who: Member) -> None:
        self.begun.append((room, who))

    async def _hint(self, incident: str, lost: bool) -> None:  # noqa: FBT001 - the worker's call
        self.hints.append((incident, lost))

    async def owe(  # noqa: PLR0913 - a delivery has this many sides
        self,
        event: str,
        text: str,
        to: Sequence[Target],
        *,
        due: datetime | None = None,
        priority: Priority = Priority.REPLY,
        slot: str | None = None,
        edits: bool = False,
        incident: str | None = None,
    ) -> DeliveryKey:
        """Owe one message in a unit of its own, and return its key."""
        rungs = [Rung(one, Reply(text, private=False)) for one in to]
        due = due or self.clock.now()

        async def work() -> DeliveryKey:
            return await self.outbox.owe(
                "step", rungs, due=due, priority=priority, slot=slot, edits=edits,
                incident=incident,
            )  # fmt: skip

        return await self.house.store.unit(event, work)

    async def pay(self) -> None:
        """Pay what can be paid now."""
        await self.worker.drain()

    async def pay_all(self) -> None:
        """Everything is well from now on, and time passes until nothing is owed."""
        faults = self.town.faults
        faults.lost_requests = faults.lost_answers = 0
        faults.outages.clear()
        faults.limited_until.clear()
        end = self.clock.now() + LONG
        await self.pay()
        while (due := await self.outbox.next_due()) is not None and self.clock.now() < end:
            self.clock.move_to(max(due, self.clock.now() + timedelta(seconds=1)))
            await self.pay()

    def posted(self, match: Callable[[Shown], bool]) -> list[Shown]:
        """What appeared and was no edit."""
        return [
            one
            for one in self.town.ledger.entries
            if one.sender == BOT and one.edits is None and match(one)
        ]

    def history(self, first: Shown) -> list[str]:
        """Everything that one message showed, one after another."""
        found, n = [first.text], first.n
        for one in self.town.ledger.entries:
            if one.edits == n:
                found.append(one.text)
                n = one.n
        return found


def closed_and_open(town: Town, places: Sequence[Target]) -> tuple[Target, ...]:
    """The places that the bot can reach in this town."""
    faults = town.faults
    return tuple(
        one for one in places
        if one not in faults.forbidden and getattr(one, "member", None) not in faults.closed_dms
    )  # fmt: skip


__all__ = ["Death", "PostOffice", "closed_and_open", "replace"]
