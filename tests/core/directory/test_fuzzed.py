"""Ten thousand queries that nobody wrote: no retired number, no other country, no fault."""

from collections.abc import Callable, Iterator, Mapping
from functools import partial
from random import Random

import pytest

from bot.app.shipped import shipped_all
from bot.directory.lookup import Directory, Lookup
from bot.directory.query import vocabulary
from bot.directory.records.retired import Denylist, Retired
from bot.directory.records.rows import Service

QUERIES, SHARDS = 10_000, 4
SEED = 88
SIGNS = "🆘😂💀\u200b\u202e.?!*+()[]\\|^$\x00'…"
ALPHABET = "abcdefghijklmnopqrstuvwxyzäéñøßжилфшگبپ你我死愛ก้かナ한글"
LOCALES = ("", "en", "de", "fr", "hi", "zh-TW", "xx")

Part = Callable[[], str]


@pytest.fixture(scope="module")
def words() -> list[str]:
    """All that a phrase of any language may be."""
    rows = vocabulary.parse(shipped_all("helplines", "needs")).rows
    return sorted(
        {pattern.strip() for row in rows for side in row.phrase.sides for pattern in side}
    )


def parts(
    chance: Random, words: list[str], denied: tuple[Retired, ...], services: tuple[Service, ...]
) -> tuple[Part, ...]:
    """What queries are made of."""
    lands = sorted({one.country for one in services if one.country})
    return (
        lambda: chance.choice(words), lambda: chance.choice(words), lambda: chance.choice(words),
        lambda: chance.choice(denied).number, lambda: chance.choice(denied).service,
        lambda: chance.choice(services).name, lambda: chance.choice(services).phone or "",
        lambda: chance.choice(lands), lambda: "in " + chance.choice(lands),
        lambda: str(chance.randrange(10 ** chance.randrange(1, 12))),
        lambda: chance.choice(SIGNS) * chance.randrange(1, 4),
        lambda: "".join(chance.choices(ALPHABET, k=chance.randrange(1, 12))),
    )  # fmt: skip


def broken(text: str, chance: Random) -> str:
    """With a few letters dropped, doubled, swapped or changed."""
    for _ in range(chance.choice((0, 0, 1, 2))):
        at = chance.randrange(len(text) + 1)
        text = chance.choice((
            text[:at] + text[at + 1 :],
            text[:at] + chance.choice(ALPHABET + SIGNS) + text[at:],
            text[:at] + text[at + 1 : at + 2] + text[at : at + 1] + text[at + 2 :],
            text.upper(),
        ))  # fmt: skip
    return text


def made(chance: Random, every: tuple[Part, ...]) -> Iterator[tuple[str, str]]:
    """Queries and locales, without end."""
    while True:
        said = " ".join(chance.choice(every)() for _ in range(chance.randrange(1, 7)))
        yield broken(said, chance), chance.choice(LOCALES)


def numbers(found: Lookup) -> Iterator[tuple[str, str | None]]:
    for one in (*found.results, *found.more):
        for number in (one.phone, one.sms, one.whatsapp):
            if number:
                yield number, one.country
    if found.emergency:
        yield from ((number, found.emergency.country) for number in found.emergency.numbers)


def faults(
    query: str, known: str | None, locale: str, directory: Directory, denylist: Denylist
) -> Iterator[str]:
    found = directory.lookup(query, known, locale)
    lands = {one.country for one in (*found.results, *found.more)} - {None}
    if lands - {found.country}:
        yield f"{query!r} in {known}: shows {sorted(map(str, lands))}"
    if found.ask is not None and lands:
        yield f"{query!r} in {known}: asks, and shows {sorted(map(str, lands))}"
    if any(denylist.holds(*number) for number in numbers(found)):
        yield f"{query!r} in {known}: a retired number"
    if len(found.results) > 3:
        yield f"{query!r} in {known}: {len(found.results)} results"


@pytest.mark.parametrize("shard", range(SHARDS))
def test_no_fuzzed_query_reaches_a_retired_number_or_another_country(
    directory: Directory,
    words: list[str],
    denied: tuple[Retired, ...],
    services: tuple[Service, ...],
    shard: int,
) -> None:
    chance = Random(SEED + shard)  # noqa: S311 - queries, not secrets
    known: Mapping[bool, Part] = {
        True: partial(chance.choice, sorted(directory.countries())),
        False: lambda: "",
    }
    denylist = Denylist.of(denied)
    queries = made(chance, parts(chance, words, denied, services))
    wrong: list[str] = []
    for _ in range(QUERIES // SHARDS):
        query, locale = next(queries)
        country = known[chance.random() < 0.8]() or None
        wrong += faults(query, country, locale, directory, denylist)
    assert wrong == []


def test_a_word_alone_never_moves_a_country_that_is_known(
    directory: Directory, words: list[str]
) -> None:
    """However it is misspelt, unless what is written then is a name of a place."""
    chance = Random(SEED)  # noqa: S311 - as above
    moved: list[str] = []
    for word in chance.sample(words, 2_000):
        plain = directory.lookup(word, "NZ")
        typo = broken(word, chance)
        found = directory.lookup(typo, "NZ")
        named = [directory.country_named(part) for part in (typo, *typo.split())]
        if plain.country == "NZ" and found.country not in {"NZ", None} and not any(named):
            moved.append(f"{word!r}, {typo!r}: {found.country}")
    assert moved == []
