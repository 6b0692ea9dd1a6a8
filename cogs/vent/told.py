"""What moderators say to an author, and do not reach them with: of somebody in danger they hear it.

Of nobody else: who takes no messages since somebody left the community would be known by it.
"""

from dataclasses import dataclass
from datetime import timedelta

from bot.model.finding import Severity
from bot.model.people import ThreadId
from bot.ui.reply import Reply, Tone
from cogs.vent.cards import Cards
from cogs.vent.desk import Desk

TOLD = "vent-told"
"""How deliveries of moderators' words name the thread, apart from incidents."""
TRIED = timedelta(days=7)
"""How long words for an author whose door is closed are tried again, once a day."""


def hint(thread: ThreadId) -> str:
    """What a delivery of moderators' words to this thread carries."""
    return f"{TOLD}:{thread}"


@dataclass(frozen=True, slots=True)
class Told:
    """An author may be in danger: that nobody heard a moderator must not stay unsaid."""

    desk: Desk
    cards: Cards

    async def undelivered(self, about: str, lost: bool) -> None:  # noqa: FBT001 - the worker's call
        """The author was not reached; where it is said behind their buttons, too, say so."""
        kind, _, thread = about.partition(":")
        if kind != TOLD or not await self.desk.worried(ThreadId(thread)):
            return
        name = await self.desk.called(ThreadId(thread)) or self.desk.say("vent.mods.somebody")
        vent = await self.desk.vents.get(ThreadId(thread))
        lost = lost and (vent is None or vent.ends_at is None)  # of an erased one at once: unsaid
        words = [self.desk.say("vent.mods.lost" if lost else "vent.mods.unreached", name=name)]
        if vent is not None and not vent.closed:
            words.append(self.desk.say("vent.mods.kept"))
        what = Reply(" ".join(words), private=False, tone=Tone.ALERT)
        await self.cards.tell(f"{about}:{lost}", what, calls_for=Severity.ACTIVE)
