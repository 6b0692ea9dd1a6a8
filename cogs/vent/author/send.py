"""Sending a draft off: a reachable thread, a ghost's, a new wording, an answer."""

import asyncio
import secrets
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from typing import Any

from bot.cog import Call
from bot.model.people import SealedRoute, Thread, ThreadId
from bot.model.venting import Because, Draft, Kind, Mode, Post, PostId, Stage, Vent
from bot.relay.course import (
    ADDRESS_DAYS,
    behind,
    ended,
    moment,
    posted_later,
    silenced,
    standing,
    urgent,
)
from bot.relay.receipt import draw, verifier
from bot.ui.form import NoQuestions
from bot.ui.reply import Reply
from cogs.vent.author.changing import Changing
from cogs.vent.author.faces import confirmed, receipt
from cogs.vent.author.write import Writing
from cogs.vent.cards import Cards
from cogs.vent.desk import Desk


@dataclass(frozen=True, slots=True)
class Sending:
    """What follows a press on one of the preview's buttons. The draft goes, a post comes."""

    desk: Desk
    writing: Writing
    cards: Cards
    changing: Changing

    async def post(self, call: Call[NoQuestions]) -> Reply:
        """Reachable: a sealed address is kept, and the proof that the thread is one's own."""
        draft = await self._draft(call)
        if isinstance(draft, Reply):
            return draft
        who = call.event.who
        route = await self._address(draft, call)
        vent = await self._vent(draft, route.thread.id, Mode.REACHABLE, route)
        await self.desk.vents.add(vent, self.desk.vault.proof(vent.id, who), None)
        post = await self._posted(draft, vent, Mode.REACHABLE)
        return confirmed(vent, post, vent.id, call.say)

    async def ghost(self, call: Call[NoQuestions]) -> Reply:
        """A ghost: whatever address there was is destroyed first."""
        draft = await self._draft(call)
        return draft if isinstance(draft, Reply) else await self._ghost(call, draft, kept=False)

    async def ghost_with_address(self, call: Call[NoQuestions]) -> Reply:
        """A ghost who accepts an address for three days."""
        draft = await self._draft(call)
        return draft if isinstance(draft, Reply) else await self._ghost(call, draft, kept=True)

    async def send(self, call: Call[NoQuestions]) -> Reply:
        """A new wording, or an answer, that was looked at."""
        draft = await self._draft(call)
        if isinstance(draft, Reply):
            return draft
        return await self.go(draft, call)

    async def go(self, draft: Draft, call: Call[Any]) -> Reply:
        """Post into a thread that exists, if it still does."""
        vent = await self.desk.vents.get(draft.thread) if draft.thread else None
        if vent is None or vent.closed or vent.ends_at is not None:
            return Reply(call.say("vent.thread_gone"))
        if vent.muted:
            return Reply(call.say("vent.muted"))
        post = await self._posted(draft, vent, vent.mode)
        held = post.stage is Stage.HELD
        return Reply(call.say("vent.answer_held" if held else "vent.answered", name=vent.name))

    async def _draft(self, call: Call[NoQuestions]) -> Draft | Reply:
        """The draft, unless its author may not post, or it is over."""
        draft = await self.desk.real(lambda: self.writing.draft(call))
        if draft is None:
            return Reply(call.say("vent.draft_gone"))
        if await self.desk.real(lambda: self.desk.banned(call.event.who)):
            return Reply(call.say("vent.banned"))
        if (changed := await self.writing.unready(draft)) is not None:
            return await self.writing.shown(changed, call.event.who, call.say)
        return Reply(call.say("vent.later")) if self.desk.around.outage.standing_in else draft

    async def _ghost(self, call: Call[NoQuestions], draft: Draft, *, kept: bool) -> Reply:
        thread = draft.thread or ThreadId(secrets.token_hex(16))
        if not kept:
            await self.forget_address(thread)
        route = (
            await self.desk.vault.address(thread, call.event.who, lasting=True) if kept else None
        )
        vent = await self._vent(draft, thread, Mode.GHOST, route)
        words = draw(self.desk.lists.receipt)
        proving = await asyncio.to_thread(verifier, words)  # costs memory, and some 50 ms
        await self.desk.vents.add(vent, None, (words.locator, proving))
        await self._posted(draft, vent, Mode.GHOST)
        await self._incident_route(thread, route)
        return receipt(vent, words, call.say)

    async def forget_address(self, thread: ThreadId) -> None:
        """Destroy the key of the way back that was made when the text was assessed."""
        await self.desk.vault.close_thread(Thread(thread))
        await self._incident_route(thread, None)

    async def _incident_route(self, thread: ThreadId, route: SealedRoute | None) -> None:
        incident = await self.desk.incidents.last_for(Thread(thread))
        if incident is not None:
            await self.desk.incidents.save(replace(incident, route=route))

    async def _address(self, draft: Draft, call: Call[NoQuestions]) -> SealedRoute:
        if draft.thread is None:
            return await self.desk.vault.open_thread(call.event.who, lasting=True)
        return await self.desk.vault.address(draft.thread, call.event.who, lasting=True)

    async def _vent(
        self, draft: Draft, thread: ThreadId, mode: Mode, route: SealedRoute | None
    ) -> Vent:
        async def taken(name: str) -> bool:
            return await self.desk.vents.named(name) is not None

        name = await self.desk.lists.pseudonyms.draw(self.desk.chance, taken)
        until = self.desk.today + ADDRESS_DAYS if mode is Mode.GHOST and route else None
        return Vent(
            id=thread, name=name, mode=mode, wants=draft.wants, warns=draft.warns, route=route,
            route_until=until, active_on=self.desk.today, answers=draft.answers, only=draft.only,
        )  # fmt: skip

    async def _opened(self, vent: Vent) -> bool:
        """Whether the thread's first post passed: nothing is said behind one that did not."""
        return await self._opening_in(vent, {Stage.WAITING, Stage.POSTED})

    async def _opening_in(self, vent: Vent, stages: AbstractSet[Stage]) -> bool:
        posts = await self.desk.vents.posts_of(vent.id)
        return any(one.kind is Kind.OPENING and one.stage in stages for one in posts)

    async def _posted(self, draft: Draft, vent: Vent, mode: Mode) -> Post:
        """The draft becomes a post: held with a card, or waiting for its moment."""
        because = await self.writing.because(draft, mode)
        if draft.kind is Kind.EDIT:
            await self._overtaken(vent)
            if (changed := await self.changing.instead(vent, draft, because)) is not None:
                await self._done(draft, vent)
                return changed
            draft, because = await self._reopens(draft, vent, because)
        if draft.kind is Kind.ANSWER and not await self._opened(vent):
            because = (*because, Because.UNREAD)
        due = moment(self.desk.clock.now(), self.desk.chance)
        if draft.kind is Kind.ANSWER:
            due = behind(due, await self.desk.vents.posts_of(vent.id))
        post = posted_later(PostId(secrets.token_hex(16)), vent, draft, because, due)
        await self.desk.vents.put_post(post)
        await self._done(draft, vent)
        if post.stage is Stage.HELD:
            await self.cards.post(vent, post, None if urgent(because) else due)
        return post

    async def _done(self, draft: Draft, vent: Vent) -> None:
        """Its pictures go with the thread from now on; the draft and its key go."""
        await self.desk.pictures.hang(vent.id, await self.desk.pictures.of(draft.pictures))
        await self.desk.vents.save(replace(vent, active_on=self.desk.today))
        await self.desk.drafts.drop(draft.id)

    async def _reopens(
        self, draft: Draft, vent: Vent, because: tuple[Because, ...]
    ) -> tuple[Draft, tuple[Because, ...]]:
        """New words for an opening that did not pass: a new opening, read by a person first."""
        old = standing(await self.desk.vents.posts_of(vent.id))
        if old is not None and old.stage is Stage.POSTED:
            return draft, because
        if old is not None:
            await self.changing.publishing.replaced(vent, old)
        hangs = old.pictures if old is not None else ()
        return replace(draft, kind=Kind.OPENING, pictures=hangs), (*because, Because.UNREAD)

    async def _overtaken(self, vent: Vent) -> None:
        """Of two wordings the newer counts: one that still waits would replace it by chance.

        Its words go: what is removed and has words was taken down by moderators.
        """
        for older in await self.desk.vents.posts_of(vent.id):
            if older.kind is Kind.EDIT and older.stage in {Stage.HELD, Stage.WAITING}:
                after = silenced(ended(older, Stage.REMOVED))
                await self.desk.vents.put_post(after)
                await self.cards.refresh(vent, after)
