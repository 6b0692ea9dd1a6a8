"""Guides as replies: the themes, a list, one guide; plain text, with what can be done next."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from bot.cog import Call
from bot.guides.guide import Guide, Paragraph
from bot.guides.shelf import Guides
from bot.ui.reply import Button, Reply
from bot.ui.texts import Say
from cogs.resources.lines import country_name


@dataclass(frozen=True, slots=True)
class Face:
    """Draws for one person. Buttons name a theme or a guide, never what was asked."""

    guides: Guides
    call: Call[Any]

    @property
    def say(self) -> Say:
        """The language of who asks."""
        return self.call.say

    def menu(self) -> Reply:
        """The themes, where nothing was asked."""
        return Reply(self.say("guides.menu"), (*self.themes(), *self.people()))

    def themes(self) -> Iterable[Button]:
        """A button for each theme."""
        for theme in self.guides.themes:
            yield Button("guides.theme", self.say(f"guides.theme.{theme}"), theme)

    def theme(self, theme: str) -> Reply:
        """The guides of a theme."""
        guides = self.guides.of_theme(theme)
        head = self.say(f"guides.theme.{theme}")
        buttons = (*self.openings(guides), self._menu("guides.button.menu"), *self.people())
        return Reply(f"{head}\n{self.rows(guides)}", buttons)

    def rows(self, guides: Iterable[Guide]) -> str:
        """A line for each guide."""
        texts = (one.into(self.call.event.locale) for one in guides)
        return "\n".join(self.say("guides.row", title=one.title, line=one.line) for one in texts)

    def openings(self, guides: Iterable[Guide]) -> Iterable[Button]:
        """A button for each guide."""
        for one in guides:
            yield Button("guides.open", one.into(self.call.event.locale).title, one.id)

    def opened(self, guide: Guide) -> Reply:
        """The guide itself, its sources, and the way to a person."""
        text = guide.into(self.call.event.locale)
        leave = self.how_to_leave((guide,))
        body = (self._paragraph(one) for one in text.paragraphs)
        sources = self.say("guides.or").join(
            dict.fromkeys(
                self.say("guides.source", title=one.title, when=one.when) for one in guide.sources
            )
        )
        foot = (self.say("guides.exit"), self.say("guides.sources", sources=sources))
        buttons = (*self.people(), self._menu("guides.button.more"))
        return Reply("\n\n".join((*leave, text.title, *body, *foot)), buttons)

    def gone(self) -> Reply:
        """A guide or a theme that there is no longer."""
        return Reply(self.say("guides.gone"), (*self.themes(), *self.people()))

    def people(self) -> Iterable[Button]:
        """The way to a person."""
        yield Button("crisis.talk", self.say("find.button.talk"))
        yield Button("resources.lines", self.say("answer.button.helplines"))

    def _menu(self, key: str) -> Button:
        return Button("guides.menu", self.say(key))

    def _paragraph(self, one: Paragraph) -> str:
        if one.region is None:
            return one.text
        country = country_name(one.region, self.say)
        return self.say("guides.region", country=country, text=one.text)

    def how_to_leave(self, guides: Iterable[Guide]) -> tuple[str, ...]:
        """Where a guide is for who may be watched: what one can do when somebody comes in."""
        if not any(one.quiet for one in guides):
            return ()
        event = self.call.event
        alone = event.whisper is not None and not event.direct  # else it stays in the chat
        return (self.say("guides.quiet.alone" if alone else "guides.quiet.chat"),)
