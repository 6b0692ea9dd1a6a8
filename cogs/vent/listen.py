"""Listening: a vetted listener offers, the author agrees, both under made-up names."""

import secrets
from dataclasses import dataclass, replace
from typing import Any

from bot.cog import Call
from bot.model.people import Role, SealedRoute
from bot.model.venting import Mode, Pair, PostId, Spoken, Talk
from bot.ports.delivery import Priority, Rung
from bot.ui.form import NoQuestions
from bot.ui.reply import Button, Reply, Tone, quoted
from cogs.vent.cards import Cards
from cogs.vent.desk import Desk
from cogs.vent.forms import BanWhy, ToOther
from cogs.vent.write import Writing

MOST_KEPT = 100
"""The last things said, for a report; older ones are forgotten."""


@dataclass(frozen=True, slots=True)
class Listening:
    """Neither side learns who the other is, and contact details are held back."""

    desk: Desk
    writing: Writing
    cards: Cards

    async def offer(self, call: Call[NoQuestions]) -> Reply:
        """A listener offers; the author is asked."""
        if not self.desk.around.listening():
            return Reply(call.say("listen.off"))
        post = await self.desk.vents.post(PostId(call.about))
        vent = await self.desk.vents.get(post.thread) if post else None
        if vent is None or vent.closed or vent.route is None or vent.mode is Mode.GHOST:
            return Reply(call.say("vent.thread_gone"))
        who = call.event.who
        person = self.desk.vault.person(who)
        known = [one.person for one in await self.desk.pairs.of(vent.id)]
        own = await self.desk.vents.owned_by(vent.id, self.desk.vault.proof(vent.id, who))
        if own is not None or person in known or await self.desk.banned(who):
            return Reply(call.say("listen.not_again"))
        route = await self.desk.vault.open_thread(who)
        name = await self.desk.lists.pseudonyms.draw(self.desk.chance, self._taken)
        pair = Pair(
            id=secrets.token_hex(8), thread=vent.id, name=vent.name, listener=route.thread.id,
            listener_name=name, route=vent.route, listener_route=route, person=person,
            on=self.desk.today,
        )  # fmt: skip
        await self.desk.pairs.put(pair)
        await self._to(pair.route, pair, "listen.asked", ("accept", "refuse"))
        return Reply(call.say("listen.offered", name=vent.name, own=name))

    async def accept(self, call: Call[NoQuestions]) -> Reply:
        """The author agrees: both can write now."""
        pair = await self._as_author(call, Talk.OFFERED)
        if pair is None:
            return Reply(call.say("listen.over"))
        if any(one.stage is Talk.OPEN for one in await self.desk.pairs.of(pair.thread)):
            return Reply(call.say("listen.one_at_a_time"))
        opened = replace(pair, stage=Talk.OPEN, on=self.desk.today)
        await self.desk.pairs.put(opened)
        await self._to(pair.listener_route, opened, "listen.opened_listener", SAYS)
        text = call.say("listen.opened", name=pair.listener_name)
        return Reply(text, self._buttons(opened, SAYS))

    async def refuse(self, call: Call[NoQuestions]) -> Reply:
        """The author would rather not; that needs no reason."""
        pair = await self._as_author(call, Talk.OFFERED)
        if pair is None:
            return Reply(call.say("listen.over"))
        await self._end(pair)
        await self._to(pair.listener_route, pair, "listen.refused_listener", ())
        return Reply(call.say("listen.refused"))

    async def speak(self, call: Call[ToOther]) -> Reply:
        """Say something to the other side."""
        pair = await self._mine(call, Talk.OPEN)
        if pair is None:
            return Reply(call.say("listen.over"))
        if await self.desk.banned(call.event.who):
            return Reply(call.say("vent.banned"))
        by_author = self._is_author(call, pair)
        if not by_author and Role.LISTENER not in call.event.roles:  # vetted no more
            return await self.end(call)
        text = call.form.text
        if self.writing.identity(text, call.event.who):
            return Reply(call.say("listen.held_back"))
        if self.desk.lists.methods.named_in(text, low=True):
            return Reply(call.say("listen.method"))
        name = pair.name if by_author else pair.listener_name
        spoken = (*pair.spoken, Spoken(name, text))[-MOST_KEPT:]
        await self.desk.pairs.put(replace(pair, spoken=spoken, on=self.desk.today))
        route = pair.listener_route if by_author else pair.route
        said = self.desk.say("listen.says", name=name, text=quoted(text))
        await self._owe(route, f"{pair.id}:{len(pair.spoken)}:{secrets.token_hex(4)}",
                        Reply(said, self._buttons(pair, SAYS, author=not by_author)))  # fmt: skip
        return Reply(call.say("listen.sent"))

    async def end(self, call: Call[Any]) -> Reply:
        """Either side ends it, at any time, without a reason. It cannot be offered again."""
        pair = await self._mine(call, Talk.OPEN)
        if pair is None:
            return Reply(call.say("listen.over"))
        await self._end(pair)
        other = pair.listener_route if self._is_author(call, pair) else pair.route
        await self._to(other, pair, "listen.ended_other", ())
        return Reply(call.say("listen.ended"), self._buttons(pair, ("report",)))

    async def report(self, call: Call[NoQuestions]) -> Reply:
        """Either side reports: it ends, and moderators can read what was said."""
        pair = await self._mine(call, Talk.OPEN, Talk.ENDED)
        if pair is None:
            return Reply(call.say("listen.over"))
        reported = replace(pair, stage=Talk.ENDED, reported=True, on=self.desk.today)
        await self.desk.pairs.put(reported)
        say, other = self.desk.say, pair.route
        if self._is_author(call, pair):
            other = pair.listener_route
        if pair.stage is Talk.OPEN:
            await self._to(other, pair, "listen.ended_other", ())
        buttons = (
            Button("listen.transcript", say("listen.button.transcript"), pair.id),
            Button("listen.ban", say("listen.button.ban"), pair.id),
        )
        by = pair.name if self._is_author(call, pair) else pair.listener_name
        text = say("listen.reported_room", by=by, author=pair.name, listener=pair.listener_name)
        await self.cards.tell(
            f"listen-report:{pair.id}", Reply(text, buttons, private=False, tone=Tone.ALERT)
        )
        return Reply(call.say("listen.reported"), tone=Tone.CARE)

    async def transcript(self, call: Call[NoQuestions]) -> Reply:
        """What was said, for moderators, once it was reported."""
        pair = await self.desk.pairs.get(call.about)
        if pair is None or not pair.reported:
            return Reply(call.say("listen.over"))
        lines = [f"{one.name}: {quoted(one.text)}" for one in pair.spoken]
        return Reply("\n".join(lines) or call.say("crisis.nothing_to_show"))

    async def ban(self, call: Call[BanWhy]) -> Reply:
        """The listener of a reported conversation listens and posts no more."""
        pair = await self.desk.pairs.get(call.about)
        if pair is None or not pair.reported:
            return Reply(call.say("listen.over"))
        ban = await self.desk.bans.add(pair.person, self.desk.today, call.form.reason)
        return Reply(call.say("vent.mods.banned", name=pair.listener_name, number=ban.number))

    async def _mine(self, call: Call[Any], *stages: Talk) -> Pair | None:
        """The conversation that a button is about: a pass for one's own side, then its name."""
        side = self.desk.vault.passed(call.about)
        pair = await self.desk.pairs.get(call.about.partition(":")[2])
        mine = pair is not None and side in {pair.thread, pair.listener}
        return pair if pair is not None and mine and pair.stage in stages else None

    async def _as_author(self, call: Call[Any], stage: Talk) -> Pair | None:
        """An offer that this person may answer: the button carries the pair's name."""
        pair = await self.desk.pairs.get(call.about)
        if pair is None or pair.stage is not stage:
            return None
        proof = self.desk.vault.proof(pair.thread, call.event.who)
        return pair if await self.desk.vents.owned_by(pair.thread, proof) else None

    def _is_author(self, call: Call[Any], pair: Pair) -> bool:
        return self.desk.vault.passed(call.about) == pair.thread

    async def _end(self, pair: Pair) -> None:
        await self.desk.pairs.put(replace(pair, stage=Talk.ENDED, on=self.desk.today))

    async def _to(
        self, route: SealedRoute, pair: Pair, key: str, names: tuple[str, ...]
    ) -> None:  # fmt: skip
        to_author = route == pair.route
        text = self.desk.say(key, name=pair.listener_name if to_author else pair.name)
        buttons = self._buttons(pair, names, author=to_author)
        await self._owe(route, f"{key}:{pair.id}", Reply(text, buttons))

    async def _owe(self, route: SealedRoute, step: str, what: Reply) -> None:
        await self.desk.outbox.owe(
            f"listen:{step}", (Rung(route, what),), due=self.desk.clock.now(),
            priority=Priority.REPLY,
        )  # fmt: skip

    def _buttons(
        self, pair: Pair, names: tuple[str, ...], *, author: bool = True
    ) -> tuple[Button, ...]:
        """An offer's buttons carry the pair, the others a pass for this side's own thread."""
        own = self.desk.vault.pass_for(pair.thread if author else pair.listener)
        side = f"{own}:{pair.id}"
        say = self.desk.say
        return tuple(
            Button(f"listen.{one}", say(f"listen.button.{one}"), pair.id if one in ASKS else side)
            for one in names
        )

    async def _taken(self, name: str) -> bool:
        return await self.desk.vents.named(name) is not None


ASKS = ("accept", "refuse")
SAYS = ("speak", "end", "report")
