"""What a community's overlay says of its rooms: `[[room]]` with an id and what it is for."""

from pathlib import Path
from typing import Annotated

from pydantic import Field

from bot.app.overlays import UNUSABLE, overlay
from bot.crisis.blocks import blocks
from bot.crisis.errors import LexiconError
from bot.crisis.rows import Row, row
from bot.watch.rooms import RoomKind, Rooms

ROOM = "room"


class RoomRow(Row):
    """One room: `discord:` or `matrix:` and its id there, and its kind."""

    id: Annotated[str, Field(pattern=r"^(discord|matrix):\S{1,255}$")]
    kind: Annotated[RoomKind, Field(strict=False)]


def rooms_of(own: Path | None) -> tuple[Rooms, tuple[str, ...]]:
    """The rooms by their kind, and the rows that were not taken, each with file and line.

    A file of which nothing can be read is named by whoever reads its rules.
    """
    try:
        text = overlay(own) or ""
        found = list(blocks(text, own.name if own else ""))
    except UNUSABLE:
        return {}, ()
    rooms, refused = dict[str, RoomKind](), list[str]()
    for block in found:
        if isinstance(block, LexiconError) or block.name != ROOM:
            continue
        try:
            held = row(block, RoomRow)
            rooms[held.id] = held.kind
        except LexiconError as wrong:
            refused.append(str(wrong))
    return rooms, tuple(refused)
