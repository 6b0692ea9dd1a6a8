"""What in a text may tell who wrote it: a warning before it is sent, never a verdict.

The names are those that the platform shows for the writer. They are compared and dropped; what
comes out is a kind, never a word of the text.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum


class Tells(StrEnum):
    """A kind of thing that may identify somebody."""

    NAME = "name"
    HANDLE = "handle"
    EMAIL = "email"
    PHONE = "phone"
    LINK = "link"
    PLACE = "place"


SHORTEST_NAME = 3
LONGEST_CHARS = 8_000
"""No text that is relayed is longer; what is behind is not looked at."""
INTRODUCED = (
    r"(?:(?:my|the) (?:\w{1,20} )?name(?:'s|s)? (?:is )?|name's |call me |calls me |i'm |im |i am "
    r"|it's |its |this is |signed,? |love,? |from |xx?o?x? |[-\u2013\u2014~] ?)"
)
"""What stands before a name by which a writer introduces or signs themselves."""
NAMED = re.compile(
    r"\b(?:my|real|first|full) name(?:'s|s| is) (?!not\b|a\b|an\b|the\b)\w{2,}", re.IGNORECASE
)
EMAIL = re.compile(r"(?<![:\w])[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,4}", re.IGNORECASE)
PHONE = re.compile(r"(?<![\w./:-])(?:\+|00)?\(?\d(?:[\s().\u2011\u2013/-]{0,3}\d){6,14}(?![\w%:])")
NO_PHONE = re.compile(
    r"^(?:\d{4}[-./]\d{1,2}[-./]\d{1,2}|\d{1,2}[-./]\d{1,2}[-./]\d{2,4}|\d{4}\s?[-\u2013/]\s?\d{4}"
    r"|\d{1,3}(?:[ ,.]\d{3}){2,}|\d0{5,})$"
)
"""Dates, spans of years, and round or grouped numbers."""
HANDLE = re.compile(
    r"(?<![\w@.])@(?!everyone\b|here\b)[\w.]{2,}(?:[@:\w.-]*)|\b\w[\w.]{1,31}#\d{4}\b"
    r"|(?<![\w/])/?u/(?!know\b|and\b|or\b)[\w-]{3,}",
    re.IGNORECASE,
)
LINK = re.compile(
    r"h(?:tt|xx)ps?://\S|\bwww\.\w|(?<![@\w.])[\w-]{2,63}(?:\.[\w-]{2,63}){0,3}\."
    r"(?:com|org|net|io|gg|me|co|tv|be|app|ly|to|ee|link|bio)/\S",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The lists of data/words/identity.toml; `names` are names that are ordinary words, too."""

    at: tuple[str, ...]
    dot: tuple[str, ...]
    networks: tuple[str, ...]
    places: tuple[str, ...]
    streets: tuple[str, ...]
    ordinary: tuple[str, ...]
    names: frozenset[str]


class Identity:
    """Knows what may tell who wrote a text. Pure; patterns are bounded, so time is linear."""

    def __init__(self, words: Vocabulary) -> None:
        """Compile the patterns that depend on words."""
        self._names = words.names
        self._spelt = _spelt_email(words)
        self._there = _called_there(words)
        self._place = _place(words)

    def tells(
        self, text: str, names: Sequence[str], handles: Sequence[str] = ()
    ) -> tuple[Tells, ...]:
        """Which kinds of things in `text` may tell who wrote it, in the order of `Tells`."""
        plain = _plain(text)
        found = {
            Tells.NAME: bool(NAMED.search(plain)) or self._named_by(names, plain),
            Tells.HANDLE: self._has_handle(plain, handles),
            Tells.EMAIL: bool(EMAIL.search(plain) or self._spelt.search(plain)),
            Tells.PHONE: any(_is_phone(one) for one in PHONE.findall(plain)),
            Tells.LINK: bool(LINK.search(plain)),
            Tells.PLACE: bool(self._place.search(plain)),
        }
        return tuple(kind for kind, there in found.items() if there)

    def _has_handle(self, text: str, handles: Sequence[str]) -> bool:
        low = text.casefold()
        own = any(
            re.search(rf"(?<![\w.]){re.escape(_plain(one).casefold())}(?!\w)", low)
            for one in handles
            if len(one) >= SHORTEST_NAME and one.casefold() not in self._names
        )
        return own or bool(HANDLE.search(EMAIL.sub(" ", text)) or self._there.search(text))

    def _named_by(self, names: Sequence[str], text: str) -> bool:
        low = text.casefold()
        bare = _bare(low)
        return any(
            self._named(name.casefold(), text, low) or _word(_bare(name.casefold()), bare)
            if name.casefold() not in self._names
            else self._named(name.casefold(), text, low)
            for name in _parts(names)
        )

    def _named(self, name: str, text: str, low: str) -> bool:
        if name not in self._names:
            return _word(name, low)
        word = re.escape(name)
        signed = (
            rf"(?:^|[\n.!?]\s{{0,4}}|\s){INTRODUCED}{word}(?!\w)|(?<!\w){word} here\b"
            rf"|(?:^|\n)\s{{0,4}}[-\u2013\u2014~]?\s{{0,4}}{word}\s{{0,4}}[.!]?\s{{0,4}}$"
        )
        capital = rf"(?<=[a-z,] ){re.escape(name.capitalize())}(?!\w)(?! \d)"
        return bool(re.search(signed, low) or re.search(capital, text))


