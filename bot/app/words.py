"""Word lists that ship: for receipts, pseudonyms, the preview of vents, and means."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import cast

from bot.crisis.methods import Methods
from bot.crisis.tables import Tables
from bot.relay.identity import Identity, Vocabulary
from bot.relay.links import Sharing
from bot.relay.names import Pseudonyms


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


def identity_of(text: str) -> Identity:
    """The lists of data/words/identity.toml. Raises TOMLDecodeError or KeyError."""
    table = cast("Mapping[str, list[str]]", tomllib.loads(text))
    return Identity(
        Vocabulary(
            at=tuple(table["at"]), dot=tuple(table["dot"]), networks=tuple(table["networks"]),
            places=tuple(table["places"]), streets=tuple(table["streets"]),
            ordinary=tuple(table["ordinary"]), names=frozenset(table["words-that-are-names"]),
        )
    )  # fmt: skip


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
