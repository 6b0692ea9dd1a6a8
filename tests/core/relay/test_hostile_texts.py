"""Rules over texts survive anything, in work that grows with the length and not faster.

Python's `re` counts no steps. What is counted here are the repeats in every pattern: an unbounded
one must not be followed by anything that it can give letters back to; bounded ones cost at most
the product of their bounds at each letter.
"""

import importlib
import pkgutil
import re
from collections.abc import Mapping
from random import Random
from types import ModuleType

import pytest

from bot.app.content import Content
from bot.relay import identity, links
from bot.relay.links import cleaned
from cogs.vent.author import write

TEXTS = 3_000
LONG = 8_000
ALPHABET = "ab1 .@:/-_#?&=()[]{}\n\u00e9\u200b\U0001f642<>|at dot com http://"
TRAPS = (
    "a", "1", ".", "-", "@", " ", "a.", "a@", "1 ", "1-", "a b ", "at ", ".at", "at.", "u/", "(at)",
    "a at b dot ", "http://", "h.h/", "a.a.a.a/", "my name ", "i live in ", "we work at the ",
    "A B ", "_at_", "discord ", "discord is me ", "insta: ", "7 Oak ", "\n- ", "&a=b", "#1234 ",
    "im from ", "0 ", "a b", "zero ", "o7", "dot ",
    "a dot ", "at gmail ", "x_", "(a)", "- ", "\n",
    "a*", "double ",
    "insta (", "my discord ", "A ward ",
    "im x, ", ". ", "/ ", "http : ", "\u0430a", "\u00e4", "im from a ", "love, ",
)  # fmt: skip
UNBOUNDED = {
    "links.LINK", "write.NOTHING_SAID", "digits.TOKEN", "folding.WORD", "places.WORD",
    "views.NAME_LETTERS", "views.DRAWN",
}  # fmt: skip
"""Each repeats one set of letters at its end, before something that is not in the set."""


def patterns(content: Content) -> list[tuple[str, str]]:
    """Every pattern of these modules, and those that are made of words."""
    found = list[tuple[str, str]]()
    for module in (*parts_of_identity(), links, write):
        name = module.__name__.rpartition(".")[2]
        found += [(f"{name}.{key}", one.pattern) for key, one in compiled(vars(module))]
    for part in held_by(content.words.identity).values():
        found += [
            (f"{type(part).__name__}.{key}", one.pattern) for key, one in compiled(held_by(part))
        ]
    return found


def parts_of_identity() -> list[ModuleType]:
    """Every module of the package."""
    here = pkgutil.iter_modules(identity.__path__, f"{identity.__name__}.")
    return [importlib.import_module(one.name) for one in here]


def held_by(thing: object) -> Mapping[str, object]:
    """What an object holds."""
    return vars(thing)


def compiled(held: Mapping[str, object]) -> list[tuple[str, re.Pattern[str]]]:
    """The patterns among what a module or an object holds."""
    return [(key, one) for key, one in held.items() if isinstance(one, re.Pattern)]


def test_thousands_of_texts_crash_nothing(content: Content) -> None:
    chance, words = Random(5), content.words  # noqa: S311 - a test that repeats
    for _ in range(TEXTS):
        text = "".join(chance.choice(ALPHABET) for _ in range(chance.randint(0, 60)))
        words.identity.tells(text, ("Ana-Maria", ""), ("ana.m",))
        words.methods.named_in(text, low=True)
        once = cleaned(text, words.sharing)
        assert cleaned(once.text, words.sharing).text == once.text


@pytest.mark.parametrize("trap", TRAPS)
def test_long_hostile_texts_come_to_an_end(content: Content, trap: str) -> None:
    """Each runs through every pattern at the greatest length; a run that explodes never returns."""
    text, words = (trap * LONG)[:LONG], content.words
    words.identity.tells(text, ("ana maria will",), ("ana",))
    words.methods.named_in(text, low=True)
    cleaned(text, words.sharing)
    write.NOTHING_SAID.sub("", text)


def test_names_and_handles_of_any_letters_are_compared_as_letters(content: Content) -> None:
    chance = Random(6)  # noqa: S311 - a test that repeats
    for _ in range(500):
        name = "".join(chance.choice("ab.*+?()[]{}|\\^$-") for _ in range(8))
        content.words.identity.tells(f"it is {name} here", (name,), (name,))


def test_unbounded_repeats_stand_only_where_nothing_can_be_given_back(content: Content) -> None:
    for name, pattern in patterns(content):
        bare = re.sub(r"\\.|\[[^\]]*\]", "x", pattern)
        repeats = re.search(r"[x)][*+]|\{\d+,\}", bare)
        assert repeats is None or name in UNBOUNDED, name
