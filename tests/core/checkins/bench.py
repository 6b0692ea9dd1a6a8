"""The check-in feature on a bench: used as a member would, over a real database."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from functools import partial

from adapters.sql.house import House
from bot.app.catalogues import texts
from bot.cog import Action, Call, Cog, Command
from bot.model.events import EventId, Invoked, Pressed
from bot.model.finding import NOTHING
from bot.model.people import Member, Platform, Room
from bot.ports.delivery import Owed
from bot.ui.reading import Filled, read
from bot.ui.reply import Reply
from tests.core.checkins.sqlite_house import HandClock

ANA = Member(Platform.DISCORD, "100000000000000001", "ana")
BEN = Member(Platform.MATRIX, "@ben:example.org", "ben")
BOT = Room(Platform.DISCORD, "9")
TEXTS = texts()


@dataclass
class Bench:
    """The cog, and a way to use it as a member would."""

    house: House
    clock: HandClock
    cog: Cog
    events: int = 0
    newest: Mapping[str, str] = field(default_factory=dict[str, str])

    async def uses(self, name: str, who: Member = ANA, **answers: str) -> Reply:
        command: Command[object] = next(one for one in self.cog.commands if one.name == name)
        event = Invoked(id=self._id(), at=self.clock.at, who=who, room=BOT, name=name)
        return await self._run(command, event, answers)

    async def presses(self, name: str, about: str = "", who: Member = ANA, **answers: str) -> Reply:
        action: Action[object] = next(one for one in self.cog.actions if one.name == name)
        event = Pressed(
            id=self._id(), at=self.clock.at, who=who, room=BOT, action=name, about=about
        )
        return await self._run(action, event, answers)

    async def rings(self) -> None:
        """The bell rings: due jobs run."""
        (job,) = self.cog.jobs
        due = await job.due()
        if due is not None and due <= self.clock.at:
            await job.run(self.clock.at)

    async def owed(self) -> list[Owed]:
        later = self.clock.at + timedelta(minutes=10)
        return list(await self.house.outbox.due(later, 2000))

    async def paid(self) -> int:
        """Everything that is owed arrives; how much it was."""
        number = 0
        while owed := await self.owed():
            number += len(owed)
            for one in owed:
                arrived = partial(self.house.outbox.paid, one, None, self.clock.at)
                await self.house.store.unit("paid", arrived)
        return number

    async def _run(
        self, what: Command[object] | Action[object], event: Invoked | Pressed,
        answers: Mapping[str, str],
    ) -> Reply:  # fmt: skip
        say = TEXTS.into("en")
        filled = read(what.form, answers, say)
        assert isinstance(filled, Filled)
        call = Call(event, filled.form, say, NOTHING)
        reply = await self.house.store.once(event.id, event.at, lambda: what.run(call))
        assert reply is not None
        self.newest = {button.action: button.about for button in reply.buttons}
        return reply

    def _id(self) -> EventId:
        self.events += 1
        return EventId(f"e{self.events}")
