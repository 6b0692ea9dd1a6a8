"""E-mail addresses and links, also where they are spelt in words, signs and spaces."""

import re

from bot.relay.identity.views import Views
from bot.relay.identity.vocabulary import Vocabulary
from bot.relay.identity.wording import any_of, ends, folded, is_plain, looks_made

ENDINGS = (
    r"com|org|net|edu|gov|io|gg|info|app|dev|xyz|blog|wiki|example|test"
    r"|co|uk|de|fr|eu|tv|fm|ly|ee|nl|pl|ru|ch|br|mx|jp|kr|cn|ca|au"
    r"|cz|dk|fi|gr|hu|ie|ro|se|sk|tr|ua|za|nz|ar|cl|pe|pt|us|cc|biz"
    r"|name|online|website|tumblr|neocities|example|invalid|localhost"
)
"""What ends a host without a path, and is no word that a missing space would put there."""
MORE = (
    r"me|it|es|at|be|to|in|is|so|no|am|ink|art|bio|link|page|site|live"
    r"|social|chat|lol|fun|space|club|shop|store|pub|world|life|love|moe"
    r"|rocks|zone|cafe|gay|lgbt|id"
)
EMAIL = re.compile(r"(?<![@\w])[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,4}", re.IGNORECASE)
SPACED_MAIL = re.compile(
    r"\b(g|hot|proton|fast|y|google|web|r|rediff)[ .-]mail\b|\b(out) look\b(?=[ .]|$)|\b(i) cloud\b"
)
MARKS = re.compile(r"[(\[{<_*-]")
COMMA = re.compile(r"(@[\w-]{1,63}),(?=(?:com|org|net|de|uk|fr|es)\b)")
AT_SPACED = re.compile(r"(?<=\w)\s?@\s?(?=[a-z0-9-]{1,40}\s?\.\s?[a-z])")
DOT_SPACED = re.compile(
    rf"(?<=\w) \. ?(?=(?:{ENDINGS})\b)|(?<=\w)\. (?=(?:com|org|net|edu|gov|uk)\b)"
    r"|(?<=\w) \. (?=[a-z0-9-]{2,40}\s?\.)"
)
"""Behind the end of a sentence only what is no word: "um ano. Eu" is no host."""
SLASH_SPACED = re.compile(r"(?<=[a-z])\s/\s(?=\w)")
LOOKED_WORDS = """
    look looks looking looked stare staring stared is was are be been here work working worked
    mad good bad live lives angry shop logged back only up shout yell laugh laughing up point
    login me you us them someone happened arrived met meet see job started
"""
LOOKED = frozenset(LOOKED_WORDS.split())
WEB = re.compile(
    r"h(?:tt|xx)ps?\s?:\s?/\s?/\s?(?P<host>[^\s/?#]{1,253})|\bwww\s?\.\s?(?P<www>[\w.-]{2,253})"
)
HOST = rf"(?<![@\w.-])(?P<host>(?:[a-z0-9][\w-]{{0,62}}\.){{1,4}}(?:{ENDINGS}"
PATHED = re.compile(rf"{HOST}|{MORE}))\s?/\s?[^\s/]")
BARE = re.compile(rf"{HOST}))(?![\w@-]|\.\w)")
SITES_WORDS = """
    google netflix amazon wikipedia bbc nhs mind apple microsoft headspace calm betterhelp
"""
SITES = frozenset(SITES_WORDS.split())


