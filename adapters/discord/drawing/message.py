"""A reply as the bodies of messages: one, or several where it is long."""

from collections.abc import Sequence

from adapters.discord.drawing.buttons import rows_of
from adapters.discord.drawing.content import SPOILER, Ways, content_of, mentions_of
from bot.ui.reply import Button, Reply

LONGEST = 1976
"""Characters of one message: 2,000 with room for its trace and the end of a spoiler. Source:
Discord's reference."""
NO_EMBEDS, EPHEMERAL = 4, 64
"""Flags: links are not opened out; only one person sees it."""
CUT, BLANK = "\u2026", "\u200b"
"""What stands where a message would be empty: Discord refuses one of buttons alone."""


def bodies_of(reply: Reply, ways: Ways) -> list[dict[str, object]]:
    """What to post, in order; buttons and files come with the last."""
    texts = split(content_of(reply, ways) or BLANK)
    mentions = mentions_of(reply, ways)
    bodies: list[dict[str, object]] = [
        {"content": text, "allowed_mentions": mentions, "flags": NO_EMBEDS} for text in texts
    ]
    bodies[-1]["components"] = rows_of(buttons_of(reply))
    return bodies


def answering(reply: Reply, bodies: list[dict[str, object]]) -> list[dict[str, object]]:
    """The first of these below what it answers; once that is gone, it stands alone."""
    if reply.answers is not None:
        below = {"message_id": reply.answers.id, "fail_if_not_exists": False}
        bodies[0]["message_reference"] = below
    return bodies


def body_of(reply: Reply, ways: Ways) -> dict[str, object]:
    """The same as one message, for what stands already: it keeps its place, so it may be cut."""
    (*_, last) = bodies_of(reply, ways)
    text = content_of(reply, ways) or BLANK
    if len(text) > LONGEST:
        text = _closed(f"{text[: LONGEST - len(CUT)]}{CUT}")
    return {**last, "content": text}


def buttons_of(reply: Reply) -> Sequence[Button]:
    """What can be pressed below a reply; a form that cannot open by itself is one of them."""
    if reply.form is None:
        return reply.buttons
    return (*reply.buttons, Button(reply.form.submit, reply.form.title, reply.form.about))


def split(text: str) -> list[str]:
    """A text in parts that fit, cut between lines, else between words, else anywhere.

    What is behind a spoiler stays so in every part.
    """
    parts: list[str] = []
    while len(text) > LONGEST:
        at = _cut_at(text)
        part = _closed(text[:at])
        parts.append(part)
        rest = text[at:].lstrip("\n ")
        text = rest if len(part) == at else SPOILER + rest
    return [*parts, text]


def _cut_at(text: str) -> int:
    """Not so early that crumbs are posted."""
    for sign in ("\n", " "):
        if (at := text.rfind(sign, LONGEST // 2, LONGEST)) > 0:
            return at
    return LONGEST


def _closed(text: str) -> str:
    return text + SPOILER if text.count(SPOILER) % 2 else text


def private(body: dict[str, object]) -> dict[str, object]:
    """The same for one person's eyes."""
    flags = body.get("flags", 0)
    return {**body, "flags": (flags if isinstance(flags, int) else 0) | EPHEMERAL}
