"""The vent feature as a table of values."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bot.cog import Action, Cog, Command, Job, Undelivered, Use, Worries
from bot.model.finding import Concerns
from bot.model.people import Member, Role
from bot.model.venting import Pair, Vent
from bot.ports.incidents import with_account
from bot.ports.store import Store
from bot.relay.course import one_by_one
from bot.ui.form import NoQuestions
from cogs.vent.author.answer import Answering
from cogs.vent.author.cases import Cases
from cogs.vent.author.changing import Changing
from cogs.vent.author.choosing import Choosing
from cogs.vent.author.gather import Gathering
from cogs.vent.author.inbox import Inbox
from cogs.vent.author.reply import Replying
from cogs.vent.author.send import Sending
from cogs.vent.author.stays import Stays
from cogs.vent.author.write import Writing
from cogs.vent.cards import Cards
from cogs.vent.desk import Desk
from cogs.vent.forms import (
    Answer,
    AnswerTo,
    BanWhy,
    Decline,
    Lockdown,
    Named,
    Numbered,
    Options,
    ReceiptWords,
    Tell,
    ToAuthor,
    ToAuthorOf,
    ToOther,
    Write,
)
from cogs.vent.listen import Listening
from cogs.vent.moderate import Moderation
from cogs.vent.outage import guarded
from cogs.vent.rooms.late import Late
from cogs.vent.rooms.publish import Publishing
from cogs.vent.rooms.readers import Rooms
from cogs.vent.talks import Talks
from cogs.vent.tidy import Tidying
from cogs.vent.told import Told
from cogs.vent.typed import Typed


@dataclass(frozen=True, slots=True)
class Parts:
    """The rooms of the feature, put together over one desk."""

    cards: Cards
    writing: Writing
    publishing: Publishing
    sending: Sending
    answering: Answering

    @classmethod
    def over(cls, desk: Desk, store: Store) -> "Parts":
        """Put them together."""
        cards, writing = Cards(desk), Writing(desk)
        publishing = Publishing(desk, store, cards)
        sending = Sending(desk, writing, cards, Changing(desk, publishing, cards))
        answering = Answering(desk, writing, sending, publishing, cards)
        return cls(cards, writing, publishing, sending, answering)


@dataclass(frozen=True, slots=True)
class Venting:
    """The vent feature over one desk."""

    desk: Desk
    store: Store

    def worried_on(self) -> Worries:
        """Who takes a worry about a post of ours."""
        parts = self._parts()
        return Rooms(
            self.desk, Late(self.desk, self.store, parts.publishing), parts.cards
        ).worried_on

    def cog(self) -> Cog:
        """Commands, buttons, the ear for replies, and the jobs that publish and tidy up."""
        parts = self._parts()
        late = Late(self.desk, self.store, parts.publishing)
        rooms = Rooms(self.desk, late, parts.cards)
        moderation = Moderation(self.desk, parts.publishing, parts.cards)
        talks = Talks(self.desk)
        listening = Listening(self.desk, parts.writing, parts.cards, talks)
        told = Told(self.desk, parts.cards)
        tidying = Tidying(self.desk, self.store, parts.answering)
        inbox = Inbox(self.desk)
        replying = Replying(self.desk, parts.writing)
        members = _members(parts.writing, parts.answering, inbox, replying)
        return Cog(
            name="vent",
            keeps=True,
            commands=guarded(self.desk, (*members, *_moderators(moderation))),
            actions=guarded(
                self.desk,
                (
                    *_drafts(parts.writing, parts.sending),
                    *_authors(parts.answering, inbox),
                    Action("vent.reply", replying.write, AnswerTo, texts=Use.DRAFT),
                    *_readers(rooms),
                    *_work(moderation),
                    *_listening(listening),
                ),
            ),
            jobs=(
                Job("vents", parts.publishing.due, parts.publishing.run),
                Job("vents-late", late.due, late.run),
                Job("vents-tidy", tidying.due, tidying.run),
            ),
            free_text=parts.writing.free_text,
            gathers=Gathering(self.desk, self.store, parts.writing).gather,
            replied=rooms.replied,
            undelivered=each(parts.publishing.undelivered, told.undelivered, talks.undelivered),
            left=self.left,
            forget=self.forget,
            export=self.export,
            stays=Stays(self.desk, parts.answering).names,
        )

    async def forget(self, who: Member) -> None:
        """Forget whose a person's reachable threads are, take them out, and what they listened to.

        What was not posted goes, too, as far as this process knows whose it was.

        Several go one by one, in hours drawn by lot: together they would be seen to be one
        person's, in the rooms, in lists of threads, and in the rows. So does a single one where
        something changes at this moment that others know the person by.
        """
        answering, talks = self._parts().answering, Talks(self.desk)
        hour_now = self.desk.clock.now().replace(minute=0, second=0, microsecond=0)
        own = await answering.threads_of(who)
        hours = one_by_one(len(own), self.desk.chance)
        seen = len(own) > 1 or await self._seen(who)
        for vent, hour in zip(own, hours, strict=True):
            if seen:
                await answering.end_later(vent, hour_now + hour)
            else:
                await answering.take_out(vent)
        await Cases(self.desk).forget(who)
        for draft in self.desk.unposted.of(self.desk.vault.person(who)):
            await self.desk.drafts.drop(draft)
        for pair in await self.desk.pairs.all():
            if self._listens(who, pair):
                await talks.erased(pair)

    async def _seen(self, who: Member) -> bool:
        """Whether moderators have, or had, a card with the name, or rely on them being there."""
        return bool(
            self.desk.lately_linked(who)  # something changes for the other account as well
            or await self.desk.incidents.all_for(who)
            or await with_account(self.desk.incidents, who)
            or who in await self.desk.rota.on_duty()
            or [one for one in await self.desk.pairs.all() if self._listens(who, one)]
        )

    def _listens(self, who: Member, pair: Pair) -> bool:
        return pair.person == self.desk.vault.person(who)

    async def left(self, who: Member) -> None:
        """Nothing that is said in a listening conversation reaches who left."""
        await Talks(self.desk).left(self.desk.vault.person(who))

    async def export(self, who: Member) -> Mapping[str, object]:
        """A person's reachable threads, and what moderators have, with what they wrote there."""
        threads = [
            {
                "name": vent.name,
                "texts": await self._texts(vent),
                "told": [one.text for one in await self.desk.vents.lines(vent.id)],
            }
            for vent in await self._parts().answering.threads_of(who)
        ]
        return {"threads": threads, "cases": await Cases(self.desk).export(who)}

    async def _texts(self, vent: Vent) -> list[Mapping[str, str | int]]:
        posts = await self.desk.vents.posts_of(vent.id)
        return [
            {"kind": one.kind.value, "text": one.text, "pictures": len(one.pictures)}
            for one in posts
        ]

    def _parts(self) -> Parts:
        return Parts.over(self.desk, self.store)


