"""The lookup feature as a table of values: /helpline, /resources, and the lines behind buttons."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Any

from bot.cog import Action, Call, Cog, Command
from bot.directory.lookup import Directory, Lookup
from bot.model.finding import Severity
from bot.model.people import Member
from bot.ports.community import Communities
from bot.ports.store import Preferences
from bot.ui.form import Ask, Choice, NoQuestions
from bot.ui.reply import Button, Reply
from bot.ui.texts import Say
from cogs.resources.lines import country_code, country_name, emergency_line, full_line
from cogs.resources.suggest import Countries

COUNTRY = "country"


@dataclass(frozen=True, slots=True)
class Find:
    """What somebody is looking for."""

    query: Annotated[str | None, Ask("find.query", longest_chars=2_000)] = None
    country: Annotated[str | None, Ask("find.country", longest_chars=60, suggests=COUNTRY)] = None


@dataclass(frozen=True, slots=True)
class Where:
    """The country that somebody is in."""

    country: Annotated[str, Ask("where.country", longest_chars=60, suggests=COUNTRY)]
    remember: Annotated[bool, Ask("where.remember")] = False


@dataclass(frozen=True, slots=True)
class Resources:
    """Finds services. What was asked and found is kept nowhere; the country only if wanted."""

    directory: Directory
    preferences: Preferences
    community: Communities

    def cog(self) -> Cog:
        """Commands and buttons."""
        return Cog(
            name="resources",
            commands=(
                Command("helpline", Find, self.find, words=("helplines", "hotline")),
                Command("resources", Find, self.find),
                Command("country", Where, self.set_country),
            ),
            actions=(
                Action("resources.lines", self.lines),
                Action("resources.where", self.lines_in, Where),
                Action("resources.forget_country", self.forget_country),
            ),
            forget=self.forget,
            export=self.export,
            suggests={COUNTRY: self.countries},
        )

    def countries(self, typed: str, say: Say) -> tuple[Choice, ...]:
        """Countries that may be meant; before anything is typed the community's own comes first."""
        return Countries(self.directory)(typed, say, self.community.now.country)

    async def find(self, call: Call[Find]) -> Reply:
        """Look a free text up; danger in it pins the emergency number."""
        query = call.form.query or ""
        country = await self._country(call, call.form.country)
        danger = call.finding.level >= Severity.ACTIVE  # what could not be checked counts, too
        if not query.strip():
            return await self._lines(country, call)
        found = self.directory.lookup(query, country, call.event.locale, danger=danger)
        return self._shown(found, country, call)

    async def lines(self, call: Call[NoQuestions]) -> Reply:
        """The lines of one's country, or the question for it."""
        return await self._lines(await self._country(call, None), call)

    async def lines_in(self, call: Call[Where]) -> Reply:
        """The lines of a country that was just named; kept only if wanted."""
        code = country_code(self.directory, call.form.country)
        if code is None:
            return Reply(call.say("where.unknown"), (_ask(call),))
        kept = await self._keep(call, code)
        reply = await self._lines(code, call)
        if not kept:
            return reply
        forget = Button("resources.forget_country", call.say("where.forget"))
        return Reply(f"{kept}\n{reply.text}", (*reply.buttons, forget))

    async def set_country(self, call: Call[Where]) -> Reply:
        """Remember a country, or only show what it has."""
        return await self.lines_in(call)

    async def forget_country(self, call: Call[NoQuestions]) -> Reply:
        """Forget the country."""
        await self.forget(call.event.who)
        return Reply(call.say("where.forgotten"), (_ask(call),))

    async def forget(self, who: Member) -> None:
        """Nothing is kept but the country."""
        await self.preferences.put(who, COUNTRY, None)

    async def export(self, who: Member) -> Mapping[str, object]:
        """Nothing is kept but the country."""
        return {COUNTRY: await self.preferences.get(who, COUNTRY)}

    async def _country(self, call: Call[Any], given: str | None) -> str | None:
        if given:
            return country_code(self.directory, given)
        return await self.preferences.get(call.event.who, COUNTRY) or self.community.now.country

    async def _keep(self, call: Call[Where], code: str) -> str:
        if not call.form.remember:
            return ""
        await self.preferences.put(call.event.who, COUNTRY, code)
        return call.say("where.kept", country=country_name(code, call.say))

    async def _lines(self, country: str | None, call: Call[Any]) -> Reply:
        """Suicide and crisis lines of a country; without one the question, and the world."""
        found = self.directory.lookup(call.say("find.default"), country)
        return self._shown(found, country, call)

    def _shown(self, found: Lookup, country: str | None, call: Call[Any]) -> Reply:
        land, say = found.country or country, call.say
        lines = [emergency_line(found.emergency, say)] if found.emergency else []
        if found.kind == "none":
            return Reply("\n".join([*lines, say("find.nothing")]), (_ask(call),))
        if found.ask is not None:
            options = ", ".join(country_name(one, say) for one in found.options)
            lines.append(
                say("find.clarify", options=options) if options else say("find.country_asked")
            )
        elif found.gap and land:
            lines.append(say("find.gap", country=country_name(land, say)))
        elif land:
            lines.append(say("lines.country", country=country_name(land, say)))
        lines += [full_line(one, say) for one in found.results]
        return Reply("\n".join(lines), _buttons(found, call))


def _buttons(found: Lookup, call: Call[Any]) -> tuple[Button, ...]:
    """Below the answer to a vent, asking for a person speaks for the thread; else by one's name."""
    key = "answer.button.talk" if call.about else "find.button.talk"
    talk = Button("crisis.talk", call.say(key), call.about)
    return (_ask(call), talk) if found.ask is not None else (talk, _ask(call))


def _ask(call: Call[Any]) -> Button:
    return Button("resources.where", call.say("where.button"), call.about)
