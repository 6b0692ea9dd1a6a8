"""The author's side of a thread: answering, telling moderators, changing, taking out, closing."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from typing import Any

from bot.cog import Call
from bot.model.finding import Severity
from bot.model.people import Member, Thread, ThreadId
from bot.model.venting import Kind, Pair, Stage, Vent
from bot.relay.course import standing
from bot.relay.links import cleaned
from bot.ui.form import NoQuestions
from bot.ui.reply import Button, Reply, Tone, quoted
from cogs.vent.author.ending import Ending
from cogs.vent.author.faces import author_buttons, became
from cogs.vent.author.send import Sending
from cogs.vent.author.write import Given, Writing
from cogs.vent.cards import Cards
from cogs.vent.desk import Desk
from cogs.vent.forms import Answer, Tell, Write
from cogs.vent.limits import RINGS, TELLS
from cogs.vent.rooms.publish import WITHDRAWN, Publishing
from cogs.vent.talks import Talks

SHOWN = 4
"""Threads with their buttons in one reply: Discord has room for 25, and one leads to the others."""


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
        name = await self.desk.called(thread)
        text = cleaned(call.form.text, self.desk.lists.sharing).text
        button = Button("vent.write", self.desk.say("vent.button.write"), thread)
        words = self.desk.say(
            "vent.mods.told" if name else "vent.mods.told_gone", name=name or "", text=quoted(text)
        )
        what = Reply(words, (button,) if name else (), private=False, tone=Tone.ALERT)
        rings = self.desk.allows(RINGS, call.event.who, call.event.id, thread)
        await self.cards.tell("vent-tell", what, calls_for=Severity.ACTIVE if rings else None)
        return Reply(call.say("vent.told_moderators" if name else "vent.told_last"))

    async def withdraw(self, call: Call[NoQuestions]) -> Reply:
        """Take the thread out of the rooms, and forget it."""
        vent = await self._own(call, closed=True)
        if vent is None:
            return self._missing(call)
        if vent.closed and await self._is_out(vent):
            return Reply(call.say("vent.withdrawn.reported"), tone=Tone.DONE)
        if vent.route is not None and await self._in_trouble(vent):
            await self.publishing.take_out(vent, WITHDRAWN)
            await self.ending.keep_a_day(vent)
            return Reply(call.say("vent.withdrawn.reported"), tone=Tone.DONE)
        worried = await self.take_out(vent)
        return self._ended(call, "vent.withdrawn", worried=worried)

    async def _is_out(self, vent: Vent) -> bool:
        """Whether it was taken out, and stays a day because of a report."""
        return not any(post.text for post in await self.desk.vents.posts_of(vent.id))

    async def _in_trouble(self, vent: Vent) -> bool:
        """Whether moderators looked at it, or were asked to: they may still want to ban."""
        posts = await self.desk.vents.posts_of(vent.id)
        talks = any(pair.reported for pair in await self.desk.pairs.of(vent.id))
        return (
            vent.muted
            or talks
            or any(post.reports or (post.stage is Stage.REMOVED and post.text) for post in posts)
        )

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
        worried = await self._forget_ways(vent, Talks(self.desk).part)
        await self.desk.vents.forget(vent.id)
        return worried

    async def end_later(self, vent: Vent, at: datetime) -> None:
        """Nothing leads to its author any more; rooms and rows know it until then, as any other.

        The address alone stays, as in `forget`, while moderators worry about its author. Else its
        key goes and the sealed bytes stay, so that nobody sees by a button that they open no more.
        """
        await self._forget_ways(vent, Talks(self.desk).author_erased)
        await self.desk.vents.disown(vent.id)
        await self.desk.vents.save(replace(vent, ends_at=at))

    async def _forget_ways(self, vent: Vent, parts: Callable[[Pair], Awaitable[None]]) -> bool:
        for pair in await self.desk.pairs.of(vent.id):
            await parts(pair)
        worried = vent.route is not None and await self.desk.worried(vent.id)
        if not worried:
            await self.desk.vault.close_thread(Thread(vent.id))
        return worried

    def _ended(self, call: Call[NoQuestions], key: str, *, worried: bool) -> Reply:
        if not worried:
            return Reply(call.say(key), tone=Tone.DONE)
        said, why = call.say(f"{key}.worried"), call.say("vent.still_worried")
        return Reply(f"{said} {why}", tone=Tone.DONE)

    async def mine(self, call: Call[NoQuestions]) -> Reply:
        """One's own reachable threads, each with what can be done with it; a few at a time."""
        own = [
            one
            for one in await self.threads_of(call.event.who)
            if not (one.closed and await self._is_out(one))
        ]
        if not own:
            return Reply(call.say("vent.mine.none"))
        own.sort(key=lambda one: (one.active_on, one.id), reverse=True)
        skipped = int(call.about) if call.about.isdecimal() else 0
        lines = [call.say("vent.mine")]
        buttons: list[Button] = []
        for vent in own[skipped : skipped + SHOWN]:
            words = await self._beginning(vent)
            key = "vent.mine.closed" if vent.closed else "vent.mine.one"
            lines.append(call.say(key, name=vent.name, words=words))
            lines.append(became(vent, await self.desk.vents.posts_of(vent.id), call.say))
            buttons += [
                replace(one, label=f"{one.label} ({vent.name})")
                for one in await self._may(vent, call)
            ]
        if (left := len(own) - skipped - SHOWN) > 0:
            lines.append(call.say.many("vent.mine.more", left))
            more = call.say("vent.button.mine")
            buttons.append(Button("vent.mine", more, str(skipped + SHOWN)))
        return Reply("\n".join(lines), tuple(buttons))

    async def _may(self, vent: Vent, call: Call[NoQuestions]) -> tuple[Button, ...]:
        """What its author can do, and read: what moderators said may not have arrived."""
        buttons = tuple(
            one
            for one in author_buttons(vent.id, call.say)
            if not vent.closed or one.action == "vent.withdraw"
        )
        if not await self.desk.vents.lines(vent.id):
            return buttons
        said = Button("vent.earlier", call.say("vent.button.said"), self._said_in(vent))
        return (*buttons, said)

    def _said_in(self, vent: Vent) -> str:
        return f"{self.desk.vault.pass_for(vent.id)}:0"

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

    def _given(self, call: Call[Write] | Call[Answer], vent: Vent, kind: Kind) -> Given:
        return Given(
            call.event.who, call.form.text, call.finding, None, call.say, kind, thread=vent.id,
            event=call.event.id,
        )  # fmt: skip
