"""Languages that may be meant by half a word, for an option while it is typed."""

import functools
from collections.abc import Mapping, Sequence
from typing import cast

from babel import Locale, localedata

from bot.ui.form import Choice
from bot.ui.texts import Say
from cogs.resources.suggest import folded, plainly

OURS = ("en", "es", "de")
"""In these what is written is understood."""


def spoken(typed: str, say: Say, known: Sequence[str]) -> tuple[Choice, ...]:
    """The last of several languages is the one that is being typed; the others stay before it.

    Nothing typed yet: `known`, those that we understand, then all by name.
    """
    *before, last = (part.strip() for part in typed.split(","))
    names, wanted = _named(say("locale.tag")), plainly(last)
    first = {tag: n for n, tag in enumerate(dict.fromkeys((*known, *OURS)))}
    found = [tag for tag in names if _begins(names[tag], wanted) or tag == wanted]
    found.sort(key=lambda tag: (tag != wanted, first.get(tag, len(first)), folded(names[tag])))
    chosen = [one for one in before if one]
    return tuple(
        Choice(", ".join((*chosen, tag)), ", ".join((*chosen, names[tag]))) for tag in found
    )


def _begins(name: str, wanted: str) -> bool:
    return any(part.startswith(wanted) for part in (folded(name), *folded(name).split()))


@functools.cache
def _named(language: str) -> Mapping[str, str]:
    """Every language that can be set, by its tag."""
    names = cast("Mapping[str, str]", Locale.parse(language).languages)
    return {tag: name for tag, name in names.items() if "_" not in tag and localedata.exists(tag)}
