"""What an erasure says of anonymous posts: only what applies to this person.

It is asked before anything is dropped, because nothing tells afterwards.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.model.people import Member
from bot.model.venting import Vent
from cogs.vent.author.answer import Answering
from cogs.vent.author.cases import Cases
from cogs.vent.author.ending import ON_ITS_WAY
from cogs.vent.desk import Desk
from cogs.vent.talks import Talks, silent


@dataclass(frozen=True, slots=True)
class Stays:
    """Each answer is a sentence of the catalogue, `privacy.erase.NAME`."""

    desk: Desk
    answering: Answering

    async def names(self, who: Member) -> Sequence[str]:
        """What goes later than at once, and what stays."""
        applies = {
            "posts": await self._stands(who),
            "case.vent": await Cases(self.desk).open(who),
            "drafts": not self.desk.unposted.knows_all(self.desk.today),
            "talks": await self._talked(who),
            "ban": await self.desk.banned(who),
        }
        return [name for name, holds in applies.items() if holds]

    async def _stands(self, who: Member) -> bool:
        """Whether a post that is provably theirs is in the rooms, or would come there."""
        return any([await self._in_rooms(one) for one in await self.answering.threads_of(who)])

    async def _in_rooms(self, vent: Vent) -> bool:
        return any(one.stage in ON_ITS_WAY for one in await self.desk.vents.posts_of(vent.id))

    async def _talked(self, who: Member) -> bool:
        """Whether something that was said on either side is still sealed here."""
        person, talks = self.desk.vault.person(who), Talks(self.desk)
        said = [pair for pair in await self.desk.pairs.all() if pair.spoken]
        listened = any(one.person == person and not silent(one) for one in said)
        return listened or any([person == await talks.author(one) for one in said])
