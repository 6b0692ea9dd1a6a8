"""What stories of pictures share: how they are sent, and where they hang."""

from collections.abc import Sequence

from adapters.memory.ledger import Shown
from adapters.memory.uploads import Upload
from bot.model.people import Platform
from tests.stories.chat import Chat

SAD = "ana @bot: attach: today was a long and sad day"


async def sends(chat: Chat, text: str, *files: Upload) -> list[Shown]:
    """What ana is shown who sends this to the bot."""
    town = chat.town
    before = len(town.town.ledger.entries)
    room = town.town.dm("ana", Platform.DISCORD).room
    await town.does(lambda: town.acts.says("ana", room, text, files=files))
    return [one for one in town.town.ledger.entries[before:] if one.sender != "ana"]


def pictures(
    shown: Sequence[Shown], place: str = "#vent", on: Platform = Platform.DISCORD
) -> list[bytes]:
    """What hangs in a room, on Discord where nothing else is said."""
    return [
        one for each in shown if (each.room, each.platform) == (place, on)
        for one in each.pictures
    ]  # fmt: skip
