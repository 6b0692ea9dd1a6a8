"""Private threads with the rights that the invitation asks for, and no others."""

from adapters.memory.clock import TownClock
from adapters.memory.places import room_named
from adapters.memory.town import Town
from bot.model.people import PrivateThread
from bot.ports.delivery import Closed, DeliveryKey
from bot.ui.reply import Reply
from tests.simcord.bot import in_sim
from tests.wire.discord.hearer import Hearer
from tests.wire.discord.state import HERE

UNKNOWN_USER = 10_013


async def test_who_cannot_be_asked_into_a_thread_is_the_reason_and_not_what_is_left_of_it() -> None:
    """To take a thread away needs a right that the bot has no other use for."""
    town = Town(TownClock())
    async with in_sim(town) as bot:
        await bot.start(Hearer(), {})
        bot.sim.faults.append(
            {
                "method": "PUT", "path": "*/thread-members/*", "times": 1,
                "status": 404, "code": UNKNOWN_USER, "message": "Unknown User",
            }
        )  # fmt: skip
        to = PrivateThread(room_named("#general", HERE), town.people["ana"].on(HERE))
        outcome = await bot.post(to, Reply("you are not alone"), DeliveryKey("a-key"))
        assert outcome == Closed("dm-closed")
        assert not [one for one in town.ledger.entries if "ana" in one.screen]
