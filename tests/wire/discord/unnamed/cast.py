"""Authors whose names, pictures and ids nothing else in the town has."""

from random import Random

from adapters.memory.places import person
from tests.wire.discord.objects import Faced

CONSONANTS, VOWELS, HEX = "bcdfghjklmnpqrstvwxz", "aeiou", "0123456789abcdef"
FIRST, STEP = 40_000, 977


def authors(count: int, chance: Random) -> list[Faced]:
    """So many of them."""
    return [_author(FIRST + STEP * n + chance.randrange(STEP), chance) for n in range(count)]


def _author(number: int, chance: Random) -> Faced:
    name, called, nick = (_word(chance) for _ in range(3))
    plain = person(name, number)
    avatar = "".join(chance.choices(HEX, k=32))
    return Faced(name, plain.offices, plain.accounts, called, nick, avatar)


def _word(chance: Random) -> str:
    return "".join(chance.choice(CONSONANTS) + chance.choice(VOWELS) for _ in range(5)) + "x"
