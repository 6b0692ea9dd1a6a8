"""Something is wrong with a service: moderators hear it, and it waits until somebody has looked.

Nobody's name goes along unless they want that, and none is ever kept.
"""

from dataclasses import dataclass
from datetime import timedelta
from typing import Annotated, Any

from bot.cog import Call
from bot.directory.lookup import MOST_RESULTS
from bot.directory.trust import Listing
from bot.model.community import by_platform
from bot.model.venting import PersonTag
from bot.ports.delivery import Priority, Rung
from bot.ports.mistakes import Mistake, MistakeId
from bot.ui.form import Ask, NoQuestions
from bot.ui.reply import Button, Reply, mention, quoted
from bot.ui.texts import Say
from cogs.resources.desk import Desk
from cogs.vent.limits import Limit

REPORTS = Limit("mistakes", 5, timedelta(days=1))
"""Of one person; what is wrong with one service more is wrong tomorrow, too."""
ALL_REPORTS = Limit("all mistakes", 50, timedelta(days=1))
MOST_LISTED = 10


@dataclass(frozen=True, slots=True)
class Wrong:
    """What is wrong with one of the services that were shown."""

    wrong: Annotated[str, Ask("mistake.wrong", longest_chars=500, paragraph=True)]
    which: Annotated[str | None, Ask("mistake.which", longest_chars=100)] = None
    named: Annotated[bool, Ask("mistake.named")] = False


@dataclass(frozen=True, slots=True)
class WrongTyped:
    """The same by the name or the number of the service."""

    service: Annotated[str, Ask("mistake.service", longest_chars=100)]
    wrong: Annotated[str, Ask("mistake.wrong", longest_chars=500, paragraph=True)]
    named: Annotated[bool, Ask("mistake.named")] = False


@dataclass(frozen=True, slots=True)
class Looked:
    """A report by its number."""

    number: Annotated[str, Ask("mistake.number", longest_chars=12, one_word=True)]


@dataclass(frozen=True, slots=True)
class Reporting:
    """Takes reports, and shows them to moderators."""

    desk: Desk

    async def shown(self, call: Call[Wrong]) -> Reply:
        """About a service that was just shown; which one may be left out."""
        page = self.desk.carrying.opened_page(call.about)
        if page is None or not page.rows:
            return Reply(call.say("find.over"))
        services = _which(call.form.which or "", page.rows[:MOST_RESULTS])
        return await self._take(call, services, call.form.wrong, named=call.form.named)

    async def typed(self, call: Call[WrongTyped]) -> Reply:
        """About a service that somebody names."""
        services = await self._named(call)
        if not services:
            return Reply(call.say("mistake.unknown"))
        return await self._take(call, services, call.form.wrong, named=call.form.named)

    async def _named(self, call: Call[WrongTyped]) -> tuple[Listing, ...]:
        """Services of that name or number, first in the country where somebody is."""
        country = await self.desk.country_of(call.event.who) or self.desk.community.now.country
        found = self.desk.directory.lookup(call.form.service, country)
        near = [one for one in (*found.results, *found.more) if one.id in found.wish.named]
        known = sorted(self.desk.carrying.known.values(), key=lambda one: one.id)
        anywhere = [one for one in known if one.id in found.wish.named]
        return tuple(near or anywhere)[:MOST_RESULTS]

    async def listed(self, call: Call[NoQuestions]) -> Reply:
        """What waits for a look, the oldest first."""
        waiting = (await self.desk.mistakes.waiting())[:MOST_LISTED]
        lines = [self._line(one, call.say) for one in waiting]
        return Reply("\n".join(lines) or call.say("mistakes.none"))

    async def looked(self, call: Call[NoQuestions]) -> Reply:
        """Somebody has looked: it is forgotten."""
        return self._said(await self.desk.mistakes.done(MistakeId(call.about)), call.say)

    async def looked_typed(self, call: Call[Looked]) -> Reply:
        """The same by its number."""
        number = call.form.number.strip().lstrip("#")
        waiting = await self.desk.mistakes.waiting()
        found = next((one for one in waiting if str(one.number) == number), None)
        return self._said(found is not None and await self.desk.mistakes.done(found.id), call.say)

    @staticmethod
    def _said(done: bool, say: Say) -> Reply:  # noqa: FBT001 - private
        return Reply(say("mistake.looked" if done else "mistake.gone"))

    async def _take(
        self, call: Call[Any], services: tuple[Listing, ...], wrong: str, *, named: bool
    ) -> Reply:
        """Kept and told; words in which somebody may be in danger are no report, and stay here."""
        who, event = call.event.who, call.event.id
        person = PersonTag(f"{who.platform}:{who.id}")
        now, passes = self.desk.clock.now(), self.desk.limits.passes
        if not passes(REPORTS, person, now, event=event):
            return Reply(call.say("mistake.enough"))
        if not passes(ALL_REPORTS, PersonTag(""), now, event=event):
            return Reply(call.say("mistake.full"))
        words = "" if call.finding.alerted else wrong
        ids = tuple(one.id for one in services)
        mistake = await self.desk.mistakes.add(ids, words, now.date())
        by = mention(who) if named and words else ""
        await self._tell(mistake, services, by)
        return Reply(call.say("mistake.thanks" if words else "mistake.wordless"))

    async def _tell(self, mistake: Mistake, services: tuple[Listing, ...], by: str) -> None:
        """To the moderators of every platform; it wakes nobody."""
        say, now = self.desk.say, self.desk.clock.now()
        names = ", ".join(f"{one.name or say('lines.unnamed')} ({one.id})" for one in services)
        lines = [say("mistakes.notice", services=names, number=mistake.number)]
        lines.append(quoted(mistake.words) or say("mistakes.wordless"))
        lines.append(say("mistakes.by", who=by) if by else say("mistakes.nameless"))
        looked = Button("resources.looked", say("mistakes.button.looked"), mistake.id)
        what = Reply("\n".join(lines), (looked,), private=False)
        for rooms in by_platform(self.desk.community.now.moderator_rooms):
            await self.desk.outbox.owe(
                f"mistake:{mistake.id}:{rooms[0].platform}",
                tuple(Rung(room, what) for room in rooms), due=now, priority=Priority.REPLY,
            )  # fmt: skip

    def _line(self, one: Mistake, say: Say) -> str:
        words = quoted(one.words) or say("mistakes.wordless")
        return say(
            "mistakes.line", number=one.number, day=one.on, services=", ".join(one.services),
            words=words,
        )  # fmt: skip


def _which(named: str, rows: tuple[Listing, ...]) -> tuple[Listing, ...]:
    """The one that was named by its place or its name; all that were shown, if none was."""
    word = named.strip().casefold()
    if word.isascii() and word.isdigit() and 0 < int(word[:2]) <= len(rows):
        return (rows[int(word[:2]) - 1],)
    found = [one for one in rows if word and word in (one.name or "").casefold()]
    return tuple(found) or rows
