"""Where texts hide in a message: forwards, polls, names and descriptions of files, titles."""

from collections.abc import Iterator

from adapters.discord.payload import SHAPELESS, Payload, payload_of, values_of

HOLDERS = ("attachments", "poll", "thread", "sticker_items", "message_snapshots")
"""What of a message holds texts of who wrote it."""
ELSEWHERE = (SHAPELESS, "name", "matched_content")
"""Where other events than messages hold texts: forms and options, titles, what AutoMod found."""
NO_WORDS = frozenset(
    {
        "application", "applied_tags", "author", "channels", "clip_created_at", "clip_participants",
        "content_type", "emoji", "guild", "id", "member", "members", "mention_roles", "mentions",
        "nonce", "permissions", "placeholder", "referenced_message", "roles", "thread_metadata",
        "timestamp", "token", "url", "user", "users", "waveform",
    }
)  # fmt: skip
"""What holds no words of who wrote: what Discord adds, and what others wrote or are called.
Whatever else there is, or will be, is taken for words."""
NOR_THESE = ("_id", "_timestamp", "_url")
"""Nor does what ends so."""
OF_BOTS = NO_WORDS | {"components", "embeds"}
"""Nor, in a message, do these: links that Discord opened out, and what bots draw."""


def further_texts(message: Payload) -> tuple[str, ...]:
    """Every text that a person put into a message besides its content, in order.

    Whatever shape it has: a text that stands where Discord puts none may be a cry all the same.
    """
    content: object = message.get("content")
    odd = None if isinstance(content, str) else content
    return texts_within([odd, *(message.get(name) for name in HOLDERS)], OF_BOTS)


def texts_anywhere(event: Payload) -> tuple[str, ...]:
    """Every text of an event that cannot be read, but for a plain content.

    Where none is in its place, and there is no content, all that there is.
    """
    found = (*further_texts(event), *texts_within([event.get(name) for name in ELSEWHERE]))
    return found if found or "content" in event else texts_within(event, NO_WORDS | {"embeds"})


def texts_within(found: object, but: frozenset[str] = NO_WORDS) -> tuple[str, ...]:
    """Every text in a payload of which nobody knows the shape, in order; none under these names."""
    return tuple(text for text in _texts(found, but) if text.strip())


def _texts(found: object, but: frozenset[str]) -> Iterator[str]:
    """However deep: no text is so deep that it could not be a cry. What holds itself ends."""
    waiting, seen = [found], set[int]()
    while waiting:
        one = waiting.pop()
        if isinstance(one, str):
            yield one
        elif id(one) not in seen:
            seen.add(id(one))
            waiting += reversed([*_held(payload_of(one), but), *values_of(one)])


def _held(one: Payload, but: frozenset[str]) -> Iterator[object]:
    for name, value in one.items():
        if name not in but and not name.endswith(NOR_THESE):
            yield value
