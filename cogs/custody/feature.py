"""The custodians' feature: it alone can open a seal, and never by one person."""

import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from bot.cog import Call, Cog, Command, Job
from bot.model.people import Member, Platform, Role, Room, SealedRoute, Thread, ThreadId
from bot.model.venting import Mode, PersonTag, Vent
from bot.outage import shown
from bot.ports.custody import Audit, Unseals
from bot.ports.delivery import Priority, Rung
from bot.ports.incidents import Incidents
from bot.ports.outage import Outage
from bot.ports.outbox import Outbox
from bot.ports.store import Store
from bot.ports.time import Clock
from bot.ports.vault import IdentityVault, Seals
from bot.ports.vents import Vents
from bot.relay.audit import Entry, Marked
from bot.relay.unseal import SAFETY_DELAY, Refused, Request, approve, open_once, over
from bot.ui.form import NoQuestions
from bot.ui.reply import Reply, Tone, mention, quoted
from bot.ui.texts import Say, Texts, Voice
from cogs.custody.forms import AgreeSeal, AskSeal, OpenSeal
from cogs.custody.notice import Notices

SHOWN = 20
MARK_CHARS = 12


@dataclass(frozen=True, slots=True)
class Behind:
    """A thread whose seal could be broken: what it is called, and the way back."""

    thread: ThreadId
    name: str
    route: SealedRoute


