"""Which texts of an event must be heard.

All that stand under a name that clients show, as a text or in a list of texts, wherever a change
has put them in the event's content, unless the event says plainly that nobody wrote them:

- it is no object, or its `sender` is us;
- it is state (`state_key` is there) of another kind than a room's name, topic or end: of
  membership, as of a message that is taken back, the reason alone is shown;
- it is a reaction, of which clients show the key;
- what stands in `m.relates_to` points to another event;
- an answer (`m.in_reply_to`) whose text begins with a quotation in the way of older clients.

What lies deeper than twelve levels is shown by no client.
"""

import re
from collections.abc import Iterator
from typing import Any

from adapters.matrix.payload import payload_of, text_of, values_of
from tests.wire.matrix.homeserver import US

CRY = re.compile(r"cry-\d+-\d+-")
SHOWN = {
    "body", "formatted_body", "filename", "name", "topic", "m.text", "org.matrix.msc1767.text",
}  # fmt: skip
TITLES = {"m.room.name", "m.room.topic", "m.room.tombstone"}
DEEPEST = 12


def cries(texts: Iterator[str] | list[str]) -> set[str]:
    """Every mark of a text in these."""
    return {mark for one in texts for mark in CRY.findall(one)}


def due(raw: object) -> set[str]:
    """The marks that must be heard of an event."""
    told = payload_of(raw)
    if not told or told.get("sender") == US:
        return set()
    kind, content = str(told.get("type")), payload_of(told.get("content"))
    relates = payload_of(content.get("m.relates_to"))
    if kind == "m.room.redaction" or (kind == "m.room.member" and "state_key" in told):
        return cries([text_of(content.get("reason"))])
    if kind == "m.reaction" and "state_key" not in told:
        return cries([text_of(relates.get("key"))])
    if "state_key" in told and kind not in TITLES:
        return set()
    body = content.get("body")
    is_quoting = payload_of(relates.get("m.in_reply_to")) and str(body).startswith("> <")
    found = cries(_shown(content, 0))
    return found - cries(_of(body)) if is_quoting else found


def _of(found: Any) -> Iterator[str]:  # noqa: ANN401 - any JSON
    """A text, or the texts of a list."""
    for one in (found, *values_of(found)):
        if isinstance(one, str):
            yield one


def _shown(found: Any, deep: int) -> Iterator[str]:  # noqa: ANN401 - any JSON
    if deep > DEEPEST:
        return
    for one in values_of(found):
        yield from _shown(one, deep + 1)
    for name, one in payload_of(found).items():
        if name in SHOWN:
            yield from _of(one)
        if name != "m.relates_to":
            yield from _shown(one, deep + 1)
