"""What goes beside a body: texts and pictures, named by us, never by a person."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from adapters.discord.sending.asking import Body
from bot.ui.reply import Reply, picture_name

SPOILER = "SPOILER_"
"""A file whose name begins so is hidden until somebody wants to see it, by clients of any age; the
official document has `is_spoiler` for the same."""


@dataclass(frozen=True, slots=True)
class Enclosed:
    """One file. No sender could be in it: a name of ours, and bytes."""

    name: str
    content: bytes = field(repr=False)
    kind: str
    hidden: bool = False

    def listed(self, number: int) -> dict[str, object]:
        """How the body beside it names it."""
        told: dict[str, object] = {"id": str(number), "filename": self.name}
        return {**told, "is_spoiler": True} if self.hidden else told


def enclosed(what: Reply) -> tuple[Enclosed, ...]:
    """Everything that goes with a reply; each picture hidden."""
    texts = (Enclosed(one.name, one.content.encode(), "text/plain") for one in what.files)
    pictures = (
        Enclosed(f"{SPOILER}{picture_name(n)}", one, "image/jpeg", hidden=True)
        for n, one in enumerate(what.pictures, 1)
    )
    return (*texts, *pictures)


def attached(body: Mapping[str, object], files: Sequence[Enclosed]) -> Body:
    """A body alone, or as a form with its files."""
    if not files:
        return {"json": body}
    listed = [one.listed(n) for n, one in enumerate(files)]
    told = json.dumps({**body, "attachments": listed}, ensure_ascii=False)
    parts: list[Mapping[str, object]] = [{"name": "payload_json", "value": told}]
    parts += [
        {
            "name": f"files[{n}]", "value": one.content, "filename": one.name,
            "content_type": one.kind,
        }
        for n, one in enumerate(files)
    ]  # fmt: skip
    return {"form": parts}


def standing(body: Mapping[str, object], what: Reply) -> dict[str, object]:
    """A body that edits: the pictures that hang stay, and go once the reply names none."""
    return {**body} if what.hangs else {**body, "attachments": []}
