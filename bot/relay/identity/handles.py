"""A handle: one's own however it is spelt, or any that stands beside a network."""

import re
from collections.abc import Iterable, Iterator, Sequence

from bot.relay.identity.addresses import EMAIL
from bot.relay.identity.folding import latin
from bot.relay.identity.forms import SHORTEST_NAME
from bot.relay.identity.views import LEET_AS_L, LEET_SIGNS, Views
from bot.relay.identity.vocabulary import Vocabulary
from bot.relay.identity.wording import any_of, ends, folded, is_plain, looks_made

SIGN = r"(?::|=|->|=>|>|\u2192|\u27a1\ufe0f?|\U0001f449|\()"
HANDLE = r"[\"'@]?(?P<handle>[a-z0-9_][\w.\-]{1,40}\w)"
ROLES = (
    r"everyone|here|all|mods?|moderators?|admins?|staff|team|channel"
    r"|helpers?|listeners?|home|work|school|uni|night|\d{1,2}(?:am|pm)?"
)
MENTION = re.compile(
    rf"(?<![\w@./])@(?!(?:{ROLES})\b(?![@.:_]))[\w.]{{2,64}}"
    rf"|(?<![\w@.])\w[\w.]{{1,31}}#(?:\d{{4,6}}|[a-z]{{2,4}}\d?)\b"
    r"|(?<![\w/])/?u/(?!know\b|and\b|or\b)[\w-]{3,40}|\bsw-\d{4}-\d{4}-\d{4}\b"
)
MADE = re.compile(
    r"(?<![\w@./#*-])(?:[a-z0-9]{2,30}(?:_[a-z0-9]{1,30}){1,4}_?|[a-z]{5,24}\d{2,4})(?![\w*/-])"
)
COUNTED = re.compile(
    r"(?:covid|week|year|grade|day|month|page|level|room|chapter|season"
    r"|step|class|windows|iphone|android|"
    r"january|february|march|april|june|july|august|sept|september"
    r"|october|november|december|about|around|under|over)s?\d"
)
PLAIN_AFTER = re.compile(
    rf"(?:\s(?:is|me|at|handle|name|user|username|tag|id|acc|account"
    rf"|nick|on|under|as|es|e|ist|jest|c'est)){{0,3}}\s?{HANDLE}"
)
MARKED_AFTER = re.compile(
    r"(?:\s?(?:handle|name|user|username|tag|id|acc|account|nick"
    r"|profile|channel|blog|page|main|alt|usuario))?"
    rf"\s{{0,2}}{SIGN}\s{{0,2}}{HANDLE}"
)
IS_AFTER = re.compile(
    rf"(?:\s(?:handle|name|user|username|tag|id|acc|account|nick"
    rf"|profile|blog|channel))?(?:'s| is| es| ist| jest| e| c'est| -) "
    rf"{HANDLE}"
)
OWNED_AFTER = re.compile(rf"(?:\s(?:handle|name|user|username|tag|id|acc|account|nick))? {HANDLE}")
ON_IT = re.compile(
    r"(?:^|[\s.,;:!?(])(?P<lead>im|i'm|i am|its|it's|as|me|add|follow"
    r"|message|msg|dm|pm|called|soy|by|under|search|find|ich bin|je "
    r"suis)?"
    r"\s?@?(?P<handle>[a-z0-9_][\w.\-]{1,40}\w),?\s(?:on|over on|en|auf"
    r"|sur|em|na|w|su|op|at)\s(?:my\s)?$"
)
CALLED = r"(?:my |mi |mein |mon |meu )?\b(?:{called})(?: on there| there| here)?"
LOOK_UP = re.compile(
    r"\b(?:(?:look|search|find|add|reach|message|msg|dm|pm|follow|hit"
    r"|hmu|text|stalk) ?(?:for )?me(?: up)?|i (?:post|write|draw|stream"
    r"|play|go|publish|sing)"
    r"|known|i'm|im|i am|it's|its|same|me encuentras|buscame|such(?:t)? "
    r"mich|cherchez?[ -]moi|cercami|ishchi)"
    r"(?: (?:there|online|everywhere|on there|on it|on \w{2,20}|in "
    r"\w{2,20}|over there)){0,2},? (?:as|under|by|como|als|unter|sous"
    r"|come)"
    rf" (?:the )?(?:name |username |handle |user |nick )?{HANDLE}"
)
IGN = re.compile(
    r"\b(?:ign|usr|usuario|gamertag|psn|nickname|alias|nik v [a-z]{2,12}"
    r"|(?:blog|account|acc|channel|profile|page|user|handle|server)(?:'s| is| was)?"
    r" (?:called|named))"
    rf" {HANDLE}"
)
I_AM_THERE = re.compile(
    rf"\b(?:i'm|im|i am|called|known as|go by) {HANDLE} "
    r"(?:there|on there|everywhere|online|on everything|on most)\b"
)
ROLE_AFTER = re.compile(rf"\s(?:handle|name|user|username|tag|id|uid|gt|nick|pseud) {HANDLE}")
FIRST = re.compile(r"(?:^|[\n.!?]\s?)(?P<handle>[a-z0-9_]{6,40}),? (?:on|over on|auf|sur|en|em) $")
GHOST = re.compile(r"[\U0001f47b\U0001f4f8\U0001f426]\s{0,2}:?\s{0,2}@?[a-z0-9_][\w.\-]{2,40}")
TOKEN = re.compile(r"[a-z0-9]{2,20}")
BEFORE_CHARS = 60


