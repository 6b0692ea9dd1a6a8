"""Listening conversations: how each side is reached, how one ends, and what is kept of it."""

import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from operator import eq

from bot.model.people import SealedRoute, Thread
from bot.model.venting import Pair, PersonTag, Side, Talk
from bot.ports.delivery import Priority, Rung
from bot.ui.reply import Button, Reply, quoted
from cogs.vent.desk import Desk

ASKS = ("accept", "refuse")
SAYS = ("speak", "end", "report")
MOST_KEPT = 100
"""The last things said, for a report; older ones are forgotten."""
UNHEARD = "listen-unheard"
"""How deliveries to a side name the conversation, so that the other side hears of a closed door."""
KNOCKED = timedelta(days=7)
"""How long what is no word of the other side (an offer, an end) is tried again each day."""
TRIED_AGAIN = "listen.opened_listener"
"""The one notice whose fate the other side hears: an author waits for who said they would listen.

A listener does not hear whether an offer arrived: everybody sees who leaves, and could try.
"""
ODDS = 1 / 3
"""How likely, in each hour, one side hears that the other is gone for good.

At once it would tell who that was: everybody sees who leaves, and moderators whom they ban. For
the same reason no moment is drawn before: a row would hold it.
"""


@dataclass(frozen=True, slots=True)
class Talks:
    """Both sides behind sealed ways. Whoever goes, the other hears that it ended.

    What was said stays sealed for a week after the end, whoever ended it and however: it can
    still be reported. Whoever did harm must not be able to take it away.
    """

    desk: Desk

    async def notice(self, pair: Pair, to: Side, key: str, names: Sequence[str] = ()) -> None:
        """Tell one side something of ours, once more each day while its door is closed.

        An offer comes from a button below the post, which somebody may have seen pressed: it
        reaches the author a while later.
        """
        what = Reply(self.desk.say(key, name=called(pair, to.other)), self.buttons(pair, names, to))
        due = self.desk.unseen(pair.thread) if names is ASKS else self.desk.clock.now()
        await self.desk.outbox.owe(
            f"listen:{key}:{pair.id}:{to}", (Rung(way(pair, to), what),), due=due,
            priority=Priority.REPLY, again_until=due + KNOCKED,
            incident=f"{UNHEARD}:{pair.id}:{to}:{key}" if key == TRIED_AGAIN else None,
        )  # fmt: skip

    async def pass_on(self, pair: Pair, to: Side, text: str, step: str) -> None:
        """Words go to the other side; where they do not arrive, who wrote them hears so.

        They are not tried again: the conversation may have ended, or be reported, by then.
        """
        if pair.gone is Side.AUTHOR:
            return  # the end says so: two at one moment would tell that they are one person's
        if pair.gone is not None:
            await self._unheard(pair, to, step, "listen.unheard")
            return
        said = self.desk.say("listen.says", name=called(pair, to.other), text=quoted(text))
        what = Reply(said, self.buttons(pair, SAYS, to))
        await self.desk.outbox.owe(
            f"listen:{pair.id}:{step}", (Rung(way(pair, to), what),), due=self.desk.clock.now(),
            priority=Priority.REPLY, incident=f"{UNHEARD}:{pair.id}:{to}:{step}",
        )  # fmt: skip

    async def undelivered(self, about: str, lost: bool) -> None:  # noqa: FBT001 - the worker's call
        """A side was not reached: the other one hears it, while the conversation goes on."""
        kind, _, rest = about.partition(":")
        id_, _, rest = rest.partition(":")
        to, _, step = rest.partition(":")
        pair = await self.desk.pairs.get(id_) if kind == UNHEARD else None
        if pair is None or pair.stage is Talk.ENDED:
            return
        key = "listen.unheard"
        if step == TRIED_AGAIN:
            key = "listen.never" if lost else "listen.unreached"
        await self._unheard(pair, Side(to), step, key)

    async def end(self, pair: Pair, *tells: Side, reported: bool = False) -> Pair:
        """It is over for both; who is told."""
        await self._remember(pair)
        ended = replace(
            pair, stage=Talk.ENDED, reported=reported or pair.reported, on=self.desk.today
        )  # fmt: skip
        await self.desk.pairs.put(ended)
        for side in tells:
            if pair.stage is Talk.OPEN:
                await self.notice(ended, side, "listen.ended_other")
            elif pair.stage is Talk.OFFERED and side is Side.LISTENER:
                await self.notice(ended, side, "listen.refused_listener")
        return ended

    async def part(self, pair: Pair) -> None:
        """Its author takes the thread out, or closes it: nothing leads to them after this."""
        await self._remember(pair)
        if pair.stage is not Talk.ENDED:
            await self.end(pair, Side.LISTENER)

    async def author_erased(self, pair: Pair) -> None:
        """It ends for its listener like any other: by lot, or with the post."""
        await self._remember(pair)
        if pair.stage is not Talk.ENDED:
            await self._goes(pair, Side.AUTHOR)

    async def erased(self, pair: Pair) -> None:
        """Its listener erases: nothing leads to them, and the other side hears of it by lot.

        The row lives as long as any, so that no button tells who erased from who ended it; where
        they said nothing, it is nobody's.
        """
        if pair.stage is Talk.OFFERED:
            await self.forget(pair)
            return
        if silent(pair):
            pair = replace(pair, person=PersonTag(secrets.token_hex(16)))
            await self.desk.pairs.put(pair)
        if pair.stage is Talk.OPEN:
            await self._goes(pair, Side.LISTENER)
        await self.desk.vault.close_thread(Thread(pair.listener))

    async def barred(self, pair: Pair) -> bool:
        """Whether one of the two was banned."""
        author = await self.author(pair)
        behind = (pair.person, *((author,) if author else ()))
        return any([await self.desk.bans.has(one) for one in behind])

    async def banned(self, person: PersonTag) -> None:
        """All conversations of somebody who was banned end; nothing more is passed on from now."""
        for pair, side in await self._of(person, same=self.desk.vault.same):
            await self._goes(pair, side)

    async def left(self, person: PersonTag) -> None:
        """All conversations of somebody who left end."""
        for pair, side in await self._of(person):
            await self._goes(pair, side)

    async def ends(self) -> None:
        """The other side of whoever is gone hears that it ended, in an hour drawn by lot."""
        for pair in await self.desk.pairs.all():
            if pair.gone is None or pair.stage is Talk.ENDED:
                continue
            if self.desk.chance.random() < ODDS:
                await self.end(pair, pair.gone.other)

    async def author(self, pair: Pair) -> PersonTag | None:
        """Who is on the author's side, for bans alone."""
        behind = await self.desk.vault.person_behind(pair.route)
        return behind or self.desk.remembered.get(pair.id)

    async def forget(self, pair: Pair) -> None:
        """Its key and row go, and the way to its listener."""
        self.desk.remembered.drop(pair.id)
        await self.desk.vault.close_thread(Thread(pair.listener))
        await self.desk.pairs.forget(pair.id)

    def buttons(self, pair: Pair, names: Sequence[str], to: Side) -> tuple[Button, ...]:
        """An offer's buttons carry the pair, the others a pass for this side's own thread."""
        own = self.desk.vault.pass_for(pair.thread if to is Side.AUTHOR else pair.listener)
        say = self.desk.say
        return tuple(
            Button(
                f"listen.{one}", say(f"listen.button.{one}"),
                pair.id if one in ASKS else f"{own}:{pair.id}",
            )
            for one in names
        )  # fmt: skip

    async def _goes(self, pair: Pair, side: Side) -> None:
        """Nothing more passes; the other side hears of the end in an hour drawn by lot."""
        if pair.stage is Talk.OFFERED:
            await self.end(pair)
        elif pair.gone is None:
            await self.desk.pairs.put(replace(pair, gone=side))

    async def _of(
        self, person: PersonTag, *, same: Callable[[PersonTag, PersonTag], bool] = eq
    ) -> list[tuple[Pair, Side]]:
        """Those of an account, or of every one that is the `same` person's."""
        found: list[tuple[Pair, Side]] = []
        for pair in await self.desk.pairs.all():
            if pair.stage is Talk.ENDED:
                continue
            author = await self.author(pair)
            if same(person, pair.person):
                found.append((pair, Side.LISTENER))
            elif author is not None and same(person, author):
                found.append((pair, Side.AUTHOR))
        return found

    async def _remember(self, pair: Pair) -> None:
        author = await self.author(pair)
        if author is not None and pair.spoken:
            self.desk.remembered.put(pair.id, author)

    async def _unheard(self, pair: Pair, to: Side, step: str, key: str) -> None:
        what = Reply(self.desk.say(key, name=called(pair, to)))
        await self.desk.outbox.owe(
            f"{UNHEARD}:{pair.id}:{step}:{key}", (Rung(way(pair, to.other), what),),
            due=self.desk.clock.now(), priority=Priority.REPLY,
        )  # fmt: skip


def called(pair: Pair, side: Side) -> str:
    """The made-up name of a side."""
    return pair.name if side is Side.AUTHOR else pair.listener_name


def silent(pair: Pair) -> bool:
    """Whether the listener surely said nothing; of what is not kept any more nobody knows."""
    said = {one.name for one in pair.spoken}
    return pair.listener_name not in said and len(pair.spoken) < MOST_KEPT


def way(pair: Pair, side: Side) -> SealedRoute:
    """The sealed way to a side."""
    return pair.route if side is Side.AUTHOR else pair.listener_route
