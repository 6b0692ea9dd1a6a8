"""What the buttons below an answer carry: which services come next, or what was understood.

Nothing of it is kept anywhere else, and nobody but the bot can read it: a need is what a person
wrote. It works after any restart, and ends within a week.
"""

import hashlib
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import IntFlag

from bot.directory.entries import Wish
from bot.directory.lookup import Directory
from bot.directory.trust import Listing
from bot.ports.carried import Carries

MARK = "~"
"""How it begins, so that it is never taken for the name of something else."""
CODE_BYTES = 3
MOST_CARRIED = 7
"""Services that one button carries, by three bytes of a hash of their ids."""
TOPICS = (
    "crisis", "suicide", "general", "self-harm", "domestic-violence", "sexual-assault", "youth",
    "lgbtq", "substance", "eating-disorder", "grief", "veterans", "perinatal", "emergency",
)  # fmt: skip
AUDIENCES = (
    "youth", "students", "women", "men", "parents", "older", "lgbtq", "veterans", "indigenous",
    "speakers", "muslim", "migrants", "disaster", "doctors", "bills", "workers", "asian", "war",
    "victims", "using", "eating", "grieving", "carers",
)  # fmt: skip
CHANNELS = ("text", "chat", "whatsapp", "email", "relay", "phone")
"""One bit each, in this order: new ones come last, because buttons of last week still stand."""
WORDS = (*(("t", one) for one in TOPICS), *(("a", one) for one in AUDIENCES),
         *(("c", one) for one in CHANNELS))  # fmt: skip
BITS_BYTES = 8


class Flag(IntFlag):
    """What else is known of an answer. WISH: it carries what was understood, not services."""

    WISH = 1
    URGENT = 2
    GAP = 4
    QUIET = 8
    CHOSEN = 16


@dataclass(frozen=True, slots=True)
class Page:
    """Services of one answer, in order. `chosen`: the country was just chosen, and may be kept."""

    country: str | None
    rows: tuple[Listing, ...] = ()
    urgent: bool = False
    gap: bool = False
    quiet: bool = False
    chosen: bool = False


@dataclass(frozen=True, slots=True)
class Sought:
    """What somebody needs, while it is not known where."""

    wish: Wish = field(repr=False)
    urgent: bool = False
    quiet: bool = False


@dataclass(frozen=True, slots=True)
class Carrying:
    """Packs into buttons, and opens what was pressed."""

    carries: Carries
    known: Mapping[bytes, Listing] = field(repr=False)

    @classmethod
    def of(cls, directory: Directory, carries: Carries) -> "Carrying":
        """Two services of one code are none: of some 900 that is one in fifty, and a test knows."""
        listings = tuple(directory.listings())
        codes = Counter(code_of(one.id) for one in listings)
        return cls(
            carries, {code_of(one.id): one for one in listings if codes[code_of(one.id)] == 1}
        )

    def page(self, page: Page) -> str:
        """The first seven of its services."""
        marks = {
            Flag.URGENT: page.urgent, Flag.GAP: page.gap, Flag.QUIET: page.quiet,
            Flag.CHOSEN: page.chosen,
        }  # fmt: skip
        country = (page.country or "").encode("ascii").ljust(2, b"\0")
        codes = b"".join(code_of(one.id) for one in page.rows[:MOST_CARRIED])
        return self._sealed(_flags(marks), country + codes)

    def sought(self, sought: Sought) -> str:
        """Topics, people, channels, and one language; no word that anybody wrote."""
        marks = {Flag.WISH: True, Flag.URGENT: sought.urgent, Flag.QUIET: sought.quiet}
        wish = sought.wish
        said = {"t": wish.topics, "a": wish.audience, "c": wish.channels}
        bits = sum(1 << n for n, (kind, word) in enumerate(WORDS) if word in said[kind])
        tongue = next((one for one in sorted(wish.languages) if len(one) == 2), "")
        spoken = tongue.encode("ascii").ljust(2, b"\0")
        return self._sealed(_flags(marks), spoken + bits.to_bytes(BITS_BYTES, "big"))

    def opened_page(self, about: str) -> Page | None:
        """The services that a button carries; None once nobody can tell any more."""
        flags, rest = self._opened(about)
        if flags is None or Flag.WISH in flags:
            return None
        codes = (rest[at : at + CODE_BYTES] for at in range(2, 2 + MOST_CARRIED * CODE_BYTES, 3))
        rows = tuple(self.known[code] for code in codes if code in self.known)
        country = rest[:2].rstrip(b"\0").decode("ascii") or None
        return Page(
            country, rows, urgent=Flag.URGENT in flags, gap=Flag.GAP in flags,
            quiet=Flag.QUIET in flags, chosen=Flag.CHOSEN in flags,
        )  # fmt: skip

    def opened_sought(self, about: str, locale: str) -> Sought | None:
        """What a button knows of a need; `locale` is the reader's, as at every look-up."""
        flags, rest = self._opened(about)
        if flags is None or Flag.WISH not in flags:
            return None
        bits = int.from_bytes(rest[2 : 2 + BITS_BYTES], "big")
        said = [one for n, one in enumerate(WORDS) if bits >> n & 1]
        spoken = rest[:2].rstrip(b"\0").decode("ascii")
        wish = Wish(
            topics=_of("t", said), audience=_of("a", said), channels=_of("c", said),
            languages=frozenset({spoken} - {""}),
            locale=locale.replace("_", "-").partition("-")[0].lower(),
        )  # fmt: skip
        return Sought(wish, urgent=Flag.URGENT in flags, quiet=Flag.QUIET in flags)

    def _sealed(self, flags: Flag, rest: bytes) -> str:
        return MARK + self.carries.seal(bytes([flags]) + rest)

    def _opened(self, about: str) -> tuple[Flag | None, bytes]:
        raw = self.carries.open(about[1:]) if is_carried(about) else None
        return (None, b"") if raw is None else (Flag(raw[0]), raw[1:])


def is_carried(about: str) -> bool:
    """Whether this is what a button of an answer carries, still to be opened or not."""
    return about.startswith(MARK)


def code_of(id_: str) -> bytes:
    """A service in three bytes; the same in every version, as ids are."""
    return hashlib.sha256(id_.encode()).digest()[:CODE_BYTES]


def _flags(marks: Mapping[Flag, bool]) -> Flag:
    found = Flag(0)
    for flag, is_set in marks.items():
        found |= flag if is_set else Flag(0)
    return found


def _of(kind: str, said: list[tuple[str, str]]) -> frozenset[str]:
    return frozenset(word for one, word in said if one == kind)
