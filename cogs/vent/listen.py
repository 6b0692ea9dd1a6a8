"""Listening: a vetted listener offers, the author agrees, both under made-up names."""

import secrets
from dataclasses import dataclass, replace
from typing import Any

from bot.cog import Call
from bot.model.finding import Severity
from bot.model.people import Role, ThreadId
from bot.model.venting import Mode, Pair, PersonTag, PostId, Side, Spoken, Talk
from bot.ui.form import NoQuestions
from bot.ui.reply import Button, Reply, Tone, quoted
from cogs.vent.author.write import Writing
from cogs.vent.cards import Cards
from cogs.vent.desk import Desk
from cogs.vent.forms import BanWhy, ToOther
from cogs.vent.limits import TALKS
from cogs.vent.talks import ASKS, MOST_KEPT, SAYS, Talks, called


@dataclass(frozen=True, slots=True)
class Listening:
    """Neither side learns who the other is, and contact details are held back."""

    desk: Desk
    writing: Writing
    cards: Cards
    talks: Talks

    async def offer(self, call: Call[NoQuestions]) -> Reply:
        """A listener offers; the author is asked.

        Also where the listener's linked account wrote it: whoever talked somebody into a link
        would learn by a refusal what they wrote.
        """
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
        again = any(self.desk.vault.same(person, one) for one in known)
        if own is not None or again or await self.desk.banned(who):
            return Reply(call.say("listen.not_again"))
        route = await self.desk.vault.open_thread(who, lasting=True)
        name = await self.desk.lists.pseudonyms.draw(self.desk.chance, self._taken)
        pair = Pair(
            id=secrets.token_hex(8), thread=vent.id, name=vent.name, listener=route.thread.id,
            listener_name=name, route=vent.route, listener_route=route, person=person,
            on=self.desk.today,
        )  # fmt: skip
        await self.desk.pairs.put(pair)
        await self.talks.notice(pair, Side.AUTHOR, "listen.asked", ASKS)
        return Reply(call.say("listen.offered", name=vent.name, own=name))

    async def accept(self, call: Call[NoQuestions]) -> Reply:
        """The author agrees: both can write now."""
        pair = await self._as_author(call, Talk.OFFERED)
        if pair is None:
            return self._over(call)
        if not self.desk.around.listening():
            return Reply(call.say("listen.off"))
        if await self.talks.barred(pair):
            await self.talks.end(pair)
            return Reply(call.say("listen.over"))
        if any(one.stage is Talk.OPEN for one in await self.desk.pairs.of(pair.thread)):
            return Reply(call.say("listen.one_at_a_time"))
        opened = replace(pair, stage=Talk.OPEN, on=self.desk.today)
        await self.desk.pairs.put(opened)
        await self.talks.notice(opened, Side.LISTENER, "listen.opened_listener", SAYS)
        text = call.say("listen.opened", name=pair.listener_name)
        return Reply(text, self.talks.buttons(opened, SAYS, Side.AUTHOR))

    async def refuse(self, call: Call[NoQuestions]) -> Reply:
        """The author would rather not; that needs no reason."""
        pair = await self._as_author(call, Talk.OFFERED)
        if pair is None:
            return self._over(call)
        await self.talks.end(pair, Side.LISTENER)
        return Reply(call.say("listen.refused"))

    async def speak(self, call: Call[ToOther]) -> Reply:
        """Say something to the other side."""
        pair = await self._mine(call, Talk.OPEN)
        side = self._side(call, pair) if pair else None
        if pair is None or side is None or pair.gone is side:
            return self._over(call)
        if (no := await self._no_more(call, pair, side)) is not None:
            return no
        text = call.form.text
        if self.writing.identity(text, call.event.who):
            return Reply(call.say("listen.held_back"))
        if self.desk.lists.methods.named_in(text, low=True):
            return Reply(call.say("listen.method"))
        spoken = (*pair.spoken, Spoken(called(pair, side), text))[-MOST_KEPT:]
        await self.desk.pairs.put(replace(pair, spoken=spoken, on=self.desk.today))
        step = f"{len(pair.spoken)}-{secrets.token_hex(4)}"
        await self.talks.pass_on(pair, side.other, text, step)
        return Reply(call.say("listen.sent"))

    async def _no_more(self, call: Call[ToOther], pair: Pair, side: Side) -> Reply | None:
        """What is said where nothing is passed on any more: all but a ban end it."""
        if await self.desk.banned(call.event.who):
            return Reply(call.say("vent.banned"))
        if not self.desk.around.listening():
            return replace(await self.end(call), text=call.say("listen.switched_off"))
        vetted = side is Side.AUTHOR or Role.LISTENER in call.event.roles
        if not vetted or (pair.gone is None and await self.talks.barred(pair)):
            return await self.end(call)
        return None

    async def end(self, call: Call[Any]) -> Reply:
        """Either side ends it, at any time, without a reason. It cannot be offered again."""
        pair = await self._mine(call, Talk.OPEN)
        if pair is None:
            return self._over(call)
        side = self._side(call, pair)
        await self.talks.end(pair, side.other)
        return Reply(call.say("listen.ended"), self.talks.buttons(pair, ("report",), side))

    async def report(self, call: Call[NoQuestions]) -> Reply:
        """Either side reports: it ends, and moderators can read what was said."""
        pair = await self._mine(call, Talk.OPEN, Talk.ENDED)
        if pair is None:
            return await self._report_forgotten(call)
        side = self._side(call, pair)
        counts = self._counts(call)
        await self.talks.end(pair, side.other, reported=True)
        if counts or not pair.reported:
            await self._call_moderators(pair, side)
        return Reply(call.say("listen.reported"), tone=Tone.CARE)

    async def _call_moderators(self, pair: Pair, by: Side) -> None:
        """The other side can be banned, whichever that is; an author's thread muted, too."""
        say = self.desk.say
        buttons = [Button("listen.transcript", say("listen.button.transcript"), pair.id)]
        label = "listen.button.ban" if by is Side.AUTHOR else "listen.button.ban_author"
        buttons.append(Button("listen.ban", say(label), f"{pair.id}:{by.other}"))
        posts = await self.desk.vents.posts_of(pair.thread) if by is Side.LISTENER else ()
        buttons += [Button("vent.mute", say("vent.button.mute"), one.id) for one in posts[:1]]
        text = say(
            "listen.reported_room", by=called(pair, by), author=pair.name,
            listener=pair.listener_name,
        )  # fmt: skip
        what = Reply(text, tuple(buttons), private=False, tone=Tone.ALERT)
        await self.cards.tell(f"listen-report:{pair.id}:{by}", what, calls_for=Severity.ACTIVE)

    async def _report_forgotten(self, call: Call[NoQuestions]) -> Reply:
        """Nothing is left to show; moderators hear that it was reported all the same."""
        thread = self.desk.vault.passed(call.about)
        if thread is None:
            return self._over(call)
        if self._counts(call):
            name = await self.desk.called(thread) or self.desk.say("listen.somebody")
            button = Button("vent.write", self.desk.say("vent.button.write"), thread)
            text = self.desk.say("listen.reported_gone", name=name)
            what = Reply(text, (button,), private=False, tone=Tone.ALERT)
            await self.cards.tell("listen-report-gone", what, calls_for=Severity.ACTIVE)
        return Reply(call.say("listen.reported_late"), tone=Tone.CARE)

    async def transcript(self, call: Call[NoQuestions]) -> Reply:
        """What was said, for moderators, once it was reported."""
        pair = await self.desk.pairs.get(call.about)
        if pair is None or not pair.reported:
            return self._over(call)
        lines = [f"{one.name}: {quoted(one.text)}" for one in pair.spoken]
        return Reply("\n".join(lines) or call.say("crisis.nothing_to_show"))

    async def ban(self, call: Call[BanWhy]) -> Reply:
        """One side of a reported conversation listens and posts no more."""
        id_, _, side = call.about.partition(":")
        pair = await self.desk.pairs.get(id_)
        if pair is None or not pair.reported:
            return self._over(call)
        if side == Side.AUTHOR:
            return await self._ban_author(call, pair)
        return await self._banned(call, pair.person, pair.listener_name, pair.listener)

    async def _ban_author(self, call: Call[BanWhy], pair: Pair) -> Reply:
        author = await self.talks.author(pair)
        if author is None:
            await self._mute(pair.thread)
            return Reply(call.say("listen.ban_nobody", name=pair.name))
        said = await self._banned(call, author, pair.name, pair.thread)
        await self._mute(pair.thread)
        return said

    async def _banned(
        self, call: Call[BanWhy], person: PersonTag, name: str, thread: ThreadId
    ) -> Reply:
        """One ban of a side; a second press makes no second one."""
        if (ban := await self.desk.banned_on(thread)) is not None:
            return Reply(call.say("vent.mods.banned_already", name=name, number=ban.number))
        ban = await self.desk.ban(thread, person, call.form.reason)
        await self.talks.banned(person)
        return Reply(call.say("vent.mods.banned", name=name, number=ban.number))

    async def _mute(self, thread: ThreadId) -> None:
        vent = await self.desk.vents.get(thread)
        if vent is not None:
            muted = replace(vent, muted=True)
            await self.desk.vents.save(muted)
            await self.cards.all_anew(muted)

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

    def _side(self, call: Call[Any], pair: Pair) -> Side:
        author = self.desk.vault.passed(call.about) == pair.thread
        return Side.AUTHOR if author else Side.LISTENER

    def _counts(self, call: Call[Any]) -> bool:
        """Whether moderators are called once more: once a day by each side."""
        return self.desk.allows(TALKS, call.event.who, call.event.id, call.about)

    def _over(self, call: Call[Any]) -> Reply:
        return Reply(call.say("listen.over"))

    async def _taken(self, name: str) -> bool:
        return await self.desk.vents.named(name) is not None
