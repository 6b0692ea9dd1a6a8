"""What stories of anonymous posts share: a vent, and what a vent room shows of it."""

from adapters.memory.ledger import Shown
from tests.stories.chat import Chat, texts

SAD = "ana @bot: today was a long and sad day"


def public(shown: list[Shown], who: str = "ben") -> str:
    """What stands in the vent rooms."""
    return texts([one for one in shown if one.room == "#vent" and who in one.screen])


async def show_unheard(chat: Chat) -> None:
    """The rooms show what waits for its moment, and the bot does not learn it."""
    chat.town.town.faults.lost_answers = 1.0
    while not public(chat.seen("ben")):
        await chat("* wait 1s")
