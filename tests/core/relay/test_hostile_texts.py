"""Rules over texts survive anything, in work that grows with the length and not faster.

Python's `re` counts no steps. What is counted here are the repeats in every pattern: an unbounded
one must not be followed by anything that it can give letters back to; bounded ones cost at most
the product of their bounds at each letter.
"""

import re
from random import Random

import pytest

from bot.app.content import Content
from bot.relay import identity, links
from bot.relay.links import cleaned
from cogs.vent import write

TEXTS = 10_000
LONG = 8_000
ALPHABET = "ab1 .@:/-_#?&=()[]{}\n\u00e9\u200b\U0001f642<>|at dot com http://"
TRAPS = (
    "a", "1", ".", "-", "@", " ", "a.", "a@", "1 ", "1-", "a b ", "at ", ".at", "at.", "u/", "(at)",
    "a at b dot ", "http://", "h.h/", "a.a.a.a/", "my name ", "i live in ", "we work at the ",
    "A B ", "_at_", "discord ", "discord is me ", "insta: ", "7 Oak ", "\n- ", "&a=b", "#1234 ",
    "im from ",
)  # fmt: skip
UNBOUNDED = {"NAMED", "HANDLE", "NO_PHONE", "NOTHING_SAID", "_there", "_place"}
"""Each repeats one set of letters at its end, before something that is not in the set, or (a phone
number) over a match of at most sixty letters."""


def patterns(content: Content) -> list[tuple[str, str]]:
    """Every pattern of these modules, and those that are made of words."""
    made = content.words.identity
    by_words = {"_spelt": made._spelt, "_there": made._there, "_place": made._place}  # pyright: ignore[reportPrivateUsage] # to look at them
    here = {
        "EMAIL": identity.EMAIL, "HANDLE": identity.HANDLE, "IDENTITY_LINK": identity.LINK,
        "NAMED": identity.NAMED, "NO_PHONE": identity.NO_PHONE, "PHONE": identity.PHONE,
        "LINK": links.LINK, "NOTHING_SAID": write.NOTHING_SAID,
    }  # fmt: skip
    return [(name, value.pattern) for name, value in (here | by_words).items()]


def test_ten_thousand_texts_crash_nothing(content: Content) -> None:
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
