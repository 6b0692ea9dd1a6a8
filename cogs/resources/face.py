"""Answers of the directory: at most three services in plain text, and what can be done next."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, tzinfo
from typing import Any

from bot.cog import Call
from bot.directory.lookup import MOST_RESULTS, Directory, Lookup
from bot.directory.trust import Listing
from bot.model.people import Room
from bot.ui.reply import Button, Reply
from bot.ui.texts import Say
from cogs.resources.carried import Carrying, Page, Sought, is_carried
from cogs.resources.lines import country_name, emergency_line, full_text

MOST_OPTIONS = 5


@dataclass(frozen=True, slots=True)
class Face:
    """Draws for one person at one moment; `now` None: for whenever it is read.

    `apart` are rooms in which nothing may be shared.
    """

    call: Call[Any]
    directory: Directory
    carrying: Carrying
    now: datetime | None
    zone: tzinfo | None
    apart: Sequence[Room]

    @property
    def say(self) -> Say:
        """The language of who asks."""
        return self.call.say

    def found(self, found: Lookup, land: str | None) -> Reply:
        """What a look-up found; where it must ask for the country, what works from anywhere."""
        if found.kind == "none":
            lines = [emergency_line(found.emergency, self.say)] if found.emergency else []
            return Reply("\n".join([*lines, self.say("find.nothing")]), (self.ask_country(),))
        if found.ask is not None:
            return self._asking(found)
        return self.page(page_of(found, found.country or land))

    def page(self, page: Page) -> Reply:
        """Three services of a list, with what comes after them."""
        head = self.say("lines.country", country=country_name(page.country, self.say))
        if page.gap:
            head = self.say("find.gap", country=country_name(page.country, self.say))
        shown = page.rows[:MOST_RESULTS]
        text = self._text(page, head if page.country else "", shown)
        return Reply(text, (*self._first(page), *self._below(page, shown)))

    def _asking(self, found: Lookup) -> Reply:
        """The question for the country, and worldwide services meanwhile."""
        options = found.options[:MOST_OPTIONS]
        names = self.say("find.or").join(country_name(one, self.say) for one in options)
        head = (
            self.say("find.clarify", options=names) if options else self.say("find.country_asked")
        )
        text = self._text(page_of(found, None), head, found.results)
        return Reply(text, (*self.choices(found, options), self.ask_country(found), self._talk()))

    def choices(self, found: Lookup, options: Iterable[str]) -> Iterable[Button]:
        """A button for each country that may be meant; it carries what was found there."""
        for one in options:
            there = self.directory.serve(found.wish, one, urgent=found.urgent)
            page = replace(page_of(there, one), quiet=found.quiet, chosen=True)
            yield Button("resources.page", country_name(one, self.say), self.carrying.page(page))

    def ask_country(self, found: Lookup | None = None) -> Button:
        """The question for the country; of a need that is known it goes on with that."""
        about = "" if is_carried(self.call.about) else self.call.about
        if found is not None and not about:
            sought = Sought(found.wish, urgent=found.urgent, quiet=found.quiet)
            about = self.carrying.sought(sought)
        return Button("resources.where", self.say("where.button"), about)

    def _text(self, page: Page, head: str, shown: Iterable[Listing]) -> str:
        pinned = self.directory.emergency(page.country) if page.urgent or page.gap else None
        lines = [emergency_line(pinned, self.say)] if pinned else []
        lines += [self._how_to_leave()] if page.quiet else []
        blocks = (full_text(one, self.say, self.now, self.zone) for one in shown)
        first = "\n".join((*lines, head) if head else lines)
        return "\n\n".join(part for part in (first, *blocks) if part)

    def _how_to_leave(self) -> str:
        """What one can do when somebody comes in; it differs where the answer stands."""
        event = self.call.event
        alone = "alone" if event.whisper is not None and not event.direct else "chat"
        return self.say(f"find.quiet.{alone}")

    def _first(self, page: Page) -> Iterable[Button]:
        """Below the answer to a vent, asking for a person speaks for the thread; else by name."""
        rest = page.rows[MOST_RESULTS:]
        yield self._talk()
        if rest and not self._of_a_crisis:
            more = self.carrying.page(replace(page, rows=rest, chosen=False))
            yield Button("resources.page", self.say("find.button.more"), more)
        if page.chosen and page.country:
            about = self.carrying.page(Page(page.country))
            key = "find.button.remember"
            yield Button(
                "resources.keep", self.say(key, country=country_name(page.country, self.say)), about
            )
        yield self.ask_country()

    def _below(self, page: Page, shown: tuple[Listing, ...]) -> Iterable[Button]:
        """What can be done with the services themselves. Who is watched is sent nothing."""
        if self._of_a_crisis or not shown:
            return
        event = self.call.event
        about = self.carrying.page(replace(page, rows=shown, chosen=False))
        if event.whisper is not None and not event.direct and not page.quiet:
            yield Button("resources.dm", self.say("find.button.dm"), about)
            if event.room not in self.apart:
                yield Button("resources.share", self.say("find.button.share"), about)
        yield Button("resources.mistake", self.say("find.button.mistake"), about)

    def _talk(self) -> Button:
        about = self.call.about if self._of_a_crisis else ""
        key = "answer.button.talk" if about else "find.button.talk"
        return Button("crisis.talk", self.say(key), about)

    @property
    def _of_a_crisis(self) -> bool:
        """Whether a button below the answer to somebody in danger led here: it stays with that."""
        return bool(self.call.about) and not is_carried(self.call.about)


def page_of(found: Lookup, country: str | None) -> Page:
    """What was found, as it is shown page by page."""
    rows = (*found.results, *found.more)
    return Page(country, rows, urgent=found.urgent, gap=found.gap, quiet=found.quiet)
