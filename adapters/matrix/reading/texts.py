"""Every text of an event's content that a person wrote, wherever it stands."""

import re
from collections.abc import Iterator
from html import unescape

from adapters.matrix.payload import Payload, payload_of, text_of, values_of

TEXTS = frozenset({"body", "filename", "m.text", "org.matrix.msc1767.text", "name", "topic"})
DEEPEST = 12
QUOTATION = re.compile(r"\A\s*<mx-reply>.*?</mx-reply>", re.DOTALL | re.IGNORECASE)
"""At the start, where the specification has it; what else is called so is what somebody says."""
BREAK = re.compile(
    r"</?(?:br|p|div|li|ul|ol|h[1-6]|tr|td|th|table|hr|pre|blockquote)\b[^<>]*>", re.IGNORECASE
)
TAG = re.compile("<[^<>]*>")
QUOTED = re.compile(r"\A(?:> ?[^\n]*\n)+\n?")
QUOTES = re.compile(r"> (?:\* )?<")
QUOTES_SOMEBODY = re.compile(r"> (?:\* )?<@[^<>\s]+:[^<>\s]+>")
FILES = frozenset({"m.image", "m.file", "m.audio", "m.video"})
WORDLESS = frozenset({"m.location", "m.key.verification.request"})
"""Their body is a client's: where somebody is, or who asks to compare numbers."""
PROFILES = ("m.per_message_profile", "com.beeper.per_message_profile")


def said_in(content: Payload, *, edits: bool = False) -> str:
    """What somebody says by a message, and nothing that only their client put into its body.

    That is the quotation that older clients put before an answer, with the id of whoever is quoted,
    also where an answer is edited; the name of a profile of one message, which stands before it
    (MSC4144); the name of a file that has no caption; a place. Nobody means to publish these.
    """
    body, msgtype = _unquoted(content, edits=edits), text_of(content.get("msgtype"))
    if msgtype in WORDLESS:
        return ""
    if msgtype in FILES and text_of(content.get("filename")) in {"", body}:
        return ""
    for one in PROFILES:
        called = text_of(payload_of(content.get(one)).get("displayname"))
        if called and body.startswith(f"{called}: "):
            return body[len(called) + 2 :]
    return body


def _unquoted(content: Payload, *, edits: bool) -> str:
    body = text_of(content.get("body"))
    relates = payload_of(content.get("m.relates_to"))
    is_answer = bool(payload_of(relates.get("m.in_reply_to")))
    cut = (is_answer and QUOTES.match(body)) or (edits and QUOTES_SOMEBODY.match(body))
    return QUOTED.sub("", body) if cut else body


def further_in(content: Payload, said: str) -> tuple[str, ...]:
    """What it says beside `said`: another text in its formatted half, a file's name, a poll."""
    seen, found = {bare(said), ""}, list[str]()
    if said == _unquoted(content, edits=False):
        seen.add(bare(text_of(content.get("body"))))  # with the quotation
    for one in _anywhere(content, 0):
        if bare(one) not in seen:
            seen.add(bare(one))
            found.append(one)
    return tuple(found)


def texts_anywhere(found: object) -> tuple[str, ...]:
    """Every text in some JSON, whatever it is called, as deep as anybody writes."""
    return tuple(_all(found, 0))


def _anywhere(found: object, deep: int) -> Iterator[str]:
    """Under names by which a text is told; nothing of what an edit or a relation repeats."""
    if deep > DEEPEST:
        return
    for one in values_of(found):
        yield from _anywhere(one, deep + 1)
    for name, one in payload_of(found).items():
        if name in TEXTS or name == "formatted_body":
            shown = (text for text in (one, *values_of(one)) if isinstance(text, str))
            yield from map(plain, shown) if name == "formatted_body" else shown
        if name != "m.relates_to" and not isinstance(one, str):
            yield from _anywhere(one, deep + 1)


def _all(found: object, deep: int) -> Iterator[str]:
    if isinstance(found, str):
        yield found
    if deep <= DEEPEST:
        for one in (*values_of(found), *payload_of(found).values()):
            yield from _all(one, deep + 1)


def plain(html: str) -> str:
    """As it is seen: a tag within a word does not part it."""
    return unescape(TAG.sub("", BREAK.sub("\n", QUOTATION.sub("", html)))).strip()


def bare(text: str) -> str:
    """Of a text what does not depend on how it is set."""
    return "".join(one for one in text.casefold() if one.isalnum())