class Addresses:
    """Finds e-mail addresses and links; pure."""

    def __init__(self, words: Vocabulary) -> None:
        """Compile what depends on words."""
        at, dot, line = (folded(some) for some in (words.at, words.dot, words.low_line))
        marked_at, marked_dot = at | folded(words.at_marked), dot | folded(words.dot_marked)
        self._marked_at = _marked(marked_at, at)
        self._marked_dot = _marked(marked_dot, dot)
        self._dot, self._line = _between(dot), _between(line)
        self._slash = _between(folded(words.slash))
        mail = any_of(folded(words.mail))
        self._at = re.compile(
            rf"(?<![\w.+-])(?P<who>[\w.+-]{{1,64}}),?\s{{1,3}}(?:{any_of(at)})\s{{1,3}}"
            rf"(?=(?:{mail})\b|[a-z0-9-]{{1,40}}(?:\.[a-z0-9-]{{1,30}}){{0,3}}\.[a-z]{{2,10}}\b)"
        )
        self._carried = re.compile(
            rf"(?<![@\w.+-])[\w.+-]{{2,64}}\s?@\s?(?:{mail})\b"
            rf"|\b[\w.+-]{{3,64}} (?:{mail})[ .](?:com|net|org|de|fr|es"
            rf"|ru|co|me)\b"
        )
        self._said = re.compile(
            rf"\b(?:{mail}|{any_of(folded(words.mail_said))})(?: "
            rf"address| adresse| id| acc| account)?"
            r"\s?(?P<by>:|=|->|\u2192|\bis\b|\bes\b|\bist\b|'s"
            r"|\()\s?(?P<handle>[a-z0-9][\w.+-]{2,60}\w)"
        )
        self._sites = folded(words.networks) | SITES
        self._helplines = {
            one
            for one in words.helplines
            if self._sites.isdisjoint(one.split(".")) and one[1:2] != "."
        }

    def joined(self, views: Views) -> str:
        """The text with every spelt address put together."""
        text = SPACED_MAIL.sub(lambda hit: hit[0].replace(" ", "").replace("-", ""), views.unspaced)
        if MARKS.search(text):
            text = self._marked_dot.sub(".", self._marked_at.sub("@", text))
        text = self._slash.sub("/", self._line.sub("_", self._dot.sub(".", text)))
        text = DOT_SPACED.sub(".", AT_SPACED.sub("@", COMMA.sub(r"\1.", text)))
        return self._at.sub(_at, text)

    def mail(self, joined: str) -> bool:
        """Whether an e-mail address that is no helpline's is in the text."""
        if any(hit[0].partition("@")[2] not in self._helplines for hit in EMAIL.finditer(joined)):
            return True
        return self._carried.search(joined) is not None or any(
            looks_made(hit["handle"])
            or (is_plain(hit["handle"]) and (ends(joined, hit.end())) and len(hit["handle"]) > 4)
            for hit in self._said.finditer(joined)
        )

    def link(self, joined: str) -> bool:
        """Whether a link that is no helpline's is in the text."""
        text = SLASH_SPACED.sub("/", EMAIL.sub(" ", joined) if "@" in joined else joined)
        hosts = [(hit["host"] or hit["www"] or "", True) for hit in WEB.finditer(text)]
        hosts += [(hit["host"], True) for hit in PATHED.finditer(text)]
        hosts += [(hit["host"], False) for hit in BARE.finditer(text)]
        return any(self._tells(host.removeprefix("www."), pathed=pathed) for host, pathed in hosts)

    def _tells(self, host: str, *, pathed: bool) -> bool:
        if host in self._helplines:
            return False
        return pathed or host.count(".") > 1 or host.partition(".")[0] not in self._sites


def _at(hit: re.Match[str]) -> str:
    return hit[0] if hit["who"] in LOOKED else f"{hit['who']}@"


def _marked(within: frozenset[str], alone: frozenset[str]) -> re.Pattern[str]:
    """One of these words in brackets or between signs: (at), [.], _dot_, -at-."""
    return re.compile(
        rf"\s{{0,2}}[(\[{{<]\s?(?:{any_of(within)})\s?[)\]}}>]\s{{0,2}}"
        rf"|(?<=\w)([_*-])(?:{any_of(alone)})\1(?=\w)"
    )


def _between(words: frozenset[str]) -> re.Pattern[str]:
    """One of these words between two others."""
    return re.compile(rf"(?<=\w)\s{{1,3}}(?:{any_of(words)})\s{{1,3}}(?=\w)")
