"""Word lists that ship: for receipts, pseudonyms, the preview of vents, and means."""

import re
import tomllib
from collections.abc import Iterable, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import cast
from urllib.parse import urlsplit

from bot.crisis.methods import Methods
from bot.crisis.tables import Tables
from bot.directory.records.rows import Service
from bot.relay.identity import Identity, Ordinary, Vocabulary
from bot.relay.identity.folding import latin
from bot.relay.identity.nicknames import table
from bot.relay.links import Sharing
from bot.relay.names import Pseudonyms

NUMBER = re.compile(r"\+?\d[\d ().-]{1,30}\d")


@dataclass(frozen=True, slots=True)
class Words:
    """Every list that ships, made ready."""

    receipt: tuple[str, ...]
    pseudonyms: Pseudonyms
    identity: Identity
    sharing: Sharing
    methods: Methods


def lines_of(text: str) -> tuple[str, ...]:
    """One word or phrase a line; empty lines and comments left out."""
    bare = (line.partition("#")[0].strip() for line in text.splitlines())
    return tuple(line for line in bare if line)


def identity_of(lists: str, nicknames: str, given: str, helplines: AbstractSet[str]) -> Identity:
    """The lists of data/words. Raises TOMLDecodeError or KeyError.

    `helplines` are the numbers and hosts of services, which tell of nobody.
    """
    read = cast("Mapping[str, list[str]]", tomllib.loads(lists))
    short = table(cast("Mapping[str, Mapping[str, str]]", tomllib.loads(nicknames)))
    first = frozenset(latin(name) for line in lines_of(given) for name in line.split())
    return Identity(
        Vocabulary(
            at=tuple(read["at"]), at_marked=tuple(read["at-marked"]), dot=tuple(read["dot"]),
            dot_marked=tuple(read["dot-marked"]), slash=tuple(read["slash"]),
            low_line=tuple(read["low-line"]), mail=frozenset(read["mail"]),
            mail_said=frozenset(read["mail-said"]), networks=frozenset(read["networks"]),
            network_words=frozenset(read["networks-that-are-words"]), called=tuple(read["called"]),
            places=frozenset(read["places"]), places_named=frozenset(read["places-with-a-name"]),
            numbered=frozenset(read["numbered"]), streets=tuple(read["streets"]),
            no_place=frozenset(read["no-place"]), before_places=frozenset(read["ordinary"]),
            times=frozenset(read["times-that-are-names"]),
            no_short_form=frozenset(read["no-short-form"]), ordinary=_ordinary(lists),
            given=first | short.keys(), nicknames=short, helplines=frozenset(helplines),
        )
    )  # fmt: skip


def _ordinary(lists: str) -> Ordinary:
    read = cast("Mapping[str, Mapping[str, list[str]]]", tomllib.loads(lists))
    letters = cast("Mapping[str, Mapping[str, str]]", read)["letters-of-languages"]
    return Ordinary(
        words=_by_group(read["words-that-are-names"]),
        shown_by=_by_group(read["words-of-languages"]),
        scripts={group: tuple(names.split()) for group, names in letters.items()},
    )


def _by_group(lists: Mapping[str, list[str]]) -> Mapping[str, frozenset[str]]:
    return {group: frozenset(latin(word) for word in words) for group, words in lists.items()}


def reached(services: Iterable[Service]) -> frozenset[str]:
    """The digits and hosts by which services are reached; numbers without their country, too."""
    services = tuple(services)
    written = (one for each in services for one in (each.phone, each.sms, each.whatsapp) if one)
    numbers = {re.sub(r"\D", "", run) for text in written for run in NUMBER.findall(text)}
    links = (one for each in services for one in (each.url, each.chat_url) if one)
    hosts = {(urlsplit(link).hostname or "").removeprefix("www.") for link in links}
    return frozenset(numbers | {f"0{one[2:]}" for one in numbers if len(one) > 9} | hosts) - {""}


def methods_of(text: str, tables: Tables) -> Methods:
    """The lists of data/lexicon/methods.toml. Raises TOMLDecodeError or KeyError."""
    table = cast("Mapping[str, list[str]]", tomllib.loads(text))
    return Methods(table["always"], table["when-low"], tables)


def sharing_of(text: str) -> Sharing:
    """The lists of data/words/links.toml. Raises TOMLDecodeError or KeyError."""
    table = tomllib.loads(text)
    sites = cast("Mapping[str, list[str]]", table["on-one-site"])
    return Sharing(
        paths=cast("Mapping[str, str]", table["share-paths"]),
        shares=frozenset(cast("list[str]", table["shares"])),
        invites=tuple(cast("list[str]", table["invites"])),
        shorteners=frozenset(cast("list[str]", table["shorteners"])),
        on_one_site={site: frozenset(names) for site, names in sites.items()},
    )