def _word(name: str, low: str) -> bool:
    """The name as a word, or with the s of a genitive."""
    return re.search(rf"(?<!\w){re.escape(name)}(?:'?s)?(?!\w)", low) is not None


def _any(words: Iterable[str]) -> str:
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))


def _spelt_email(words: Vocabulary) -> re.Pattern[str]:
    """`name at domain dot com`, `name [at] domain (dot) com`, `name (arroba) example.com`."""
    at, dot = rf"(?:@|{_written(words.at)})", _written(words.dot)
    ends = "com|org|net|edu|io|co|uk|de|fr|es|ie|us|eu|me|info|example|test"
    return re.compile(
        rf"(?<![\w.+-])[\w.+-]{{1,64}}?\s{{0,2}}{at}\s{{0,2}}[\w-]{{1,63}}?"
        rf"(?:\s{{0,2}}{dot}\s{{0,2}}[a-z]{{2,10}}\b|\s{{0,2}}\.\s{{0,2}}(?:{ends})\b)",
        re.IGNORECASE,
    )


def _written(words: Iterable[str]) -> str:
    """One of these words: bare, in brackets, or between underscores."""
    one = _any(words)
    return rf"(?:[(\[{{]\s?(?:{one})\s?[)\]}}]|\b(?:{one})\b|_(?:{one})_)"


def _called_there(words: Vocabulary) -> re.Pattern[str]:
    """A handle beside the name of a network: `insta: some.body`, `some_body on discord`."""
    networks = _any(words.networks)
    return re.compile(
        rf"\b(?:{networks})"
        r"(?:\s(?:is|me|at|handle|name|user|tag|id|acc|account|on|under|as|es)){0,4}"
        r"\s{0,2}[:=@\s]\s{0,2}(?=[\w.]{0,40}[\d._])[\w.]{0,40}\w{2,}"
        rf"|\b(?:{networks})(?:\s(?:handle|name|user|tag|id|account))?"
        r"(?:\s{0,2}[:=]\s{0,2}| is )\w{3,}"
        rf"|\b(?=[\w.]{{0,40}}[\d._])[\w.]{{4,40}}\s(?:on|en|auf|sur)\s(?:{networks})\b",
        re.IGNORECASE,
    )


def _place(words: Vocabulary) -> re.Pattern[str]:
    """A school, a workplace, a street or a town of one's own."""
    places, streets = _any(words.places), _any(words.streets)
    plain = rf"(?!(?:{_any(words.ordinary)})\b)[\w'.-]{{2,30}}"
    own = r"(?-i:[A-Z\u00c0-\u00de][\w'.-]{1,30})"
    return re.compile(
        r"\b(?:at|to|in|from|attend|leave|left|into|near|for)\s(?:the\s)?"
        rf"{plain}(?:\s{plain})?\s(?:{places})\b"
        rf"|{own}(?:[\s-]{own}){{0,2}}[\s-](?:{places})\b"
        rf"|\b(?:{places})\s(?:(?:am|an|der|de|la|los|las|el)\s)?{own}"
        rf"|\b\d{{1,4}}\s{own}(?:\s{own})?\s(?:{streets})\b|\b(?:on|at|in)\s{own}\s(?:{streets})\b"
        r"|\b(?:year|grade|class|form)\s\d{1,2}\w?,?\s(?:at|in)\s\w{2,}"
        r"|\b(?:i|i'm|we)\s(?:\w{1,20}\s){0,2}?(?:work|works|working|live|lives|living|based|stay"
        r"|staying|moved|grew up|study|studying|teach)\s(?:\w{1,20}\s){0,3}?"
        rf"(?:at|in|on|near|for|from|to)\s(?:the\s)?{own}"
        rf"|\b(?:im|i'm|i am)\sfrom\s{own}|\b(?:living|based)\sin\s{own}",
        re.IGNORECASE,
    )


def _plain(text: str) -> str:
    folded = unicodedata.normalize("NFKC", text[:LONGEST_CHARS])
    return folded.replace("\u2019", "'").replace("\u200b", "")


def _bare(text: str) -> str:
    """Without accents: Siobh\u00e1n is Siobhan, too."""
    parts = unicodedata.normalize("NFD", text)
    return "".join(char for char in parts if not unicodedata.combining(char))


def _is_phone(written: str) -> bool:
    digits = sum(char.isdecimal() for char in written)
    return digits >= 7 and NO_PHONE.match(written.strip()) is None


def _parts(names: Iterable[str]) -> Iterator[str]:
    """Each name whole and in its parts: "Ana-Maria" is also Ana and Maria."""
    seen: set[str] = set()
    for name in names:
        spaced = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", _plain(name))
        for part in (name, *re.split(r"[\W\d_]+", spaced)):
            low = part.casefold().strip()
            if len(low) >= SHORTEST_NAME and low not in seen:
                seen.add(low)
                yield part.strip()
