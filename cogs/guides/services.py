"""The best services for a free text, below the guides."""

from dataclasses import dataclass
from typing import Any

from bot.cog import Call
from bot.directory.lookup import Directory, Lookup
from bot.model.finding import Severity
from bot.ports.community import Communities
from bot.ports.store import Preferences
from bot.ui.reply import Button
from bot.ui.texts import Say
from cogs.resources.desk import COUNTRY
from cogs.resources.lines import country_code, country_name, emergency_line, full_text

MOST_SERVICES = 2


@dataclass(frozen=True, slots=True)
class Served:
    """What the directory has: `text` is empty where a text is no wish for help."""

    text: str
    emergency: str = ""
    topics: frozenset[str] = frozenset()
    buttons: tuple[Button, ...] = ()


@dataclass(frozen=True, slots=True)
class Services:
    """Looks services up for guides."""

    directory: Directory
    preferences: Preferences
    community: Communities

    async def __call__(self, call: Call[Any], query: str, named: str | None) -> Served:
        """At most two, and the emergency number in danger."""
        country = await self._country(call, named)
        danger = call.finding.level >= Severity.ACTIVE  # what could not be checked counts, too
        words = query or call.say("find.default")
        found = self.directory.lookup(words, country, call.event.locale, danger=danger)
        emergency = emergency_line(found.emergency, call.say) if found.emergency else ""
        topics = found.wish.topics if query else frozenset[str]()
        if found.kind == "none":
            return Served("", emergency, topics)
        lines = [_head(found, country, call.say)]
        lines += [full_text(one, call.say) for one in found.results[:MOST_SERVICES]]
        text = "\n".join(one for one in (*lines, call.say("guides.more")) if one)
        return Served(text, emergency, topics, _buttons(found, call.say))

    async def _country(self, call: Call[Any], named: str | None) -> str | None:
        if named:
            return country_code(self.directory, named)
        return await self.preferences.get(call.event.who, COUNTRY) or self.community.now.country


def _head(found: Lookup, country: str | None, say: Say) -> str:
    """Where the services are; the question for it where that is not known."""
    if found.ask is not None:
        options = ", ".join(country_name(one, say) for one in found.options)
        return say("find.clarify", options=options) if options else say("find.country_asked")
    land = country_name(found.country or country, say)
    return say("find.gap" if found.gap else "lines.country", country=land) if land else ""


def _buttons(found: Lookup, say: Say) -> tuple[Button, ...]:
    return (Button("resources.where", say("where.button")),) if found.ask is not None else ()
