"""The steps of setup: what is clear is set at once, what is not is said, and nothing guessed."""

from collections.abc import AsyncIterator, Callable, Iterable
from dataclasses import dataclass, replace
from typing import Any, Protocol, TypeVar

from bot.cog import Call
from bot.model.community import Community, Grant, disarmed
from bot.model.events import Invoked, Pressed
from bot.model.people import Platform, Role, Room
from bot.outbox.openings import fact_of, held_on
from bot.ports.survey import Ability, SurveyedRoom
from bot.ui.reply import Button, Reply, channel
from bot.ui.texts import Say
from cogs.setup.calls import with_calls
from cogs.setup.checks import (
    READS,
    SPEAKS,
    Ail,
    Finding,
    Surveyed,
    findings,
    hindrances,
    moderators_of,
    pictures_hindered,
)
from cogs.setup.desk import Desk
from cogs.setup.forms import CallsForm, PeopleForm, RolesForm, RoomsForm
from cogs.setup.names import Read, roles_read, rooms_read
from cogs.setup.panel import finding_line, lines_of, step_of
from cogs.setup.people import with_people
from cogs.setup.picked import ROLES
from cogs.setup.times import means


class Placed(Protocol):
    """A room or a role of some platform."""

    @property
    def platform(self) -> Platform:
        """Which one."""
        ...


P = TypeVar("P", bound=Placed)


@dataclass(frozen=True, slots=True)
class Steps:
    """Each step takes its form, or with nothing in it shows what is set.

    What is set on a platform that is out of reach stays: its names cannot be looked up now.
    """

    desk: Desk

    async def rooms(self, call: Call[RoomsForm]) -> Reply:
        """Where alerts, vents and the notice go."""
        form = call.form
        if form == RoomsForm():
            return self._shown("rooms", call)
        if not self.desk.surveys.now:
            return Reply(call.say("setup.unreachable"))
        ruled = ruled_by(call.event, self.desk)
        moderators = self._rooms(form.moderators, READS, call.say, ruled, closed=True)
        vent = self._rooms(form.vent, READS, call.say, ruled)
        notice = self._rooms(form.notice, SPEAKS, call.say, ruled)

        def to(old: Community) -> Community:
            return replace(
                old, moderator_rooms=_or(moderators, old.moderator_rooms, ruled),
                vent_rooms=_or(vent, old.vent_rooms, ruled),
                notice_rooms=_or(notice, old.notice_rooms, ruled),
            )  # fmt: skip

        problems = [one for read in (moderators, vent, notice) if read for one in read.problems]
        after = to(self.desk.community)
        both = set(after.moderator_rooms) & {*after.vent_rooms, *after.notice_rooms}
        if both:
            names = ", ".join(channel(one) for one in sorted(both, key=lambda one: one.id))
            problem = call.say("setup.rooms.both", rooms=names)
            return self._told("rooms", call, [problem], changed=False)
        return await self._changed("rooms", call, to, problems)

    async def roles(self, call: Call[RolesForm]) -> Reply:
        """Which of the platform's roles are moderators, listeners and admins here."""
        form = call.form
        if form == RolesForm():
            return self._shown("roles", call)
        if not self.desk.surveys.now:
            return Reply(call.say("setup.unreachable"))
        ruled = ruled_by(call.event, self.desk)
        asked = {
            role: self._grants(text, role, call.say, ruled)
            for name, role in ROLES.items()
            if (text := getattr(form, name)) is not None
        }

        def to(old: Community) -> Community:
            each = (_or(asked.get(role), old.granted(role), ruled) for role in ROLES.values())
            return replace(old, grants=tuple(grant for grants in each for grant in grants))

        problems = [one for read in asked.values() for one in read.problems]
        return await self._changed("roles", call, to, problems)

    async def people(self, call: Call[PeopleForm]) -> Reply:
        """Country, languages, who is admitted, whether listeners are vetted."""
        if call.form == PeopleForm():
            return self._shown("people", call)
        form, cannot = call.form, []
        if form.pictures and self.desk.backing.redraws.works is False:
            form, cannot = replace(form, pictures=None), [call.say("setup.people.cannot_draw")]
        to, problems = with_people(form, self.desk.directory, call.say)
        return await self._changed("people", call, to, [*cannot, *problems])

    async def calls(self, call: Call[CallsForm]) -> Reply:
        """The ladder's waits and the moderators' sleep."""
        if call.form == CallsForm():
            return self._shown("calls", call)
        to, problems = with_calls(call.form, call.event.at, call.say)
        return await self._changed("calls", call, to, problems)

    def _rooms(
        self, text: str | None, needs: tuple[Ability, ...], say: Say, ruled: Surveyed, *,
        closed: bool = False,
    ) -> Read[Room] | None:  # fmt: skip
        """The rooms of one answer; `closed` rooms must not be open to everybody."""
        if text is None:
            return None
        if means(text, say, "setup.words.nowhere"):
            return Read(problems=(say("setup.rooms.need_one"),) if closed else ())
        read = rooms_read(text, ruled, say)
        problems = [*read.problems, *self._unfit(read.things, needs, say)]
        if closed:
            open_ones = (one.room for one in read.things if one.open_to_all)
            problems += [say("setup.rooms.open", room=channel(one)) for one in open_ones]
        rooms = Read(tuple(one.room for one in read.things), tuple(problems), read.on)
        old = self.desk.community.moderator_rooms
        return _needing(rooms, old, say("setup.rooms.need_one"), ruled) if closed else rooms

    def _unfit(
        self, rooms: tuple[SurveyedRoom, ...], needs: tuple[Ability, ...], say: Say
    ) -> list[str]:
        found = (
            one for room in rooms for one in hindrances(room.room, needs, self.desk.surveys.now)
        )
        return lines_said(found, say)

    def _grants(self, text: str, role: Role, say: Say, ruled: Surveyed) -> Read[Grant]:
        """The roles of one answer; one that nobody or everybody holds is none."""
        if means(text, say, "setup.words.nowhere"):
            needed = role is Role.MODERATOR
            return Read(problems=(say("setup.roles.need_one"),) if needed else ())
        read = roles_read(text, ruled, say)
        problems = list(read.problems)
        for _, one in read.things:
            if one.everybody:
                problems.append(say("setup.roles.everybody", name=one.name))
            elif one.holders == 0:
                problems.append(say("setup.roles.nobody", name=one.name))
        grants = tuple(Grant(role, platform, one.id, one.name) for platform, one in read.things)
        found = Read(grants, tuple(dict.fromkeys(problems)), read.on)
        old = self.desk.community.granted(role)
        needed = role is Role.MODERATOR
        return _needing(found, old, say("setup.roles.need_one"), ruled) if needed else found

    async def _changed(
        self, step: str, call: Call[Any], to: Callable[[Community], Community],
        problems: list[str],
    ) -> Reply:  # fmt: skip
        """Change what is clear; say what is not, and what follows from the change."""
        before, now = self.desk.community, call.event.at
        here = call.event.who.platform

        def change(old: Community) -> Community:
            return disarmed(old, _placed(old, to(old), here), now)

        after = await self.desk.communities.change(change)
        follows = [call.say("setup.disarmed")] if before.armed and not after.armed else []
        if step == "roles" and moderators_of(after, self.desk.surveys.now) == 1:
            follows.append(call.say("doctor.one_moderator"))
        if step == "people" and after.pictures and not before.pictures:
            found = pictures_hindered(after, self.desk.surveys.now)
            follows += [call.say("setup.people.pictures_on"), *lines_said(found, call.say)]
        return self._told(step, call, problems, *follows, changed=after != before)

    def _told(
        self, step: str, call: Call[Any], problems: list[str], *follows: str, changed: bool
    ) -> Reply:
        say = call.say
        unclear = say("setup.not_set" if changed else "setup.nothing_set")
        said = [unclear, *problems] if problems else [say("setup.set")]
        lines = [*said, *lines_of(step, self.desk.community, self.desk.surveys.now, say), *follows]
        again = Button(f"setup.{step}", say(f"setup.button.{step}"))
        panel = Button("setup.panel", say("setup.button.panel"))
        return Reply("\n".join(lines), (again, panel) if problems else (panel,))

    def _shown(self, step: str, call: Call[Any]) -> Reply:
        return step_of(step, self.desk.community, self.desk.surveys.now, call.say)


