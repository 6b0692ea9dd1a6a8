"""The finder: whether any usual form of any canary stands anywhere in some bytes.

Bytes are compared in lower case. Every eight bytes at every offset are looked up as one number,
so that thousands of forms cost no more than one. What is deflated is opened as well.
"""

import base64
import sys
import zlib
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from tests.thief.forms import forms_of_word, packed, written

HEAD = 8
"""A form is no shorter: by chance none of some thousands stands in some gigabytes of noise."""
LONGEST = 256
STEP = 512
DEFLATED = (b"\x78\x01", b"\x78\x5e", b"\x78\x9c", b"\x78\xda", b"\x1f\x8b\x08")
MOST = 65_536
"""How much of something deflated is opened."""
AROUND = 40


@dataclass(frozen=True, slots=True)
class Found:
    """A canary that got out: what it is, where, and what stands around it."""

    what: str
    where: str
    around: bytes = field(compare=False)


class Finder:
    """Looks for the forms it was given; `what` says what each of them would tell."""

    def __init__(self) -> None:
        """Nothing is looked for yet."""
        self._heads: defaultdict[int, set[bytes]] = defaultdict(set)
        self._what: dict[bytes, str] = {}

    def __len__(self) -> int:
        """How many forms are looked for."""
        return len(self._what)

    def seek(self, what: str, forms: Iterable[bytes]) -> None:
        """Look for these forms, too. Raises ValueError for one that noise could hold."""
        for form in forms:
            low = form.lower()
            if not HEAD <= len(low) <= LONGEST:
                raise ValueError(what)
            self._what.setdefault(low, what)
            self._heads[int.from_bytes(low[:HEAD], sys.byteorder)].add(low)

    def seek_word(self, what: str, word: str) -> None:
        """Look for a word in every usual form, also in the middle of what is packed."""
        self.seek(what, forms_of_word(word))
        self.seek(f"{what}, inside base64", inside_base64(word.encode()))

    def seek_mark(self, what: str, mark: str) -> None:
        """Look for a part of texts: hashes are no forms of it, they are of whole texts."""
        self.seek(what, (*written(mark.encode(), mark), *packed(mark.encode())))
        self.seek(f"{what}, inside base64", inside_base64(mark.encode()))

    def look(self, where: str, raw: bytes) -> Iterator[Found]:
        """Every form that stands in these bytes, once for each place."""
        yield from self._bare(where, raw)
        for inner in inflated(raw):
            yield from self._bare(f"{where}, deflated", inner)

    def _bare(self, where: str, raw: bytes) -> Iterator[Found]:
        low = raw.lower()
        for head in self._there(low):
            for form in self._heads[head]:
                if (at := low.find(form)) >= 0:
                    near = raw[max(0, at - AROUND) : at + len(form) + AROUND]
                    yield Found(self._what[form], where, near)

    def _there(self, low: bytes) -> set[int]:
        """The heads that stand at any offset."""
        heads = frozenset(self._heads)
        found: set[int] = set()
        for offset in range(min(HEAD, max(0, len(low) - HEAD + 1))):
            whole = (len(low) - offset) // HEAD * HEAD
            found.update(heads.intersection(memoryview(low)[offset : offset + whole].cast("Q")))
        return found


def inside_base64(raw: bytes) -> Iterator[bytes]:
    """What is left of some bytes in base64 wherever they begin in it."""
    for shift in range(3):
        coded = base64.b64encode(bytes(shift) + raw)
        first, last = -(-shift * 8 // 6), (shift + len(raw)) * 8 // 6
        if last - first >= HEAD:
            yield coded[first:last]
            yield coded[first:last].translate(bytes.maketrans(b"+/", b"-_"))


def inflated(raw: bytes) -> Iterator[bytes]:
    """Whatever in these bytes can be inflated."""
    for magic in DEFLATED:
        at = raw.find(magic)
        while at >= 0:
            try:
                opened = zlib.decompressobj(wbits=47).decompress(raw[at : at + MOST], MOST)
            except zlib.error:
                opened = b""
            if len(opened) >= HEAD:
                yield opened
            at = raw.find(magic, at + 1)


def windows(raw: bytes) -> set[bytes]:
    """Pieces of a long thing that overlap by the longest form, each once however often it is."""
    return {raw[at : at + STEP + LONGEST] for at in range(0, max(1, len(raw)), STEP)}
