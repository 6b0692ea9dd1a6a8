"""What moderators do with threads. Everything takes a post or a made-up name, never a person."""

import secrets
from dataclasses import dataclass, replace
from typing import Any

from bot.cog import Call
from bot.model.people import ThreadId
from bot.model.venting import Kind, Mode, PersonTag, Post, PostId, Stage, Vent
from bot.ports.delivery import Priority, Rung
from bot.relay.course import approved, behind, ended, moment, standing
from bot.ui.form import NoQuestions
from bot.ui.reply import Button, Reply, Tone, quoted
from cogs.vent.cards import Cards
from cogs.vent.desk import LOCKDOWN, Desk
from cogs.vent.forms import BanWhy, Decline, Lockdown, Named, Numbered, Switch, ToAuthor
from cogs.vent.rooms.publish import Publishing
from cogs.vent.rooms.telling import MODERATORS, REMOVED
from cogs.vent.talks import Talks
from cogs.vent.told import TRIED, hint


@dataclass(frozen=True, slots=True)
class Moderation:
    """The moderators' side."""

    desk: Desk
    publishing: Publishing
    cards: Cards

    async def approve(self, call: Call[NoQuestions]) -> Reply:
        """It was read by a person, and appears at its moment."""
        found = await self._held(call)
        if found is None:
            return Reply(call.say("vent.mods.done"))
        post, vent = found
        if await self._own(call, vent):
            return Reply(call.say("vent.mods.own"))
        if vent.muted:
            await self.publishing.stop(vent, post)
            return Reply(call.say("vent.mods.stopped", name=vent.name))
        due = moment(self.desk.clock.now(), self.desk.chance)
        if post.kind is Kind.ANSWER:
            due = behind(due, await self.desk.vents.posts_of(vent.id))
        waiting = approved(post, due)
        await self._ended(vent, waiting)
        return Reply(call.say("vent.mods.approved", name=vent.name))

    async def decline(self, call: Call[Decline]) -> Reply:
        """Its author is told why, kindly; nothing is held against them."""
        found = await self._held(call)
        if found is None:
            return Reply(call.say("vent.mods.done"))
        post, vent = found
        if await self._own(call, vent):
            return Reply(call.say("vent.mods.own"))
        say = self.desk.say
        told = "declined_edit" if post.kind is Kind.EDIT else "declined"
        words = [say(f"vent.author.{told}"), say(f"vent.why.{call.form.why}")]
        if call.form.words:
            words.append(say("vent.author.mods_say", text=quoted(call.form.words)))
        buttons = self._author_may(vent.id)
        if post.kind is not Kind.ANSWER:
            change = self.desk.say("vent.button.edit")
            buttons = (Button("vent.edit", change, self.desk.vault.pass_for(vent.id)), *buttons)
        text = "\n".join(words)
        await self.publishing.to_author(
            vent, f"declined:{post.id}", Reply(text, buttons, tone=Tone.CARE), MODERATORS
        )
        await self._ended(vent, ended(post, Stage.DECLINED))
        key = "vent.mods.declined_closed" if vent.closed else "vent.mods.declined"
        return Reply(call.say(key, name=vent.name))

    async def remove(self, call: Call[NoQuestions]) -> Reply:
        """Taken out of the rooms, as everybody sees; its author hears it a while later."""
        found = await self._of(call.about)
        if found is None:
            return Reply(call.say("vent.mods.by_hand"))
        _, vent = found
        await self.publishing.take_out(vent, "vent.shown.removed")
        text = self.desk.say("vent.author.removed")
        buttons = self._author_may(vent.id)
        await self.publishing.to_author(
            vent, "removed", Reply(text, buttons, tone=Tone.CARE), REMOVED
        )
        key = "vent.mods.removed_closed" if vent.closed else "vent.mods.removed"
        return Reply(call.say(key, name=vent.name))

    async def stays(self, call: Call[NoQuestions]) -> Reply:
        """A moderator looked at what was reported, and lets it stand."""
        found = await self._of(call.about)
        if found is None:
            return Reply(call.say("vent.thread_gone"))
        if await self._own(call, found[1]):
            return Reply(call.say("vent.mods.own"))
        await self._looked_at(found)
        return Reply(call.say("vent.mods.stays", name=found[1].name))

    async def mute(self, call: Call[NoQuestions]) -> Reply:
        """Nothing more is posted in this thread; its author can still write to moderators."""
        found = await self._of(call.about)
        if found is None:
            return Reply(call.say("vent.thread_gone"))
        await self._muted(found, muted=True)
        return Reply(call.say("vent.mods.muted", name=found[1].name))

    async def unmute(self, call: Call[NoQuestions]) -> Reply:
        """Its author can post in it again; what was stopped meanwhile stays out."""
        found = await self._of(call.about)
        if found is None:
            return Reply(call.say("vent.thread_gone"))
        await self._muted(found, muted=False)
        return Reply(call.say("vent.mods.unmuted", name=found[1].name))

    async def _muted(self, found: tuple[Post, Vent], *, muted: bool) -> None:
        """Every card of the thread says so, not only the one that was pressed."""
        vent = replace(found[1], muted=muted)
        await self.desk.vents.save(vent)
        await self.desk.vents.put_post(replace(found[0], reported=False))
        await self.cards.all_anew(vent)

    async def ban(self, call: Call[BanWhy]) -> Reply:
        """Whoever wrote it posts nothing anonymously any more; nobody learns who that is."""
        found = await self._of(call.about)
        if found is None:
            return Reply(call.say("vent.thread_gone"))
        vent = found[1]
        if (ban := await self.desk.banned_on(vent.id)) is not None:
            return Reply(call.say("vent.mods.banned_already", name=vent.name, number=ban.number))
        tag = await self._to_ban(vent)
        if tag is None:
            await self._muted(found, muted=True)
            return Reply(call.say("vent.mods.ban_ghost", name=vent.name))
        ban = await self.desk.ban(vent.id, tag, call.form.reason)
        await self._muted(found, muted=True)
        await Talks(self.desk).banned(tag)
        return Reply(call.say("vent.mods.banned", name=vent.name, number=ban.number))

    async def _to_ban(self, vent: Vent) -> PersonTag | None:
        """Whom to ban; of an erased thread who is remembered for a report of what they said.

        Else nobody, which must not be seen by the reply.
        """
        if vent.mode is Mode.GHOST:
            return None
        tag = await self.desk.vault.person_behind(vent.route) if vent.route else None
        if tag is None and vent.ends_at is not None:
            talks = await self.desk.pairs.of(vent.id)
            known = (self.desk.remembered.get(one.id) for one in talks)
            return next((one for one in known if one), PersonTag(secrets.token_hex(16)))
        return tag

    async def unban(self, call: Call[Numbered]) -> Reply:
        """Lift a ban by its number."""
        said = call.form.number.strip().lstrip("#")
        number = int(said) if said.isascii() and said.isdigit() else 0
        if not await self.desk.bans.lift(number):
            return Reply(call.say("vent.mods.no_ban"))
        sure = await self._off_the_cards(number)
        return Reply(call.say("vent.mods.unbanned" if sure else "vent.mods.unbanned_unsure"))

    async def _off_the_cards(self, number: int) -> bool:
        """No card names a ban that was lifted; False where nobody knows which ones do.

        After a restart any muted thread may be the one. But a card that is drawn anew would lose
        another ban, too, which stands and which only the card itself still knows.
        """
        threads = self.desk.banned_by.lifted(number)
        if not threads and not self.desk.banned_by.knows(await self.desk.bans.all()):
            return False
        for vent, _ in await self.desk.vents.alive():
            if vent.id in threads or (vent.muted and not threads):
                await self.cards.all_anew(vent)
        return True

    async def bans(self, call: Call[NoQuestions]) -> Reply:
        """Every ban by its number and reason."""
        found = await self.desk.bans.all()
        lines = [f"{one.number}. {one.on:%d %b %Y}: {quoted(one.reason)}" for one in found]
        return Reply("\n".join(lines) or call.say("vent.mods.no_bans"))

    async def write(self, call: Call[ToAuthor]) -> Reply:
        """Write to an author through the bot; they can answer the same way."""
        found = await self._of(call.about)
        if found is not None:
            await self._looked_at(found)
        thread = found[1].id if found else ThreadId(call.about)
        vent = found[1] if found else await self.desk.vents.get(thread)
        say, text = self.desk.say, quoted(call.form.text)
        words = say("vent.author.mods_write", text=text)
        what = Reply(words, self._author_may(thread), tone=Tone.CARE)
        if vent is not None and not vent.closed:
            owed = await self.publishing.to_author(vent, "mods", what, MODERATORS)
            return Reply(
                call.say(await self._promise(thread) if owed else "vent.mods.written_ghost")
            )
        if vent is None and not await self.desk.worried(thread):
            return Reply(call.say("crisis.closed_already"))
        route = await self.desk.way_to(thread)
        if route is None or not await self.desk.reaches(route):
            return Reply(call.say("vent.mods.no_way"))
        await self.desk.outbox.owe(
            f"to-author:{thread}:mods", (Rung(route, what),), due=self.desk.clock.now(),
            priority=Priority.ANSWER, incident=hint(thread),
            again_until=self.desk.clock.now() + TRIED,
        )  # fmt: skip
        return Reply(call.say(await self._promise(thread)))

    async def _promise(self, thread: ThreadId) -> str:
        """Whether moderators are told when it does not arrive: as `Told` does it."""
        return "vent.mods.written" if await self.desk.worried(thread) else "vent.mods.written_quiet"

    async def words(self, call: Call[NoQuestions]) -> Reply:
        """What was written, for the moderators."""
        found = await self._of(call.about)
        if found is None:
            return Reply(call.say("crisis.nothing_to_show"))
        return Reply(quoted(found[0].text), hangs=found[0].pictures)

    async def threads(self, call: Call[NoQuestions]) -> Reply:
        """Every living thread by its made-up name."""
        names = sorted(vent.name for vent, _ in await self.desk.vents.alive())
        lines = [call.say.many("vent.mods.threads", len(names)), *names]
        return Reply("\n".join(lines) if names else call.say("vent.mods.no_threads"))

    async def thread(self, call: Call[Named]) -> Reply:
        """A thread's card, for the moderator who asks."""
        vent = await self.desk.vents.named(call.form.name)
        posts = await self.desk.vents.posts_of(vent.id) if vent else ()
        opening = standing(posts)
        if vent is None or opening is None:
            return Reply(call.say("vent.mods.unknown", name=quoted(call.form.name)))
        return replace(await self.cards.face(vent, opening, call.say), private=True)

    async def lockdown(self, call: Call[Lockdown]) -> Reply:
        """Everything waits for a person, or does no longer."""
        if call.form.state is None:
            on = await self.desk.real(self.desk.lockdown)
            return Reply(call.say("vent.lockdown.is_on" if on else "vent.lockdown.is_off"))
        on = call.form.state is Switch.ON
        await self.desk.facts.put(LOCKDOWN, "on" if on else "off")
        key = "vent.lockdown.on" if on else "vent.lockdown.off"
        await self.cards.tell(f"lockdown:{key}", Reply(self.desk.say(key), private=False))
        return Reply(call.say(key))

    def _author_may(self, thread: ThreadId) -> tuple[Button, ...]:
        """How an author writes back to moderators, whatever mode the thread has."""
        carried = self.desk.vault.pass_for(thread)
        return (Button("vent.tell", self.desk.say("vent.button.tell"), carried),)

    async def _own(self, call: Call[Any], vent: Vent) -> bool:
        """Whether the moderator wrote it, as far as that can be proved: a ghost's is nobody's."""
        proof = self.desk.vault.proof(vent.id, call.event.who)
        return await self.desk.vents.owned_by(vent.id, proof) is not None

    async def _held(self, call: Call[Any]) -> tuple[Post, Vent] | None:
        found = await self._of(call.about)
        return found if found is not None and found[0].stage is Stage.HELD else None

    async def _of(self, about: str) -> tuple[Post, Vent] | None:
        post = await self.desk.vents.post(PostId(about))
        vent = await self.desk.vents.get(post.thread) if post else None
        return None if post is None or vent is None else (post, vent)

    async def _looked_at(self, found: tuple[Post, Vent]) -> None:
        """A moderator did something about it: a report of it waits no longer."""
        seen = replace(found[0], reported=False)
        await self.desk.vents.put_post(seen)
        await self.cards.refresh(found[1], seen)

    async def _ended(self, vent: Vent, post: Post) -> None:
        await self.desk.vents.put_post(post)
        await self.desk.vents.save(replace(vent, active_on=self.desk.today))
        await self.cards.refresh(vent, post)