@dataclass(frozen=True, slots=True)
class Custody:
    """Asking, agreeing, opening once; each step in the trail and in the moderators' rooms."""

    vents: Vents
    incidents: Incidents
    unseals: Unseals[Request]
    audit: Audit[Entry, Marked]
    vault: IdentityVault
    seals: Seals
    notices: Notices
    outbox: Outbox
    store: Store
    texts: Texts
    clock: Clock
    rooms: Callable[[], tuple[Room, ...]]
    locale: Callable[[], str]
    first_account: Callable[[Member], Member]
    persons: Callable[[Member], frozenset[Member]]
    failing: Callable[[], bool]
    outage: Outage

    def cog(self) -> Cog:
        """Four commands, for custodians named in the settings alone."""
        role, trail = Role.CUSTODIAN, shown(self.trail, self.outage, "audit.unread")
        return Cog(
            name="custody",
            keeps=True,
            commands=(
                Command("unseal", AskSeal, self.ask, role=role),
                Command("unseal-approve", AgreeSeal, self.agree, role=role),
                Command("unseal-open", OpenSeal, self.open, role=role),
                Command("audit", NoQuestions, trail, role=role),
            ),
            jobs=(
                Job("audit-head", self._due, self._confirm),
                Job("unseals", self.notices.due, self.notices.run),
            ),
            forget=self.forget,
            export=self.export,
        )

    async def ask(self, call: Call[AskSeal]) -> Reply:
        """The first custodian asks, with a reason; the moderators' rooms hear it."""
        if self.failing():
            return Reply(call.say("unseal.not_now"))
        behind = await self._behind(call.form.name)
        if behind is None:
            return Reply(call.say("unseal.nothing"))
        now = self.clock.now()
        await self.notices.drop(now)
        asked = await self._request(behind.thread)
        if asked is not None and not asked.opened:
            return Reply(call.say("unseal.asked_already"))
        request = Request(
            id=secrets.token_hex(16), thread=behind.thread, name=behind.name,
            reason=call.form.reason, asked_by=self._person(call), asked_at=now,
        )  # fmt: skip
        await self.unseals.put(request)
        await self._trace(call, "asked", behind, request.reason)
        return Reply(call.say("unseal.asked"))

    async def agree(self, call: Call[AgreeSeal]) -> Reply:
        """The second custodian agrees. The author is told, at once or after 72 hours."""
        found = await self._asked_for(call)
        if isinstance(found, Reply):
            return found
        behind, request = found
        now = self.clock.now()
        agreed = approve(request, self._agreeing(call, request), now)
        if isinstance(agreed, Refused):
            return _refused(agreed, call.say)
        what = "approved-late" if call.form.wait else "approved"
        await self._trace(call, what, behind, request.reason)
        told = "unseal.author_late" if call.form.wait else "unseal.author"
        text = self._say(told, name=behind.name)
        due = now + SAFETY_DELAY if call.form.wait else now
        await self.unseals.put(await self.notices.owe(agreed, behind.route, text, due))
        return Reply(call.say("unseal.agreed_late" if call.form.wait else "unseal.agreed"))

    async def open(self, call: Call[OpenSeal]) -> Reply:
        """The first custodian sees who it is: once, and only here."""
        found = await self._asked_for(call)
        if isinstance(found, Reply):
            return found
        behind, request = found
        if not call.event.direct and call.event.whisper is None:
            return Reply(call.say("unseal.in_private"))
        opened = open_once(request, self._person(call), self.clock.now())
        if isinstance(opened, Refused):
            return _refused(opened, call.say)
        author = await self.seals.open(behind.route)
        await self.unseals.put(opened)
        await self._trace(call, "opened", behind, request.reason)
        if author is None:
            return Reply(call.say("unseal.nothing"))
        return Reply(call.say("unseal.shown", who=mention(replace(author, name=author.id))),
                     tone=Tone.ALERT)  # fmt: skip

    async def trail(self, call: Call[NoQuestions]) -> Reply:
        """The trail, and whether it is whole."""
        kept = await self.audit.all()
        fault = await self.audit.fault()
        state = call.say("audit.whole") if fault is None else call.say("audit.broken", number=fault)
        lines = [_line(one.entry, call.say) for one in kept[-SHOWN:] if one.entry is not None]
        return Reply("\n".join([state, *lines]))

    async def forget(self, who: Member) -> None:
        """The trail of custodians stays; it holds nothing of those who wrote."""
        del who

    async def export(self, who: Member) -> Mapping[str, object]:
        """Nothing is kept about members here."""
        del who
        return {}

    async def _behind(self, name: str) -> Behind | None:
        """A thread by its made-up name, or by the number of its incident; never a ghost's.

        A ghost's address was given for one thing alone: that moderators can write to them.
        """
        vent = await self.vents.named(name)
        if vent is not None:
            return _sealed(vent, vent.route, vent.name)
        number = name.strip().lstrip("#")
        incident = await self.incidents.get(number) if number.isdigit() else None
        if incident is None or not isinstance(incident.subject, Thread):
            return None
        posted = await self.vents.get(incident.subject.id)
        if posted is not None:
            return _sealed(posted, incident.route, f"#{incident.number}")
        way = incident.route
        return Behind(incident.subject.id, f"#{incident.number}", way) if way else None

    def _person(self, call: Call[Any]) -> PersonTag:
        """Which custodian this is, by the settings alone: nobody becomes another one by a link."""
        return self.vault.person(self.first_account(call.event.who))

    def _agreeing(self, call: Call[AgreeSeal], request: Request) -> PersonTag:
        """Who agrees; the one who asked, if that is one of this person's by what they linked."""
        own = {self.vault.person(one) for one in self.persons(call.event.who)}
        return request.asked_by if request.asked_by in own else self._person(call)

    async def _asked_for(
        self, call: Call[AgreeSeal] | Call[OpenSeal]
    ) -> tuple[Behind, Request] | Reply:
        """The thread and the request about it, or why there is none."""
        if self.failing():
            return Reply(call.say("unseal.not_now"))
        behind = await self._behind(call.form.name)
        request = await self._request(behind.thread) if behind else None
        if behind is None or request is None:
            return Reply(call.say("unseal.no_request"))
        return behind, request

    async def _request(self, thread: ThreadId) -> Request | None:
        """The request that is under way, else one that was used."""
        kept = [one for one in await self.unseals.all() if one.thread == thread]
        now = self.clock.now()
        living = next((one for one in kept if not over(one, now)), None)
        return living or next((one for one in kept if one.opened), None)

    async def _trace(self, call: Call[Any], what: str, behind: Behind, reason: str) -> None:
        """One entry in the trail; its mark is shown to the moderators, who can hold it later."""
        custodian = call.event.who
        who = f"{custodian.platform}:{custodian.id}"
        entry, mark = await self.audit.add(
            self.clock.now().date(), what, who, thread=behind.name, reason=reason
        )
        say = self._say
        text = say(
            f"unseal.room.{what.replace('-', '_')}", who=mention(custodian), name=behind.name,
            reason=quoted(reason), number=entry.number, mark=mark.hex()[:MARK_CHARS],
        )  # fmt: skip
        for room in self.rooms():
            await self.outbox.owe(
                f"unseal:{entry.number}:{room.platform}",
                (Rung(room, Reply(text, private=False, tone=Tone.ALERT)),),
                due=self.clock.now(), priority=Priority.ALERT,
            )  # fmt: skip

    async def _due(self) -> datetime | None:
        return self.clock.now() if self.audit.unconfirmed() else None

    async def _confirm(self, now: datetime) -> None:
        await self.store.unit(f"audit-head:{now.isoformat()}", self.audit.confirm)

    @property
    def _say(self) -> Voice:
        return self.texts.into(self.locale())


def _sealed(vent: Vent, route: SealedRoute | None, name: str) -> Behind | None:
    return None if route is None or vent.mode is Mode.GHOST else Behind(vent.id, name, route)


def _refused(why: Refused, say: Say) -> Reply:
    return Reply(say(f"unseal.refused.{why.value.replace('-', '_')}"))


def _line(entry: Entry, say: Say) -> str:
    what = say(f"audit.what.{entry.what.replace('-', '_')}")
    platform, _, id_ = entry.who.partition(":")
    who = mention(Member(Platform(platform), id_, id_))
    why = say("audit.reason", reason=quoted(entry.reason))
    return f"{entry.number}. {entry.on:%d %b %Y} {who}: {what} {entry.thread}. {why}"
