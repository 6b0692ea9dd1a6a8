"""Finding: a free text, a country, the next services, and the lines behind a button."""

from dataclasses import dataclass, replace
from typing import Annotated, Any

from bot.cog import Call
from bot.directory.lookup import MOST_RESULTS, Lookup
from bot.model.finding import Severity
from bot.model.people import Member
from bot.ui.form import Ask, NoQuestions
from bot.ui.reply import Button, Reply
from cogs.resources.carried import Sought
from cogs.resources.desk import COUNTRY, Desk
from cogs.resources.face import Face, page_of
from cogs.resources.lines import countries_meant, country_name

MOST_PAGES = 99


@dataclass(frozen=True, slots=True)
class Find:
    """What somebody is looking for; `page` is what a button does elsewhere, typed."""

    query: Annotated[str | None, Ask("find.query", longest_chars=2_000)] = None
    country: Annotated[str | None, Ask("find.country", longest_chars=60, suggests=COUNTRY)] = None
    page: Annotated[str | None, Ask("find.page", longest_chars=3, one_word=True)] = None


@dataclass(frozen=True, slots=True)
class Where:
    """The country that somebody is in."""

    country: Annotated[str, Ask("where.country", longest_chars=60, suggests=COUNTRY)]
    remember: Annotated[bool, Ask("where.remember")] = False


@dataclass(frozen=True, slots=True)
class Finding:
    """Looks services up. What was asked and found is kept nowhere; the country only if wanted."""

    desk: Desk

    async def find(self, call: Call[Find]) -> Reply:
        """Look a free text up; danger in it pins the emergency number."""
        face = await self.face(call)
        found, land, lead = await self.looked_up(call, call.form.query, call.form.country)
        if (page := _number(call.form.page)) > 1 and found.ask is None:
            asked = page_of(found, found.country or land)
            rows = asked.rows[(page - 1) * MOST_RESULTS :]
            return face.page(replace(asked, rows=rows)) if rows else Reply(call.say("find.no_more"))
        reply = face.found(found, land)
        return replace(reply, text=f"{lead}\n{reply.text}") if lead else reply

    async def looked_up(
        self, call: Call[Any], query: str | None, named: str | None, *, danger: bool = False
    ) -> tuple[Lookup, str | None, str]:
        """What was found, where it was looked for, and a sentence if that country is unknown."""
        meant = countries_meant(self.desk.directory, named) if named else ()
        known = await self.desk.country_of(call.event.who) or self.desk.community.now.country
        land = (meant[0] if len(meant) == 1 else None) if named else known
        danger = danger or call.finding.level >= Severity.ACTIVE  # so is what was not checked
        words = query if query and query.strip() else call.say("find.default")
        found = self.desk.directory.lookup(
            words, land, call.event.locale, danger=danger, now=self.desk.clock.now()
        )
        if len(meant) > 1 and found.ask is not None:
            found = replace(found, ask="clarify", options=meant)
        lead = call.say("where.unknown") if named and not meant and found.country is None else ""
        return found, land, lead

    async def lines(self, call: Call[NoQuestions]) -> Reply:
        """The lines of one's country, or the question for it.

        The button stands below what is said to somebody in danger: the emergency number goes along.
        """
        found, land, _ = await self.looked_up(call, None, None, danger=True)
        return (await self.face(call)).found(found, land)

    async def page(self, call: Call[NoQuestions]) -> Reply:
        """The next services of an answer, or those of a country that was just chosen."""
        page = self.desk.carrying.opened_page(call.about)
        if page is None or not (page.rows or page.gap):
            return Reply(call.say("find.over"))
        return (await self.face(call)).page(page)

    async def lines_in(self, call: Call[Where]) -> Reply:
        """The lines of a country that was just named; kept only if wanted."""
        meant = countries_meant(self.desk.directory, call.form.country)
        face = await self.face(call)
        sought = self.desk.carrying.opened_sought(call.about, call.event.locale)
        if len(meant) != 1:
            return self._which(call, face, meant, sought)
        kept = await self._keep(call, meant[0]) if call.form.remember else ""
        reply = face.found(self._there(call, meant[0], sought), meant[0])
        if not kept:
            return reply
        forget = Button("resources.forget_country", call.say("where.forget"))
        return Reply(f"{kept}\n{reply.text}", (*reply.buttons, forget))

    async def keep(self, call: Call[NoQuestions]) -> Reply:
        """Remember a country that was chosen before."""
        page = self.desk.carrying.opened_page(call.about)
        if page is None or page.country is None:
            return Reply(call.say("find.over"))
        kept = await self._keep(call, page.country)
        forget = Button("resources.forget_country", call.say("where.forget"))
        return Reply(kept, (forget,))

    async def forget_country(self, call: Call[NoQuestions]) -> Reply:
        """Forget the country."""
        await self.forget(call.event.who)
        return Reply(call.say("where.forgotten"), ((await self.face(call)).ask_country(),))

    async def forget(self, who: Member) -> None:
        """Nothing is kept of a member but the country."""
        await self.desk.preferences.put(who, COUNTRY, None)

    async def face(self, call: Call[Any]) -> Face:
        """How answers look for who asks."""
        desk = self.desk
        apart = desk.community.now.vent_rooms
        zone = await desk.zone_of(call)
        return Face(call, desk.directory, desk.carrying, desk.clock.now(), zone, apart)

    def _there(self, call: Call[Where], country: str, sought: Sought | None) -> Lookup:
        if sought is None:
            return self._default(call, country)
        wish = replace(sought.wish, now=self.desk.clock.now())
        found = self.desk.directory.serve(wish, country, urgent=sought.urgent)
        return replace(found, quiet=sought.quiet)

    def _default(self, call: Call[Where], country: str | None) -> Lookup:
        """Crisis lines; below the answer to somebody in danger with the emergency number."""
        words, locale = call.say("find.default"), call.event.locale
        now, danger = self.desk.clock.now(), bool(call.about)
        return self.desk.directory.lookup(words, country, locale, danger=danger, now=now)

    def _which(
        self, call: Call[Where], face: Face, meant: tuple[str, ...], sought: Sought | None
    ) -> Reply:
        """No country, or one of several: then each is a button, and goes on with what was asked."""
        found = default = self._default(call, None)
        if sought is not None:
            found = replace(default, wish=sought.wish, urgent=sought.urgent, quiet=sought.quiet)
        again = face.ask_country(found if sought else None)
        if not meant:
            return Reply(call.say("where.unknown"), (again,))
        names = call.say("find.or").join(country_name(one, call.say) for one in meant)
        return Reply(call.say("where.which", options=names), (*face.choices(found, meant), again))

    async def _keep(self, call: Call[Any], code: str) -> str:
        await self.desk.preferences.put(call.event.who, COUNTRY, code)
        return call.say("where.kept", country=country_name(code, call.say))


def _number(typed: str | None) -> int:
    """A page as somebody typed it; the first one for anything else."""
    word = (typed or "").strip()
    return min(int(word), MOST_PAGES) if word.isascii() and word.isdigit() else 1
