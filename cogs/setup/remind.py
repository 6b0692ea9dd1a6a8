"""Until it is armed, those who set the bot up are reminded each day of what is missing."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.model.people import Direct, Member
from bot.ports.delivery import Priority, Rung
from bot.ui.reply import Button, Reply
from cogs.setup.desk import Desk
from cogs.setup.panel import finding_line
from cogs.setup.steps import missing

EVERY = timedelta(days=1)
LAST = "setup.reminded"


@dataclass(frozen=True, slots=True)
class Reminding:
    """A DM a day; the first one when the bot comes in."""

    desk: Desk

    async def due(self) -> datetime | None:
        """When the next reminder is; None once armed."""
        if self.desk.community.armed:
            return None
        last = await self.desk.facts.get(LAST)
        return self.desk.clock.now() if last is None else datetime.fromisoformat(last) + EVERY

    async def run(self, now: datetime) -> None:
        """Remind if it is time; a second run finds nothing to do."""
        await self.desk.store.unit(f"setup:{now.isoformat()}", lambda: self._remind(now))

    async def _remind(self, now: datetime) -> None:
        due = await self.due()
        if due is None or due > now:
            return
        await self.desk.facts.put(LAST, now.isoformat())
        what = await self._words()
        for who in self._admins():
            await self.desk.outbox.owe(
                f"setup:{who.platform}:{who.id}", (Rung(Direct(who), what),), due=now,
                priority=Priority.REMINDER,
            )  # fmt: skip

    def _admins(self) -> tuple[Member, ...]:
        """Those whom the settings name; where they name nobody, those who run the platforms."""
        runs = (who for survey in self.desk.surveys.now.values() for who in survey.runs)
        return self.desk.backing.admins or tuple(dict.fromkeys(runs))

    async def _words(self) -> Reply:
        say = self.desk.texts.into(self.desk.community.language)
        lines = [finding_line(one, say) for one in await missing(self.desk)]
        buttons = (
            Button("setup.panel", say("setup.button.panel")),
            Button("crisis.drill", say("setup.button.drill")),
        )
        return Reply("\n".join((say("setup.reminder"), *lines)), buttons)
