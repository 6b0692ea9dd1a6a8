"""A reply as the contents of events, in order: one, or several where it is long."""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

from adapters.matrix.choices import KEY, told
from adapters.matrix.drawing import text as texts
from adapters.matrix.drawing.words import choices_of, lines, numbered, words_of
from adapters.matrix.payload import Payload
from bot.model.people import Member, Platform, Role
from bot.ui.reply import File, Reply

Holders = Callable[[Role], Sequence[str]]
"""The ids of the users who hold a role."""
Content = dict[str, object]
LONGEST, LONGEST_EDIT = 4_000, 8_000
"""Characters of one part, and of a message that is edited, which stays one."""
MOST_BYTES = 44_000
"""Of a content. An event has 65,536 bytes; encrypted, three of a content become four. Source:
client-server API, size limits."""
HTML = "org.matrix.custom.html"
PROFILE = "com.beeper.per_message_profile"
MENTIONS, RELATES, NEW = "m.mentions", "m.relates_to", "m.new_content"
BLANK, CUT = "\u200b", "\u2026"


def nameless(room: str) -> str:
    """Nobody knows what it is called."""
    del room
    return ""


@dataclass(frozen=True, slots=True)
class Drawing:
    """How a reply is drawn in one room. `inline` are files that are shown as if opened.

    `names` gives what a room is called, by its id; settings name rooms by those alone.
    """

    room: str = field(repr=False)
    holders: Holders
    inline: tuple[File, ...] = ()
    names: Callable[[str], str] = nameless


def contents_of(reply: Reply, how: Drawing) -> list[Content]:
    """What to post, in order; what can be chosen comes with the last, whom it calls with the first.

    What it answers is named by the first, if that stands in the same room.
    """
    reply, choices = replace(reply, text=texts.filled(reply.text, how.names)), choices_of(reply)
    *before, last = split(texts.sayable(words_of(reply, how.inline)))
    whole = [*before, lines(last, texts.sayable(numbered(choices)))]
    contents = [_content(one, reply.voice) for one in whole]
    contents[0][MENTIONS] = mentions_of(reply, how.holders)
    if reply.answers is not None and reply.answers.room.id == how.room:
        contents[0][RELATES] = {"m.in_reply_to": {"event_id": reply.answers.id}}
    if choices:
        contents[-1][KEY] = told(choices)
    return contents


def edit_of(reply: Reply, how: Drawing, event: str) -> Content:
    """The same as one message in place of another, which keeps its place, so that it may be cut.

    What cannot show an edit shows it as a message of its own.
    """
    reply, choices = replace(reply, text=texts.filled(reply.text, how.names)), choices_of(reply)
    words = texts.sayable(words_of(reply, how.inline))
    if len(words) > LONGEST_EDIT:
        words = f"{words[: _whole_marks(words, LONGEST_EDIT - 1)]}{CUT}"
    new = _content(lines(words, texts.sayable(numbered(choices))), reply.voice)
    new[MENTIONS] = mentions_of(reply, how.holders)
    new[KEY] = told(choices)
    seen = {name: new[name] for name in ("msgtype", MENTIONS)}
    return {
        **seen, "body": _fallback(str(new["body"])), NEW: new,
        RELATES: {"rel_type": "m.replace", "event_id": event},
    }  # fmt: skip


def _fallback(body: str) -> str:
    return f"* {body}" if len(body) <= LONGEST // 4 else f"* {body[: LONGEST // 4]}{CUT}"


def mentions_of(reply: Reply, holders: Holders) -> Content:
    """Those whom it calls, and nobody whom its text names."""
    called = dict.fromkeys(user for one in reply.calls for user in _users(one, holders))
    return {"user_ids": [*called]} if called else {}


def _users(one: Member | Role, holders: Holders) -> Sequence[str]:
    if isinstance(one, Role):
        return holders(one)
    return (one.id,) if one.platform is Platform.MATRIX else ()


def size_of(content: Payload) -> int:
    """Bytes of a content, as JSON."""
    return len(json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode())


def _content(words: str, voice: str) -> Content:
    """Notices notify nobody, so everything is a text."""
    text = texts.spoken(words, voice) if voice else texts.told(words)
    content: Content = {"msgtype": "m.text", "body": text.body or BLANK, MENTIONS: {}}
    formatted = {"format": HTML, "formatted_body": text.html} if text.html else {}
    if size_of({**content, **formatted}) > MOST_BYTES:
        formatted = {}  # it says nothing more than the plain one
    if voice:
        content[PROFILE] = {
            "id": voice, "displayname": voice, "has_fallback": bool(formatted),
        }  # fmt: skip
    return {**content, **formatted}


def split(words: str) -> list[str]:
    """A text in parts that fit, cut between lines, else between words, else anywhere."""
    parts: list[str] = []
    while len(words) > LONGEST:
        at = _cut_at(words)
        parts.append(words[:at])
        words = words[at:].lstrip("\n ")
    return [*parts, words]


def _cut_at(words: str) -> int:
    """Not so early that crumbs are posted, and never within a mark of ours."""
    for sign in ("\n", " "):
        if (at := words.rfind(sign, LONGEST // 2, LONGEST)) > 0:
            return _whole_marks(words, at)
    return _whole_marks(words, LONGEST)


def _whole_marks(words: str, at: int) -> int:
    """There, or before the mark in which that is."""
    around = texts.EITHER.finditer(words, max(0, at - texts.LONGEST_MARK))
    starts = (one.start() for one in around if one.start() < at < one.end())
    return next(starts, at) or at
