"""A writer's own name in a text, in whatever form; and any name by which somebody is introduced."""

import re
from collections.abc import Iterable, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from bot.relay.identity import spoken
from bot.relay.identity.folding import latin
from bot.relay.identity.forms import SHORTEST_LONG, Forms, consonants, forms_of, sound
from bot.relay.identity.views import Views, once
from bot.relay.identity.vocabulary import Vocabulary
from bot.relay.identity.wording import EVERYDAY

CAPITAL = re.compile(
    r"(?:(?<=[a-z,] )|(?<=[a-z,:] [\"']))(?P<name>[A-Z\u00c0-\u00de][^\W\d_]{1,19})(?!\w)(?! \d)"
)
AFTER_ARTICLE = re.compile(
    r"\b(?:a|an|the|my|our|some|any|no|in|since|until|last|next|this|by|of) $", re.IGNORECASE
)
EASTERN = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]{2,20}")
ABJAD = re.compile(r"[\u0590-\u06ff]{3,20}")
OTHER = re.compile(r"[\u0370-\u052f\u0590-\u06ff\u0900-\u0dff\u10a0-\u10ff]{3,20}")
FEWEST_CONSONANTS = 3


@dataclass(frozen=True, slots=True)
class _Read:
    """What the matchers of one text share."""

    views: Views
    own: Forms
    ordinary: AbstractSet[str]


class Names:
    """Finds names; pure."""

    def __init__(self, words: Vocabulary) -> None:
        """Take the lists."""
        self._words = words
        self._given = words.given - words.ordinary.anywhere()

    def tell(self, views: Views, names: Sequence[str]) -> bool:
        """Whether one's own name, or any by which somebody is introduced, is in the text."""
        ordinary = self._words.ordinary.within(views.words, views.plain)
        known, never = self._words.nicknames, self._words.no_short_form
        forms = forms_of(names, known, ordinary, never)
        read = _Read(views, forms, ordinary)
        return (
            _met(read)
            or _disguised(read)
            or _in_other_letters(read, names)
            or _within_an_address(read)
            or spoken.certain(views.latin)
            or spoken.EASTERN.search(views.native) is not None
            or self._introduced(read)
            or _said(read)
        )

    def _introduced(self, read: _Read) -> bool:
        own = read.own.every
        heard = set(spoken.likely(read.views.latin))
        if heard & own or heard & self._given - read.ordinary:
            return True
        strange = set(spoken.signed(read.views.plain)) - EVERYDAY - spoken.NO_NAME
        if strange - read.ordinary:
            return True
        times = self._words.times
        return any(word in own and word not in times for word in spoken.own(read.views.latin))


def _met(read: _Read) -> bool:
    """A sure form as a word, or with the s of a genitive."""
    words = read.views.words
    return any(form in words or f"{form}s" in words for form in read.own.sure)


def _disguised(read: _Read) -> bool:
    """Any form of at least three letters in leet, letter by letter, drawn out or masked."""
    views, whole = read.views, {one for one in read.own.whole if len(one) > 2}
    sure = read.own.sure | whole
    if not sure.isdisjoint(views.leet) or not {once(one) for one in whole}.isdisjoint(views.drawn):
        return True
    longer = tuple(one for one in sure if len(one) > 3)
    if any(run in sure or any(one in run for one in longer) for run in views.spaced):
        return True
    return any(_under(mask, one) for mask in views.masked for one in whole)


def _under(mask: str, name: str) -> bool:
    """Whether asterisks of this word may stand for the rest of the name."""
    seen = len(mask) - mask.count("*")
    return len(mask) == len(name) and seen > 1 and all(
        sign in ("*", letter) for sign, letter in zip(mask, name, strict=True)
    )  # fmt: skip


def _in_other_letters(read: _Read, names: Sequence[str]) -> bool:
    """The name in another alphabet than it is shown in, compared by its sound."""
    views, whole = read.views, read.own.whole
    if all(map(str.isascii, (views.plain, *names))):
        return False
    return (
        _sounds(views, whole - read.ordinary, names)
        or _abjad(views, whole - read.ordinary, names)
        or any(latin(run).find(one) >= 0 for run in EASTERN.findall(views.native)
               for one in whole if len(one) > 3)
        or any(run in views.native for name in names for run in EASTERN.findall(name.casefold()))
    )  # fmt: skip


def _sounds(views: Views, whole: Iterable[str], names: Sequence[str]) -> bool:
    foreign = OTHER.search(" ".join(names).casefold()) is not None
    heard = views.words if foreign else map(latin, OTHER.findall(views.native))
    known = {sound(one) for one in whole if len(one) > 3}
    return any(len(word) > 3 and sound(word) in known for word in heard)


def _abjad(views: Views, whole: Iterable[str], names: Sequence[str]) -> bool:
    foreign = ABJAD.search(" ".join(names)) is not None
    heard = views.words if foreign else map(latin, ABJAD.findall(views.native))
    known = {consonants(one) for one in whole}
    known = {one for one in known if len(one) >= FEWEST_CONSONANTS + foreign}
    return any(consonants(word) in known for word in heard)


def _within_an_address(read: _Read) -> bool:
    """A long form, or two names together, within a handle, a link, a tag or an e-mail address."""
    whole = [one for one in read.own.whole if len(one) > 2]
    long = {one for one in read.own.sure & read.own.whole if len(one) >= SHORTEST_LONG}
    pairs = {one + other for one in whole for other in whole if one != other}
    inside = long | pairs
    return any(one in chunk for chunk in read.views.chunks for one in inside)


def _said(read: _Read) -> bool:
    """Somebody is called by the name, or it stands with a capital within a sentence."""
    guessed, plain = read.own.weak - read.ordinary, read.views.plain
    for word, pause in spoken.called(read.views.latin):
        if word in guessed or (pause and word in read.own.every):
            return True
    return any(
        latin(found["name"]) in read.own.every
        and not AFTER_ARTICLE.search(plain, max(0, found.start() - 12), found.start())
        for found in CAPITAL.finditer(plain)
    )
