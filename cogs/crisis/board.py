"""The board: where cards stand, and how they are posted and edited in place."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

from pydantic import TypeAdapter

from bot.escalation.sleep import awake_at
from bot.model.finding import Severity
from bot.model.incident import Incident, State
from bot.model.people import Direct, Member, Platform, Role, Room, Target
from bot.ports.delivery import Priority, Rung
from bot.ui.reply import Button, Reply, Tone
from cogs.crisis.card import card, headline
from cogs.crisis.desk import ANYWHERE, Desk

BURST = timedelta(seconds=10)
AT_ONCE = 5
"""The first five incidents within ten seconds have cards of their own. Source: product.md, 3."""
DIGEST = "digest"
MOST_LISTED = 20
"""A digest lists no more, so that each has its button; who comes then begins the next one."""
MOST_KEPT = 50
"""How many digests are edited still; what stands on an older one can be opened all the same."""


@dataclass(frozen=True, slots=True)
class Digest:
    """The card that many incidents share: its name, and whom it lists."""

    name: str
    incidents: tuple[str, ...]


DIGESTS: TypeAdapter[Digest | tuple[Digest, ...]] = TypeAdapter(Digest | tuple[Digest, ...])
"""A row of before there were several holds one alone."""
NO_DIGEST = Digest("", ())


@dataclass(frozen=True, slots=True)
class Board:
    """Posts and refreshes cards. Every change of an incident ends here."""

    desk: Desk

    async def post(self, incident: Incident, *, call: bool) -> Incident:
        """Show a new card, or add it to the digest of a burst; returns what is now shown.

        At level 4 both: a room takes about one message a second, so that a card waits for all
        before it, and a line of what stands there already does not.
        """
        burst = await self._in_a_burst(incident)
        if burst and incident.level < Severity.IMMINENT:
            return await self._into_digest(incident)
        platforms = await self.platforms_for(incident)
        shown = await self.show_on(incident, platforms, call=call, listed=burst)
        return await self._into_digest(shown) if burst else shown

    async def show_on(
        self, incident: Incident, platforms: tuple[Platform, ...], *, call: bool,
        listed: bool = False,
    ) -> Incident:  # fmt: skip
        """Post the card on these platforms, where it does not stand yet.

        One that is `listed` as well goes behind what nobody has seen in any form.
        """
        new = tuple(one for one in platforms if one not in incident.shown)
        listed_too = incident.digest and not incident.only_listed
        shown = replace(incident, shown=(*incident.shown, *new), digest=listed_too)
        face = await self._face(shown)
        calls = await self.called(shown) if call else ()
        for platform in new:
            here = on(calls, platform) if call else ()
            first = Priority.ANSWER if listed else Priority.ALERT
            await self._owe_card(shown, platform, replace(face, calls=here), first)
        await self.desk.incidents.save(shown)
        if incident.digest or incident.shown:  # it was on a digest, or may be on one elsewhere
            await self._refresh_digest(incident)
        return shown

    async def refresh(self, incident: Incident, *, line: bool = True) -> None:
        """Edit the card wherever it is shown; and its `line`, if that may say something else."""
        await self.desk.incidents.save(incident)
        face = await self._face(incident)
        for platform in incident.shown:
            # It is edited where it stands, also in a room that is no moderators' room any more.
            room = next(iter(self.desk.reach.rooms_on(platform)), Room(platform, ANYWHERE.id))
            await self.desk.outbox.owe(
                f"edit:{incident.id}:{platform}", (Rung(room, face),),
                due=self.desk.clock.now(), priority=Priority.UPDATE,
                slot=slot(incident, platform), edits=True,
            )  # fmt: skip
        listed = incident.digest or self._lacks_a_card(incident)
        if (line and listed) or incident.state is State.CLOSED:
            await self._refresh_digest(incident)

    def _lacks_a_card(self, incident: Incident) -> bool:
        """Whether it may stand on a digest still, on a platform where nobody has opened it."""
        return not set(self.desk.reach.platforms) <= set(incident.shown)

    async def called(self, incident: Incident) -> tuple[Member | Role, ...]:
        """Who is called first: those on duty, and if there are none, every moderator."""
        del incident
        on_duty = await self.desk.rota.on_duty()
        return tuple(on_duty) or (Role.MODERATOR,)

    async def platforms_for(self, incident: Incident) -> tuple[Platform, ...]:
        """Where its moderators are: its own platform, and wherever somebody is on duty."""
        home = incident.room.platform if incident.room else None
        reach = self.desk.reach.platforms
        first = home if home in reach else next(iter(reach), None)
        on_duty = [one.platform for one in await self.desk.rota.on_duty()]
        wanted = ([first] if first else []) + [one for one in on_duty if one in reach]
        return tuple(dict.fromkeys(wanted))

    async def _owe_card(
        self, incident: Incident, platform: Platform, face: Reply, priority: Priority
    ) -> None:
        rooms = self.desk.reach.rooms_on(platform)
        if not rooms:
            return
        places: list[Target] = [*rooms, *map(Direct, self.desk.reach.owners)]
        await self.desk.outbox.owe(
            f"card:{incident.id}:{platform}", tuple(Rung(to, face) for to in places),
            due=self.desk.clock.now(), priority=priority,
            slot=slot(incident, platform), incident=incident.id,
        )  # fmt: skip

    async def _face(self, incident: Incident) -> Reply:
        texts = await self.desk.incidents.texts(incident)
        return card(incident, texts, self.desk.say, self.desk.detector)

    async def _in_a_burst(self, incident: Incident) -> bool:
        since = incident.active_at - BURST
        recent = await self.desk.incidents.opened_since(since)
        return sum(not one.digest for one in recent if one.id != incident.id) >= AT_ONCE

    async def _into_digest(self, incident: Incident) -> Incident:
        recent = {
            one.id for one in await self.desk.incidents.opened_since(incident.active_at - BURST)
        }
        digests, new = joined(await self._digests(), incident.id, recent)
        listed = replace(incident, digest=True)
        await self.desk.incidents.save(listed)
        await self._keep(digests)
        await self._show_digest(digests[-1], new=new)
        return listed

    async def _digests(self) -> tuple[Digest, ...]:
        """Those that are edited still, the newest last."""
        kept = await self.desk.facts.get(DIGEST)
        found = () if kept is None else DIGESTS.validate_json(kept)
        return tuple(one for one in (found if isinstance(found, tuple) else (found,)) if one.name)

    async def _keep(self, digests: tuple[Digest, ...]) -> None:
        await self.desk.facts.put(DIGEST, DIGESTS.dump_json(digests[-MOST_KEPT:]).decode())

    async def _refresh_digest(self, incident: Incident) -> None:
        for one in await self._digests():
            if incident.id in one.incidents:
                await self._show_digest(one, new=False)

    async def _show_digest(self, digest: Digest, *, new: bool) -> None:
        """An edit is an alert as well: by a line of it somebody is seen for the first time."""
        now = self.desk.clock.now()
        for platform in self.desk.reach.platforms:
            listed = await self._listed(digest, platform)
            face = self._digest_face(listed)
            level = max((one.level for one in listed), default=Severity.ACTIVE)
            awake = awake_at(self.desk.reach.ladder.sleep, now, level) <= now
            calling = replace(face, calls=(Role.MODERATOR,) if new and awake else ())
            rooms = (Rung(room, calling) for room in self.desk.reach.rooms_on(platform))
            owners = self.desk.reach.owners if new else ()
            rungs = (*rooms, *(Rung(Direct(one), face) for one in owners))
            await self.desk.outbox.owe(
                f"digest:{digest.name}:{platform}:{new}", rungs, due=now, priority=Priority.ALERT,
                slot=f"digest:{digest.name}:{platform}", edits=not new,
                incident=f"{DIGEST}:{digest.name}",
            )  # fmt: skip

    async def undelivered(self, digest: str, *, lost: bool) -> tuple[str, ...]:
        """A digest that did not arrive: whom it lists. Who comes after a lost one is on another."""
        known = await self._digests()
        found = next((one for one in known if one.name == digest), None)
        if found is None:
            return (digest,)
        if lost:
            await self._keep(tuple(one for one in known if one is not found))
        return found.incidents

    async def _listed(self, digest: Digest, platform: Platform) -> list[Incident]:
        """What is open, and has no card of its own on this platform.

        Who opened it on another one may have been the only one to see it. A card that is owed and
        does not stand yet is none.
        """
        found = [await self.desk.incidents.get(one) for one in digest.incidents]
        still = [one for one in found if one and one.state is not State.CLOSED]
        return [one for one in still if not await self._has_card(one, platform)]

    def _digest_face(self, listed: Sequence[Incident]) -> Reply:
        say = self.desk.say
        lines = [
            say("digest.headline", number=len(listed)),
            *(headline(one, say) for one in listed),
        ]
        opens = tuple(
            Button("crisis.open", say("digest.open", number=one.number), one.id) for one in listed
        )
        return Reply("\n".join(lines), opens, private=False, tone=Tone.ALERT)

    async def _has_card(self, incident: Incident, platform: Platform) -> bool:
        if platform not in incident.shown:
            return False
        return not incident.digest or await self.desk.outbox.stands(slot(incident, platform))


def joined(
    known: tuple[Digest, ...], incident: str, recent: Collection[str]
) -> tuple[tuple[Digest, ...], bool]:
    """The digests with this incident on the newest one; True where it begins one of its own.

    It goes on a digest that lists somebody of the same burst, and has room for one more.
    """
    *earlier, newest = known or (NO_DIGEST,)
    same_burst = not set(recent).isdisjoint(newest.incidents)
    if same_burst and len(newest.incidents) < MOST_LISTED:
        listed = tuple(dict.fromkeys((*newest.incidents, incident)))
        return (*earlier, replace(newest, incidents=listed)), False
    others = (one for one in known if one.name != incident)
    return (*others, Digest(incident, (incident,))), True


def slot(incident: Incident, platform: Platform) -> str:
    """The name under which a card is edited in place."""
    return f"card:{incident.id}:{platform}"


def on(calls: tuple[Member | Role, ...], platform: Platform) -> tuple[Member | Role, ...]:
    """Those who can be called on this platform; somebody always is."""
    here = tuple(one for one in calls if isinstance(one, Role) or one.platform is platform)
    return here or (Role.MODERATOR,)
