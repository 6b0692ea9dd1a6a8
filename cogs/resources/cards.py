"""The lines of a crisis answer: said for every country and language at the start, and then frozen.

What is said to somebody in danger needs no directory any more, no database and no network.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from bot.directory.lookup import Directory
from bot.directory.trust import Listing
from bot.ui.texts import Say
from cogs.resources.lines import country_name, emergency_line, short_line

MOST_LINES = 2
"""A number that rings for hours happens: there are two ways wherever two are trusted."""
DIRECTORY = " (directory)"
Key = tuple[str, str | None, bool]


@dataclass(frozen=True, slots=True)
class CrisisCards:
    """Texts by language, country (None: not known) and whether life is in danger now."""

    texts: Mapping[Key, str] = field(repr=False)

    @classmethod
    def of(cls, directory: Directory, voices: Iterable[Say]) -> "CrisisCards":
        """Everything that may ever be said, in every language."""
        lands = (None, *sorted(directory.countries()))
        return cls({
            (say("locale.tag"), land, urgent): card(directory, land, say, urgent=urgent)
            for say in voices for land in lands for urgent in (False, True)
        })  # fmt: skip

    def text(self, country: str | None, say: Say, *, urgent: bool) -> str:
        """The lines of a country; of one that nobody knows what works from anywhere."""
        language = say("locale.tag")
        found = self.texts.get((language, country, urgent))
        return self.texts[language, None, urgent] if found is None else found


def card(directory: Directory, country: str | None, say: Say, *, urgent: bool) -> str:
    """The emergency number first when urgent, else the lines, one in writing first.

    Where fewer than two are trusted, worldwide directories follow, and are called that; where
    none is, that is said.
    """
    found = directory.crisis_lines(country, MOST_LINES)
    key = "lines.country" if found.lines else "lines.none_trusted"
    land = [say(key, country=country_name(country, say))] if country else []
    lines = [short_line(one, say) for one in found.lines]
    left = found.directories[: MOST_LINES - len(found.lines)]
    lines += [say("lines.worldwide", line=short_line(_called(one), say)) for one in left]
    emergency = emergency_line(found.emergency, say)
    return "\n".join([*land, *([emergency, *lines] if urgent else [*lines, emergency])])


def _called(one: Listing) -> Listing:
    """A worldwide directory by its bare name: the line says what it is."""
    return replace(one, name=(one.name or "").removesuffix(DIRECTORY) or None)
