"""Links in anonymous texts: what shows who shared one is taken out, or the link is refused."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import urlsplit

LINK = re.compile(
    r"https?://[^\s<>\"'\u201c\u201d]{1,2000}|(?<![\w./@:-])(?:[\w-]{1,63}\.){1,4}[a-z]{2,12}(?::\d{1,5})?/[^\s<>\"']{1,2000}",
    re.IGNORECASE,
)
"""A link with its scheme, or without one but with a path."""
TRAILING = ".,;:!?)]}'\""


@dataclass(frozen=True, slots=True)
class Sharing:
    """What shows who shared a link, from data/words/links.toml; all in small letters."""

    shares: frozenset[str]
    invites: tuple[str, ...]
    shorteners: frozenset[str]
    on_one_site: Mapping[str, frozenset[str]]
    paths: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Cleaned:
    """A text whose links tell nothing of who shared them. `refused` is how many cannot be sent."""

    text: str = field(repr=False)
    refused: int = 0


def cleaned(text: str, sharing: Sharing) -> Cleaned:
    """The text with clean links; invites and short links stay and are counted as refused."""
    refused = 0

    def one(match: re.Match[str]) -> str:
        nonlocal refused
        bare = match[0].rstrip(TRAILING)
        if is_refused(bare, sharing):
            refused += 1
            return match[0]
        return clean(bare, sharing) + match[0][len(bare) :]

    return Cleaned(LINK.sub(one, text), refused)


def is_refused(url: str, sharing: Sharing) -> bool:
    """Whether a link may show who made it: an invite, a personal link, or a shortened one."""
    host, path = _place(url)
    here = f"{host}{path}".casefold().rstrip("/")
    invited = any(here == one or here.startswith(f"{one}/") for one in sharing.invites)
    made = host in sharing.paths and sharing.paths[host] in path
    return invited or made or (host in sharing.shorteners and len(path) > 1)


def clean(url: str, sharing: Sharing) -> str:
    """A link without what says who shared it; to the letter as it was where nothing does."""
    own = sharing.on_one_site.get(_place(url)[0], frozenset())
    shares = sharing.shares | own
    head, hash_, fragment = url.partition("#")
    head, mark, query = head.partition("?")
    query, fragment = _kept(query, shares), _kept(fragment, shares)
    return head + (mark + query if query else "") + (hash_ + fragment if fragment else "")


def _place(url: str) -> tuple[str, str]:
    """Host, without www and port, and path. What cannot be read has neither."""
    try:
        parts = urlsplit(url if "://" in url else f"https://{url}")
        host = (parts.hostname or "").casefold()
    except ValueError:
        return "", ""
    return host.removeprefix("www.").removeprefix("m."), parts.path


def _kept(query: str, shares: frozenset[str]) -> str:
    """The parameters that are content."""
    pairs = [pair for pair in query.replace("&amp;", "&").split("&") if pair]
    return "&".join(pair for pair in pairs if not _shares(pair.partition("=")[0], shares))


def _shares(name: str, shares: frozenset[str]) -> bool:
    low = name.casefold()
    return low in shares or low.startswith("utm_")
