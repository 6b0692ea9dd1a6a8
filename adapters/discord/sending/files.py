"""Files beside a body: named by us, never by a person."""

import json
from collections.abc import Mapping, Sequence

from adapters.discord.sending.asking import Body
from bot.ui.reply import File


def attached(body: Mapping[str, object], files: Sequence[File]) -> Body:
    """A body alone, or as a form with its files."""
    if not files:
        return {"json": body}
    listed = [{"id": str(n), "filename": one.name} for n, one in enumerate(files)]
    told = json.dumps({**body, "attachments": listed}, ensure_ascii=False)
    parts: list[Mapping[str, object]] = [{"name": "payload_json", "value": told}]
    parts += [
        {
            "name": f"files[{n}]", "value": one.content.encode(), "filename": one.name,
            "content_type": "text/plain",
        }
        for n, one in enumerate(files)
    ]  # fmt: skip
    return {"form": parts}
