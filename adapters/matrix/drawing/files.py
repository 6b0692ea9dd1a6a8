"""Files and pictures as contents of events; their names are ours, never a person's."""

from dataclasses import dataclass, field

from adapters.matrix.drawing.content import MENTIONS, PROFILE, Content
from adapters.matrix.payload import Payload

SPOILER = "page.codeberg.everypizza.msc4193.spoiler"
"""Hidden until somebody wants to see it, where a client knows this. Source: MSC4193."""


@dataclass(frozen=True, slots=True)
class Kept:
    """A file that a homeserver has. `opens` is how it is decrypted; empty where it is in plain."""

    name: str
    kind: str
    bytes: int
    address: str
    opens: Payload = field(default_factory=dict[str, object], repr=False)

    def content(self, msgtype: str, voice: str = "") -> Content:
        """As a message."""
        where = (
            {"file": {**self.opens, "url": self.address}} if self.opens else {"url": self.address}
        )
        said = {PROFILE: {"id": voice, "displayname": voice}} if voice else {}
        return {
            "msgtype": msgtype, "body": self.name, "filename": self.name,
            "info": {"mimetype": self.kind, "size": self.bytes}, MENTIONS: {}, **where, **said,
        }  # fmt: skip


def picture(kept: Kept, voice: str = "") -> Content:
    """A picture, hidden where a client can hide it."""
    return {**kept.content("m.image", voice), SPOILER: True}