class Handles:
    """Finds handles; pure."""

    def __init__(self, words: Vocabulary) -> None:
        """Compile what depends on words."""
        self._networks = folded(words.networks)
        self._words = folded(words.network_words)
        self._ordinary = words.ordinary.anywhere()
        called = any_of(folded(words.called))
        self._called = re.compile(
            rf"{CALLED.format(called=called)}\s{{0,2}}(?P<by>{SIGN}"
            rf"|\bis\b|\bes\b|\bist\b|\bjest\b|'s)\s{{0,2}}{HANDLE}"
        )
        self._dots = _between(words.dot)
        self._lines = _between(words.low_line)

    def tell(self, views: Views, handles: Sequence[str]) -> bool:
        """Whether a handle, one's own or another, is in the text."""
        text = EMAIL.sub(" ", views.latin) if "@" in views.latin else views.latin
        return (
            self._own(views, handles)
            or MENTION.search(text) is not None
            or GHOST.search(text) is not None
            or any(not COUNTED.match(found[0]) for found in MADE.finditer(text))
            or any(_fits(found, text) for one in (LOOK_UP, IGN) for found in one.finditer(text))
            or any(is_plain(found["handle"]) for found in I_AM_THERE.finditer(text))
            or any(self._says(found, text) for found in self._called.finditer(text))
            or self._beside_a_network(text)
        )

    def _own(self, views: Views, handles: Iterable[str]) -> bool:
        spelt = self._lines.sub("_", self._dots.sub(".", views.unspaced))
        for handle in map(latin, handles):
            pieces = re.findall(r"[a-z]+|\d+", handle)
            whole = "".join(pieces)
            if len(whole) < SHORTEST_NAME or whole in self._ordinary:
                continue
            if any(re.search(one, spelt) for one in _spellings(pieces)):
                return True
            if len(whole) > SHORTEST_NAME and _disguised(whole, views):
                return True
        return False

    def _says(self, found: re.Match[str], text: str) -> bool:
        marked = found["by"] not in ("is", "es", "ist", "jest", "'s")
        return looks_made(found["handle"]) or (
            is_plain(found["handle"]) and (marked or ends(text, found.end()))
        )

    def _beside_a_network(self, text: str) -> bool:
        last = ""
        for token in TOKEN.finditer(text):
            for name in (token[0], last + token[0]):
                if name in self._networks and self._named_at(text, token, name):
                    return True
            last = token[0]
        return False

    def _named_at(self, text: str, token: re.Match[str], name: str) -> bool:
        before = text[max(0, token.start() - BEFORE_CHARS) : token.start()]
        mine = re.search(r"\b(?:my|mi|mein|mon|meu|moj|moy|mio|add|min)\s$", before) is not None
        strict = name in self._words and not mine
        marked = MARKED_AFTER.match(text, token.end())
        if marked and (is_plain(marked["handle"]) or looks_made(marked["handle"])):
            return not strict or looks_made(marked["handle"]) or "(" not in marked[0]
        after = PLAIN_AFTER.match(text, token.end())
        if after and looks_made(after["handle"]):
            return True
        wide = (IS_AFTER, OWNED_AFTER) if mine else (IS_AFTER, ROLE_AFTER)
        patterns = () if strict else wide
        if any((hit := one.match(text, token.end())) and _fits(hit, text) for one in patterns):
            return True
        first = FIRST.search(before)
        if first and is_plain(first["handle"]) and not first["handle"].endswith(("s", "ed")):
            return True
        on_it = ON_IT.search(before)
        return on_it is not None and (
            looks_made(on_it["handle"]) or (on_it["lead"] is not None and is_plain(on_it["handle"]))
        )


def _disguised(handle: str, views: Views) -> bool:
    """Whether the handle is spelt letter by letter, or in leet."""
    leet = {handle.translate(table) for table in (LEET_SIGNS, LEET_AS_L)}
    return any(handle in run for run in views.spaced) or any(
        one in word for one in leet for word in views.leet
    )


def _between(words: Iterable[str]) -> re.Pattern[str]:
    return re.compile(rf"(?:\s|\s?[(\[])(?:{any_of(folded(words))})(?:\s|[)\]]\s?)")


def _fits(found: re.Match[str], text: str) -> bool:
    """A word that was made up, or one that ends its clause and is none of every day."""
    return looks_made(found["handle"]) or (is_plain(found["handle"]) and ends(text, found.end()))


def _spellings(pieces: Sequence[str]) -> Iterator[str]:
    """Patterns for a handle: with its signs, with others, without those digits at its end."""
    whole = "".join(pieces)
    fewest = 0 if len(whole) > 5 else 1
    between = rf"[._-]{{{fewest},2}}" if len(whole) <= 6 or len(pieces) == 1 else "[ ._-]{0,3}"
    tail = r"(?![a-z])" if len(whole) > 4 else r"(?!\w)"
    yield rf"(?<![a-z0-9]){between.join(pieces)}{tail}"
    if len(pieces) > 1 and pieces[-1].isdigit() and len("".join(pieces[:-1])) > 5:
        yield rf"(?<![a-z0-9]){between.join(pieces[:-1])}{tail}"
