"""Where files lie: what people sent along with their names, and what the bot uploaded."""

import asyncio
from collections.abc import Iterator
from typing import TYPE_CHECKING

from aiohttp import web

from adapters.memory.ledger import Shown
from tests.wire.discord.objects import Json

if TYPE_CHECKING:
    from tests.wire.discord.state import State

PATH = "/attachments/"
SPOILER = "SPOILER_"


def attachments(state: "State", first: Shown) -> list[Json]:
    """The files of a message as Discord tells of them: each address names channel and file."""
    where = first.where.id if first.where else ""
    return [
        {
            "id": number, "filename": name, "size": len(held), "content_type": kind,
            "url": f"{state.cdn}{PATH}{where}/{number}/{name}?ex=1&is=2&hm=3",
            "proxy_url": f"{state.cdn}/proxy{PATH}{where}/{number}/{name}",
            **({"description": described} if described else {}),
        }
        for number, name, kind, held, described in _files(state, first)
    ]  # fmt: skip


def _files(state: "State", first: Shown) -> Iterator[tuple[str, str, str, bytes, str]]:
    base = int(state.ids.of(first))
    for n, (name, held) in enumerate(state.files.get(first.n, ()), 1):
        yield str(base + n), name, "image/jpeg", held, ""
    sent = [one for at, one in state.town.uploads.kept.items() if at.startswith(f"{first.n}/")]
    for n, one in enumerate(sent, 1):
        yield str(base + n), one.name, one.kind, one.content, one.description


class Cdn:
    """Serves them to whoever knows the address. `asked` is what it was asked for, with headers."""

    def __init__(self, state: "State") -> None:
        self._state = state
        self.asked: list[tuple[str, dict[str, str]]] = []
        self.instead: web.StreamResponse | None = None
        self.until: asyncio.Event | None = None

    async def serve(self, request: web.Request) -> web.StreamResponse:
        """One file, or what a test answers `instead`; nothing `until` it says so."""
        self.asked.append((request.path, dict(request.headers)))
        if self.until is not None:
            await self.until.wait()
        if self.instead is not None:
            return self.instead
        number, name = request.path.split("/")[-2:]
        for shown in self._state.town.ledger.entries:
            for id_, called, kind, held, _ in _files(self._state, shown):
                if (id_, called) == (number, name):
                    return web.Response(body=held, content_type=kind)
        return web.Response(status=404)
