"""Which country a query names: names, aliases, adjectives, flags, codes and dialling codes.

Names of a hundred languages and of cities come from the atlas; `countries.toml` goes before. What
may be a person or two places is asked: a wrong country means a number that does not answer.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from bot.directory import toml
from bot.directory.places import dialling, gazetteer
from bot.directory.places.atlas import Atlas, Found
from bot.directory.places.overlaps import Anywhere, beating, fills
from bot.directory.query.words import Phrases, tokens

FLAG = re.compile("[\U0001f1e6-\U0001f1ff]{2}")
TAGGED_FLAG = re.compile("\U0001f3f4([\U000e0061-\U000e007a]{5})\U000e007f")
CODE = re.compile(r"\b[A-Z]{2}\b")
IN_CODE = re.compile(r"\b(?:in|In|from|country) (?:the )?([A-Z]{2})\b")
EE_UU = re.compile(r"\bEE\W{0,3}UU\b")  # Estados Unidos, and not Estonia
SPOKEN_AFTER = frozenset(("speaking", "speaker", "speakers", "language", "spoken"))
SPOKEN_BEFORE = frozenset(("in", "speak", "speaks", "speaking"))
HERE, NAMED, AWAY = 3, 2, 1
ROLES = {"@": HERE, "=": NAMED, "<": AWAY, "?": NAMED, "!": NAMED}
KINDS = {"?": "ambiguous", "!": "faint"}
ARTICLES = frozenset(
    ["the", "der", "die", "den", "dem", "la", "le", "les", "el", "los", "las", "il"]
)


@dataclass(frozen=True, slots=True)
class Place:
    """What a query says of a country.

    `country` is set when one is named beyond doubt; `options` when several might be meant,
    then ask. `region` is ISO 3166-2. `languages` were asked for by name. `taken` are the
    places of tokens that belong to all that.
    """

    country: str | None = None
    region: str | None = None
    options: tuple[str, ...] = ()
    languages: frozenset[str] = frozenset()
    taken: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class _Mention:
    weight: int
    values: tuple[str, ...]
    origin: bool = False
    """Whether somebody comes from there, which does not say where they are."""


@dataclass(frozen=True, slots=True)
class Countries:
    """The index of names; made once. `names` are those that a misspelling may be mended to."""

    names: Phrases = field(repr=False)
    values: Mapping[str, tuple[str, ...]] = field(repr=False)
    spoken: Mapping[str, str] = field(repr=False)
    atlas: Atlas = field(repr=False)
    here: frozenset[str]
    away: frozenset[str]
    surely: frozenset[str]
    everyday: frozenset[str]
    here_after: frozenset[str]
    away_after: frozenset[str]
    only_alone: frozenset[str] = field(repr=False)
    no_place_after: frozenset[str] = field(repr=False)
    no_place_before: frozenset[str] = field(repr=False)
    people_before: frozenset[str] = field(repr=False)
    wordlike_codes: frozenset[str]
    not_typos: frozenset[str]
    codes: frozenset[str] = field(repr=False)

    @classmethod
    def parse(cls, text: str, file: str, atlas: Atlas | None = None) -> "Countries":
        """Read `countries.toml`; a DirectoryError names file, line and mend."""
        tables = toml.read(text, file)
        gazetteer.check(tables, text, file)
        names, values = Phrases(), dict[str, tuple[str, ...]]()
        for kind, phrase, meant in (*gazetteer.own(tables), *gazetteer.cldr(tables)):
            tag = f"{kind} {' '.join(meant)}"
            names.add(phrase, tag)
            values[tag] = meant
        codes = tables.get("dialling", {})
        values |= {f"dialling {digits}": meant for digits, meant in codes.items()}
        return cls(
            names=names,
            values=values,
            spoken=gazetteer.spoken(),
            atlas=atlas or Atlas(),
            here=gazetteer.words(tables, "here"),
            away=gazetteer.words(tables, "away"),
            surely=gazetteer.words(tables, "here", "surely"),
            everyday=gazetteer.words(tables, "everyday"),
            here_after=gazetteer.words(tables, "here", "after"),
            away_after=gazetteer.words(tables, "away", "after"),
            only_alone=gazetteer.words(tables, "only_alone"),
            no_place_after=gazetteer.words(tables, "no_place_after"),
            no_place_before=gazetteer.words(tables, "no_place_before"),
            people_before=gazetteer.words(tables, "no_place_before", "people"),
            wordlike_codes=frozenset(tables.get("words", {}).get("codes", ())),
            not_typos=gazetteer.words(tables, "not_typos"),
            codes=frozenset(gazetteer.territories("en")) - gazetteer.PARTS.keys(),
        )

    def read(
        self, query: str, words: tuple[str, ...], known: str | None, speaks: frozenset[str]
    ) -> Place:
        """What `query` (its tokens are `words`) says.

        `known` is the country that is known already, `speaks` the languages of its
        services: there "dutch" is a language, elsewhere a country.
        """
        written = tokens(query)
        if len(written) != len(words):
            written = words
        told = self._languages(words)
        hits = self._hits(written, words)
        mentions = [m for hit in hits for m in self._mention(hit, words, known, speaks, told)]
        mentions += [*self._signs(query), *self._codes(query)]
        taken = frozenset(n for hit in hits if fills(hit) for n in range(hit.start, hit.end))
        near = self.here | self.here_after | self.away_after
        taken |= {n for n, word in enumerate(words) if word in near or word == "the"}
        return _decide(mentions, known, frozenset(told.values()), taken | frozenset(told))

    def knows(self, word: str) -> bool:
        """Whether a token is a name of a place as it stands, and no misspelling of another."""
        return self.atlas.get(word) is not None

    def named(self, answer: str) -> tuple[str, ...]:
        """What an answer to "which country?" means: a code, several to ask about, or none."""
        whole, code = " ".join(tokens(answer)), answer.strip().upper()
        if code in self.codes:
            return (code,)
        if whole in self.only_alone or (self.atlas.get(whole) or "")[:1] == "!":
            return self._alone(whole)
        place = self.read(answer, tokens(answer), None, frozenset())
        return (place.country,) if place.country else place.options

    def _alone(self, name: str) -> tuple[str, ...]:
        value = self.atlas.get(name)
        return tuple(value[1:].split(",")) if value else ()

    def _hits(self, written: tuple[str, ...], mended: tuple[str, ...]) -> list[Anywhere]:
        """What was written goes before what it may be a misspelling of, the longer before."""
        own = self.names.longest(written)
        found = self.atlas.find(written)
        far = beating([one for one in found if not self._everyday(one, written)], own)
        kept = [*beating(own, far), *far]
        kept += beating(self.names.longest(mended), kept)
        return sorted(kept, key=lambda hit: hit.start)

    def _everyday(self, found: Found, words: tuple[str, ...]) -> bool:
        return found.fills and " ".join(words[found.start : found.end]) in self.only_alone

    def _languages(self, words: tuple[str, ...]) -> dict[int, str]:
        """Token places that name a language as a language, and its code."""
        return {
            place: self.spoken[word]
            for place, word in enumerate(words)
            if word in self.spoken
            and (
                (place + 1 < len(words) and words[place + 1] in SPOKEN_AFTER)
                or (place > 0 and words[place - 1] in SPOKEN_BEFORE)
                or word == "english"
            )
        }

    def _mention(
        self,
        hit: Anywhere,
        words: tuple[str, ...],
        known: str | None,
        speaks: frozenset[str],
        told: dict[int, str],
    ) -> Iterator[_Mention]:
        kind, meant = self._meaning(hit)
        weight = self._weight(hit, words)
        if self._no_place(hit, words, sure=weight == HERE):
            return
        match kind:
            case "place":
                yield _Mention(weight, meant, origin=weight == AWAY)
            case "adjective" if hit.start not in told:
                language = self.spoken.get(words[hit.start])
                if known and language and (language in speaks or len(meant) > 1):
                    told[hit.start] = language
                elif meant:
                    yield _Mention(AWAY, meant)
            case "ambiguous":
                beside = self._beside(hit, words)
                if weight == HERE or beside or len(words) == hit.end - hit.start:
                    yield _Mention(weight, _settled(meant, known))
                elif known is None:
                    yield _Mention(AWAY, (*meant, ""))
            case "faint" if self._surely(hit, words):
                yield _Mention(weight, _settled(meant, known), origin=weight == AWAY)
            case _:
                pass

    def _no_place(self, hit: Anywhere, words: tuple[str, ...], *, sure: bool) -> bool:
        """Whether the words around it make it a person, or a place of the past."""
        before = {" ".join(words[max(0, hit.start - n) : hit.start]) for n in (1, 2)}
        after = {" ".join(words[hit.end : hit.end + n]) for n in (1, 2, 3)}
        if before & self.no_place_after or after & self.no_place_before:
            return True
        return not sure and bool(after & self.people_before)

    def _surely(self, hit: Anywhere, words: tuple[str, ...]) -> bool:
        """Whether a word that is nearly always followed by a place stands right before it."""
        common = " ".join(words[hit.start : hit.end]) in self.everyday
        before = (words[max(0, hit.start - n) : hit.start] for n in (2, 3) if hit.start >= n)
        near = () if common else (words[max(0, hit.start - 1) : hit.start],)
        return any(" ".join(phrase) in self.surely for phrase in (*before, *near))

    def _meaning(self, hit: Anywhere) -> tuple[str, tuple[str, ...]]:
        if isinstance(hit, Found):
            return KINDS.get(hit.role, "place"), hit.values
        return hit.tag.partition(" ")[0], self.values[hit.tag]

    @staticmethod
    def _beside(hit: Anywhere, words: tuple[str, ...]) -> bool:
        """Whether a word such as "hotline" stands next to the name."""
        near = (*words[max(0, hit.start - 1) : hit.start], *words[hit.end : hit.end + 1])
        return any(w.startswith(("hotline", "helpline", "lifeline")) or w == "line" for w in near)

    def _weight(self, hit: Anywhere, words: tuple[str, ...]) -> int:
        """By the words around it, else by its own form."""
        before = [w for w in words[max(0, hit.start - 4) : hit.start] if w not in ARTICLES]
        after = words[hit.end] if hit.end < len(words) else ""
        for size in (3, 2, 1):  # "calling from" is nearer than "from"
            phrase = " ".join(before[-size:])
            if phrase in self.away or phrase in self.here:
                return AWAY if phrase in self.away or after in self.away_after else HERE
        if after in self.away_after or after in self.here_after:
            return AWAY if after in self.away_after else HERE
        return ROLES[hit.role] if isinstance(hit, Found) else NAMED

    def _signs(self, query: str) -> Iterator[_Mention]:
        for flag in FLAG.findall(query):
            code = "".join(chr(ord(sign) - 0x1F1E6 + ord("A")) for sign in flag)
            code = gazetteer.PARTS.get(code, code)
            if code in self.codes:
                yield _Mention(NAMED, (code,))
        for flag in TAGGED_FLAG.findall(query):
            code = "".join(chr(ord(sign) - 0xE0000) for sign in flag).upper()
            yield _Mention(NAMED, ("GB" if code == "GBENG" else f"{code[:2]}-{code[2:]}",))
        for codes in dialling.sought(query):
            known = (self.values.get(f"dialling {code}") for code in codes)
            if values := next((value for value in known if value), None):
                yield _Mention(NAMED, values)

    def _codes(self, query: str) -> Iterator[_Mention]:
        bare = query.strip()
        whole = bare in self.codes or bare.upper() in self.codes - self.wordlike_codes
        if len(bare) == 2 and whole:
            yield _Mention(NAMED, (bare.upper(),))
            return
        if query.upper() == query:
            return
        query = EE_UU.sub(" ", query)
        inside = frozenset(IN_CODE.findall(query))
        for code in CODE.findall(query):
            if code in self.codes and (code in inside or code not in self.wordlike_codes):
                yield _Mention(HERE if code in inside else NAMED, (code,))


def _settled(meant: tuple[str, ...], known: str | None) -> tuple[str, ...]:
    return (known,) if known in meant and known else meant


def _decide(
    mentions: list[_Mention], known: str | None, languages: frozenset[str], taken: frozenset[int]
) -> Place:
    """The strongest mentions win; when they differ, or one means several, it is asked."""
    if known:
        mentions = [mention for mention in mentions if not mention.origin]
    best = max((mention.weight for mention in mentions), default=0)
    sure = {m.values[0][:2] for m in mentions if len(m.values) == 1 and m.weight >= NAMED}
    groups = {
        _settled(_narrowed(mention.values, sure), known)
        for mention in mentions
        if mention.weight == best
    }
    values = tuple(dict.fromkeys(value for group in groups for value in group))
    countries = tuple(sorted({value[:2] for value in values if value}))
    if len(countries) != 1 or "" in values:
        return Place(options=countries, languages=languages, taken=taken)
    region = next((value for value in sorted(values) if "-" in value), None)
    return Place(countries[0], region, (), languages, taken)


def _narrowed(meant: tuple[str, ...], sure: set[str]) -> tuple[str, ...]:
    """Of Hyderabad with Pakistan beside it, only the one."""
    both = tuple(value for value in meant if value[:2] in sure)
    return both or meant
