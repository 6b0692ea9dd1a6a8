"""Who the members are: the step's answers as a change of the community."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import cast

from babel import Locale, UnknownLocaleError, localedata

from bot.directory.lookup import Directory
from bot.model.community import Community
from bot.ui.reading import plain
from bot.ui.reply import quoted
from bot.ui.texts import Say
from cogs.resources.lines import country_code
from cogs.setup.forms import PeopleForm

NAMED_IN = ("en", "de", "es", "fr", "it", "pt")
"""The languages in which other languages may be named."""
Change = Callable[[Community], Community]


def with_people(form: PeopleForm, directory: Directory, say: Say) -> tuple[Change, list[str]]:
    """The change, and a sentence for each answer that is unclear and changes nothing."""
    problems: list[str] = []
    country = country_code(directory, form.country) if form.country else None
    if form.country and country is None:
        problems.append(say("setup.people.unknown_country", name=quoted(form.country)))
    named = [one.strip() for one in (form.languages or "").split(",") if one.strip()]
    tags = {one: tag_of(one, say) for one in named}
    unknown = [name for name, tag in tags.items() if tag is None]
    problems += [say("setup.people.unknown_language", name=quoted(name)) for name in unknown]
    languages = tuple(dict.fromkeys(tag for tag in tags.values() if tag))
    known = () if unknown else languages

    def to(old: Community) -> Community:
        return replace(
            old, country=country or old.country, languages=known or old.languages,
            age=form.age or old.age,
            listeners_vetted=old.listeners_vetted if form.vetted is None else form.vetted,
            pictures=old.pictures if form.pictures is None else form.pictures,
        )  # fmt: skip

    return to, problems


def tag_of(name: str, say: Say) -> str | None:
    """The language tag of a language that is spoken: by its code, or by name."""
    wanted = plain(name)
    for code in (*NAMED_IN, say("locale.tag")):
        languages = cast("Mapping[str, str]", Locale.parse(code, sep="-").languages)
        found = next((tag for tag, one in languages.items() if plain(one) == wanted), None)
        if found is not None and localedata.exists(found):
            return found
    try:
        return str(Locale.parse(name.strip().replace("-", "_"))).replace("_", "-")
    except (UnknownLocaleError, ValueError):
        return None