def ruled_by(event: Invoked | Pressed, desk: Desk) -> Surveyed:
    """The platforms whose rooms and roles whoever acted may name.

    Until both are linked the admins of one rule that one; those in the settings rule both.
    """
    surveys, here = desk.surveys.now, event.who.platform
    if desk.community.linked or event.who in desk.backing.admins:
        return surveys
    return {name: survey for name, survey in surveys.items() if name is here}


def _placed(old: Community, new: Community, here: Platform) -> Community:
    """With its home, and linked for good once it stands on both: only undoing parts it again."""
    if new == old:
        return old
    return replace(new, home=old.base or new.base or here, approved=old.linked or new.linked)


def _needing(read: Read[P], old: tuple[P, ...], problem: str, ruled: Surveyed) -> Read[P]:
    """The same, or the problem that nothing would be left of what alerts need."""
    left = read.problems or _or(read, old, ruled)
    return read if left else replace(read, problems=(problem,))


def _or(read: Read[P] | None, old: tuple[P, ...], ruled: Surveyed) -> tuple[P, ...]:
    """What was read, where it was asked for and is clear; else what was there."""
    if read is None or read.problems:
        return old
    away = (
        one for one in old if one.platform not in ruled or read.on not in {None, one.platform}
    )  # fmt: skip
    return (*read.things, *away)


def lines_said(found: Iterable[Finding], say: Say) -> list[str]:
    """Findings as sentences of their own."""
    return [finding_line(one, say).removeprefix("- ") for one in found]


async def missing(desk: Desk) -> tuple[Finding, ...]:
    """The doctor's findings as things are now."""
    on_duty = bool(await desk.rota.on_duty())
    surveys = desk.surveys
    found = findings(desk.community, surveys.now, surveys.lacks, desk.backing, on_duty=on_duty)
    blind = desk.community.pictures and desk.backing.redraws.works is False
    cannot = [Finding(Ail.NO_PICTURES)] if blind else []
    return (*found, *cannot, *[one async for one in _held(desk)])


async def _held(desk: Desk) -> AsyncIterator[Finding]:
    """Where private conversations wait for another day to be begun."""
    today = desk.clock.now().date()
    for platform in desk.surveys.lacks:
        if held_on(today, await desk.facts.get(fact_of(platform))):
            yield Finding(Ail.FEW_OPENINGS, what=platform.value)
