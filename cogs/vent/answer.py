"""The author's side of a thread: answering, telling moderators, changing, taking out, closing."""

from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from typing import Any

from bot.cog import Call
from bot.model.people import Member, Thread, ThreadId
from bot.model.venting import Kind, Pair, Talk, Vent
from bot.relay.course import pair_over, standing
from bot.relay.links import cleaned
from bot.ui.form import NoQuestions
from bot.ui.reply import Button, Reply, Tone, quoted
from cogs.vent.cards import Cards
from cogs.vent.desk import Desk
from cogs.vent.ending import Ending
from cogs.vent.faces import author_buttons
from cogs.vent.forms import Answer, Tell, Write
from cogs.vent.limits import TELLS
from cogs.vent.publish import WITHDRAWN, Publishing
from cogs.vent.send import Sending
from cogs.vent.write import Given, Writing

SHOWN = 5
"""Threads with their buttons in one reply: Discord has room for 25. The others follow as these
are closed or go quiet."""


@dataclass(frozen=True, slots=True)
class Answering:
    """Everything here proves first that the thread is one's own."""

    desk: Desk
    writing: Writing
    sending: Sending
    publishing: Publishing
    cards: Cards

    async def answer(self, call: Call[Answer]) -> Reply:
        """Say something in the room as the pseudonym; looked at once more if it tells too much."""
        vent = await self._own(call)
        if vent is None:
            return self._missing(call)
        if vent.muted:
            return Reply(call.say("vent.muted"))
        given = self._given(call, vent, Kind.ANSWER)
        if (waits := await self.writing.waits(given)) is not None:
            return waits
        draft = await self.writing.accepted(given)
        if isinstance(draft, Reply):
            return draft
        if self.writing.identity(draft.text, call.event.who):
            return await self.writing.shown(draft, call.event.who, call.say)
        return await self.sending.go(draft, call)

    async def edit(self, call: Call[Write]) -> Reply:
        """Other words for the opening post, looked at before they replace the first ones."""
        vent = await self._own(call)
        if vent is None:
            return self._missing(call)
        if vent.muted:
            return Reply(call.say("vent.muted"))
        return await self.writing.taken(self._given(call, vent, Kind.EDIT))

    async def tell(self, call: Call[Tell]) -> Reply:
        """Write to the moderators; at once, because somebody may need them."""
        thread = await self._speaks_for(call)
        if thread is None:
            return self._missing(call)
        if not self.desk.allows(TELLS, call.event.who, call.event.id):
            return Reply(call.say("vent.too_many"))
        name = await self._name(thread)
        text = cleaned(call.form.text, self.desk.lists.sharing).text
        button = Button("vent.write", self.desk.say("vent.button.write"), thread)
        words = self.desk.say("vent.mods.told", name=name, text=quoted(text))
        await self.cards.tell("vent-tell", Reply(words, (button,), private=False, tone=Tone.ALERT))
        return Reply(call.say("vent.told_moderators"))

    async def withdraw(self, call: Call[NoQuestions]) -> Reply:
        """Take the thread out of the rooms, and forget it."""
        vent = await self._own(call, closed=True)
        if vent is None:
            return self._missing(call)
        if vent.route is not None and await self._reported(vent):
            await self.publishing.take_out(vent, WITHDRAWN)
            await self.ending.keep_a_day(vent)
            return Reply(call.say("vent.withdrawn.reported"), tone=Tone.DONE)
        worried = await self.take_out(vent)
        return self._ended(call, "vent.withdrawn", worried=worried)

    async def _reported(self, vent: Vent) -> bool:
        return any(post.reported for post in await self.desk.vents.posts_of(vent.id))

    async def take_out(self, vent: Vent) -> bool:
        """Out of the rooms, then out of the rows; whether an address had to stay."""
        await self.publishing.take_out(vent, WITHDRAWN)
        return await self.forget(vent)

    async def close(self, call: Call[NoQuestions]) -> Reply:
        """No more replies: the post stays, and a day later nothing leads to its author."""
        vent = await self._own(call)
        if vent is None:
            return self._missing(call)
        await self.ending.close(vent)
        await self.publishing.closed(vent)
        if vent.route is None:
            return Reply(call.say("vent.closed.ghost"), tone=Tone.DONE)
        out = Button("vent.withdraw", call.say("vent.button.withdraw"), self.desk.carried(vent))
        worried = await self.desk.worried(vent.id)
        return replace(self._ended(call, "vent.closed", worried=worried), buttons=(out,))

    @property
    def ending(self) -> Ending:
        """How threads end."""
        return Ending(self.desk, self.cards, self.forget)

    async def forget(self, vent: Vent) -> bool:
        """The rows go, and their keys with the commit; listening conversations end, too.

        While moderators worry about its author (an open incident) the address alone stays, so
        that they can be written to; it goes with the incident. Whether that is so.
        """
        worried = await self._forget_ways(vent)
        await self.desk.vents.forget(vent.id)
        return worried

    async def end_later(self, vent: Vent, at: datetime) -> None:
        """Nothing leads to its author any more; rooms and rows know it until then, as any other.

        The address alone stays, as in `forget`, while moderators worry about its author.
        """
        worried = await self._forget_ways(vent)
        await self.desk.vents.disown(vent.id)
        route = vent.route if worried else None
        await self.desk.vents.save(replace(vent, route=route, ends_at=at))

    async def _forget_ways(self, vent: Vent) -> bool:
        for pair in await self.desk.pairs.of(vent.id):
            await self.forget_pair(pair)
        worried = vent.route is not None and await self.desk.worried(vent.id)
        if not worried:
            await self.desk.vault.close_thread(Thread(vent.id))
        return worried

    def _ended(self, call: Call[NoQuestions], key: str, *, worried: bool) -> Reply:
        if not worried:
            return Reply(call.say(key), tone=Tone.DONE)
        said, why = call.say(f"{key}.worried"), call.say("vent.still_worried")
        return Reply(f"{said} {why}", tone=Tone.DONE)

    async def forget_pair(self, pair: Pair) -> None:
        """A listening conversation with its listener's address.

        What was said in a reported one stays for moderators, as long as it would have (a week):
        whoever did harm must not be able to take it away.
        """
        await self.desk.vault.close_thread(Thread(pair.listener))
        if pair.reported and not pair_over(pair, self.desk.today):
            await self.desk.pairs.put(replace(pair, stage=Talk.ENDED))
        else:
            await self.desk.pairs.forget(pair.id)

    async def mine(self, call: Call[NoQuestions]) -> Reply:
        """One's own reachable threads, each with what can be done with it."""
        own = await self.threads_of(call.event.who)
        if not own:
            return Reply(call.say("vent.mine.none"))
        lines = [call.say("vent.mine")]
        buttons: list[Button] = []
        for vent in sorted(own, key=lambda one: one.active_on, reverse=True)[:SHOWN]:
            words = await self._beginning(vent)
            key = "vent.mine.closed" if vent.closed else "vent.mine.one"
            lines.append(call.say(key, name=vent.name, words=words))
            buttons += [
                replace(one, label=f"{one.label} ({vent.name})")
                for one in author_buttons(vent.id, call.say)
                if not vent.closed or one.action == "vent.withdraw"
            ]
        return Reply("\n".join(lines), tuple(buttons))

    async def threads_of(self, who: Member) -> list[Vent]:
        """Whatever this person can prove to be their own."""
        return [
            vent
            for vent, proof in await self.desk.vents.alive()
            if proof
            and await self.desk.vents.owned_by(vent.id, self.desk.vault.proof(vent.id, who))
        ]

    async def _beginning(self, vent: Vent) -> str:
        opening = standing(await self.desk.vents.posts_of(vent.id))
        return quoted(opening.text[:80]) if opening else ""

    def _missing(self, call: Call[Any]) -> Reply:
        return Reply(call.say("vent.thread_gone"))

    async def _own(self, call: Call[Any], *, closed: bool = False) -> Vent | None:
        look = partial(self.desk.mine, call.about, call.event.who, closed=closed)
        return await self.desk.real(look)

    async def _speaks_for(self, call: Call[Tell]) -> ThreadId | None:
        """The thread that somebody may speak for, also when it was never posted."""
        if (passed := self.desk.vault.passed(call.about)) is not None:
            return passed
        vent = await self._own(call)
        return vent.id if vent else None

    async def _name(self, thread: ThreadId) -> str:
        """What moderators call it: its pseudonym, or the number of its incident."""
        vent = await self.desk.real(lambda: self.desk.vents.get(thread))
        if vent is not None:
            return vent.name
        incident = await self.desk.incidents.last_for(Thread(thread))  # an open one is in memory
        if incident is None:
            incident = await self.desk.real(lambda: self.desk.incidents.last_for(Thread(thread)))
        return self.desk.say("vent.of_incident", number=incident.number if incident else 0)

    def _given(self, call: Call[Write] | Call[Answer], vent: Vent, kind: Kind) -> Given:
        return Given(
            call.event.who, call.form.text, call.finding, None, call.say, kind, thread=vent.id,
            event=call.event.id,
        )  # fmt: skip
