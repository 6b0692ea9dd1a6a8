"""Where texts hide in a message: forwards, polls, names and descriptions of files, titles."""

from collections.abc import Iterator

from adapters.discord.payload import Payload, payload_of, payloads_of, text_of, values_of

DEEPEST_FORWARD = 3


def further_texts(message: Payload) -> tuple[str, ...]:
    """Every text that a person put into a message besides its content, in order."""
    return tuple(text for text in _texts(message, DEEPEST_FORWARD) if text.strip())


def texts_within(found: object, depth: int = 8) -> tuple[str, ...]:
    """Every text in a payload of which nobody knows the shape."""
    if isinstance(found, str):
        return (found,) if found.strip() else ()
    inner = [*payload_of(found).values(), *values_of(found)] if depth else []
    return tuple(text for one in inner for text in texts_within(one, depth - 1))


def _texts(message: Payload, depth: int) -> Iterator[str]:
    for one in payloads_of(message.get("attachments")):
        yield from (text_of(one.get(name)) for name in ("title", "filename", "description"))
    yield from _poll(payload_of(message.get("poll")))
    yield text_of(payload_of(message.get("thread")).get("name"))
    yield from (text_of(one.get("name")) for one in payloads_of(message.get("sticker_items")))
    if depth:
        for snapshot in payloads_of(message.get("message_snapshots")):
            forwarded = payload_of(snapshot.get("message"))
            yield text_of(forwarded.get("content"))
            yield from _texts(forwarded, depth - 1)


def _poll(poll: Payload) -> Iterator[str]:
    yield text_of(payload_of(poll.get("question")).get("text"))
    for answer in payloads_of(poll.get("answers")):
        yield text_of(payload_of(answer.get("poll_media")).get("text"))
