"""The guides' feature as a table of values: /resources, and what its buttons do."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated

from bot.cog import Action, Call, Cog, Command
from bot.guides.guide import Guide
from bot.guides.shelf import Guides
from bot.model.finding import Severity
from bot.model.people import Member
from bot.ui.form import Ask, NoQuestions
from bot.ui.reading import plain
from bot.ui.reply import Reply
from cogs.guides.face import Face
from cogs.guides.services import Served, Services
from cogs.resources.desk import COUNTRY


@dataclass(frozen=True, slots=True)
class Seek:
    """What somebody is looking for: a few words, or the title of a guide or of a theme."""

    query: Annotated[str | None, Ask("find.query", longest_chars=2_000)] = None
    country: Annotated[str | None, Ask("find.country", longest_chars=60, suggests=COUNTRY)] = None


@dataclass(frozen=True, slots=True)
class GuideFeature:
    """Finds guides and services. What was asked, found and opened is kept nowhere."""

    guides: Guides
    services: Services

    def cog(self) -> Cog:
        """One command, and buttons for what can be typed behind it, too."""
        return Cog(
            name="guides",
            commands=(Command("resources", Seek, self.find, words=("guides", "guide")),),
            actions=(
                Action("guides.menu", self.menu),
                Action("guides.theme", self.theme),
                Action("guides.open", self.open),
            ),
            forget=self.forget,
            export=self.export,
        )

    async def find(self, call: Call[Seek]) -> Reply:
        """Guides and services for a free text; danger comes first."""
        query = (call.form.query or "").strip()
        face, danger = Face(self.guides, call), call.finding.level >= Severity.ACTIVE
        if not danger and not call.form.country and (named := self._named(face, query)):
            return named
        served = await self.services(call, query, call.form.country)
        guides = self.guides.find(query, call.event.locale, served.topics)
        parts = _parts(face, served, guides)
        buttons = (*face.openings(guides), *face.people(), *served.buttons)
        if not parts:
            parts, buttons = (call.say("guides.nothing"),), (*face.themes(), *buttons)
        first = (*((served.emergency,) if served.emergency else ()), *face.how_to_leave(guides))
        return Reply("\n\n".join((*first, *(reversed(parts) if danger else parts))), buttons)

    async def menu(self, call: Call[NoQuestions]) -> Reply:
        """The themes."""
        return Face(self.guides, call).menu()

    async def theme(self, call: Call[NoQuestions]) -> Reply:
        """The guides of a theme."""
        face = Face(self.guides, call)
        return face.theme(call.about) if call.about in self.guides.themes else face.gone()

    async def open(self, call: Call[NoQuestions]) -> Reply:
        """One guide."""
        face, guide = Face(self.guides, call), self.guides.get(call.about)
        return face.opened(guide) if guide else face.gone()

    async def forget(self, who: Member) -> None:
        """Nothing is kept."""
        del who

    async def export(self, who: Member) -> Mapping[str, object]:
        """Nothing is kept."""
        del who
        return {}

    def _named(self, face: Face, query: str) -> Reply | None:
        """What a button does, typed: nothing for the menu, the title of a theme, of a guide."""
        if not query:
            return face.menu()
        titles = {plain(face.say(f"guides.theme.{one}")): one for one in self.guides.themes}
        if theme := titles.get(plain(query)):
            return face.theme(theme)
        guide = self.guides.titled(query)
        return face.opened(guide) if guide else None


def _parts(face: Face, served: Served, guides: tuple[Guide, ...]) -> tuple[str, ...]:
    rows = f"{face.say('guides.head')}\n{face.rows(guides)}" if guides else ""
    return tuple(one for one in (rows, served.text) if one)