def each(*hears: Undelivered) -> Undelivered:
    """All of these are told."""

    async def told(about: str, lost: bool) -> None:  # noqa: FBT001 - the worker's call
        for one in hears:
            await one(about, lost)

    return told


def _members(
    writing: Writing, answering: Answering, inbox: Inbox, replying: Replying
) -> tuple[Command[Any], ...]:
    ask = replying.ask
    return (
        Command("vent", Write, writing.vent, texts=Use.DRAFT),
        Command("ghost", Write, writing.ghost_vent, texts=Use.GHOST),
        Command("my-vents", NoQuestions, answering.mine, words=("my vents",)),
        Command("reply-anonymously", NoQuestions, ask, on_message=True, texts=Use.DRAFT),
        Command("replies", ReceiptWords, inbox.replies, texts=Use.RELAYED),
    )


def _moderators(moderation: Moderation) -> tuple[Command[Any], ...]:
    role, typed = Role.MODERATOR, Typed(moderation)
    return (
        Command("vents", NoQuestions, moderation.threads, role=role),
        Command("thread", Named, moderation.thread, role=role),
        Command("lockdown", Lockdown, moderation.lockdown, role=role),
        Command("bans", NoQuestions, moderation.bans, role=role),
        Command("unban", Numbered, moderation.unban, role=role),
        Command("write", ToAuthorOf, typed.write, role=role),
    )


def _drafts(writing: Writing, sending: Sending) -> tuple[Action[Any], ...]:
    choosing = Choosing(writing.desk, writing)
    return (
        Action("vent.preview", writing.look, texts=Use.DRAFT),
        Action("vent.options", choosing.options, Options, texts=Use.DRAFT),
        Action("vent.only", choosing.only, texts=Use.DRAFT),
        Action("vent.throw", writing.throw, texts=Use.DRAFT),
        Action("vent.post", sending.post, texts=Use.DRAFT),
        Action("vent.ghost", writing.ask_ghost, texts=Use.DRAFT),
        Action("vent.ghost_post", sending.ghost, texts=Use.DRAFT),
        Action("vent.ghost_address", sending.ghost_with_address, texts=Use.DRAFT),
        Action("vent.send", sending.send, texts=Use.DRAFT),
    )


def _authors(answering: Answering, inbox: Inbox) -> tuple[Action[Any], ...]:
    return (
        Action("vent.answer", answering.answer, Answer, texts=Use.RELAYED),
        Action("vent.edit", answering.edit, Write, texts=Use.RELAYED),
        Action("vent.tell", answering.tell, Tell, texts=Use.RELAYED, calls_for=Concerns.SELF),
        Action("vent.withdraw", answering.withdraw, texts=Use.RELAYED),
        Action("vent.close", answering.close, texts=Use.RELAYED),
        Action("vent.mine", answering.mine, texts=Use.RELAYED),
        Action("vent.earlier", inbox.earlier, texts=Use.RELAYED),
    )


def _readers(rooms: Rooms) -> tuple[Action[Any], ...]:
    return (
        Action("vent.show", rooms.show),
        Action("vent.report", rooms.report),
        Action("vent.worried", rooms.worried, calls_for=Concerns.OTHER),
    )


def _listening(listening: Listening) -> tuple[Action[Any], ...]:
    role = Role.MODERATOR
    return (
        Action("vent.offer", listening.offer, role=Role.LISTENER, texts=Use.RELAYED),
        Action("listen.accept", listening.accept, texts=Use.RELAYED),
        Action("listen.refuse", listening.refuse, texts=Use.RELAYED),
        Action("listen.speak", listening.speak, ToOther, texts=Use.RELAYED),
        Action("listen.end", listening.end, texts=Use.RELAYED),
        Action("listen.report", listening.report, texts=Use.RELAYED),
        Action("listen.transcript", listening.transcript, role=role),
        Action("listen.ban", listening.ban, BanWhy, role=role),
    )


def _work(moderation: Moderation) -> tuple[Action[Any], ...]:
    role = Role.MODERATOR
    return (
        Action("vent.approve", moderation.approve, role=role),
        Action("vent.decline", moderation.decline, Decline, role=role),
        Action("vent.remove", moderation.remove, role=role),
        Action("vent.stays", moderation.stays, role=role),
        Action("vent.mute", moderation.mute, role=role),
        Action("vent.unmute", moderation.unmute, role=role),
        Action("vent.ban", moderation.ban, BanWhy, role=role),
        Action("vent.write", moderation.write, ToAuthor, role=role),
        Action("vent.words", moderation.words, role=role),
    )
