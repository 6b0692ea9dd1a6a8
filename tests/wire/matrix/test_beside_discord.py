"""Both platforms in one process: what shuts one of them is told on the other, and stops nothing."""

from pathlib import Path

from adapters.alarm.clock import SystemClock
from adapters.memory.acts import Acts
from adapters.memory.places import room_named
from adapters.memory.town import Town
from bot.model.people import Platform
from tests.wire.discord import test_process as on_discord
from tests.wire.discord.acts import Acting
from tests.wire.discord.server import Wire
from tests.wire.matrix.conftest import Arrives
from tests.wire.matrix.synapse import Synapse
from tests.wire.matrix.test_process import CRY, facts, running, told
from tests.wire.matrix.town import Space, account, come

HERE = Platform.DISCORD


def both(wire: Wire, synapse: Synapse, folder: Path, bot: tuple[str, str]) -> dict[str, str]:
    """The environment of a bot on both."""
    discord = on_discord.facts(wire, folder)
    return {**facts(synapse, folder, bot), **{n: v for n, v in discord.items() if "DISCORD" in n}}


async def test_a_matrix_that_lets_nobody_in_is_told_on_discord_which_goes_on(
    synapse: Synapse, tmp_path: Path
) -> None:
    town = Town(SystemClock())
    user, _ = account(synapse)
    async with Wire(town).listening() as wire:
        async with running(both(wire, synapse, tmp_path, (user, "not it"))):
            staff = room_named("#moderators", HERE)

            def said() -> list[str]:
                return [one.text for one in town.ledger.now_shown() if one.where == staff]

            await on_discord.until(lambda: [one for one in said() if "matrix refuses" in one])
            town.bots[HERE] = Acting(wire.state, on_discord.nothing, list).deliver
            await Acts(town).says("ana", room_named("#general", HERE), CRY)
            await on_discord.until(lambda: on_discord.cards(town))
        wire.held()


async def test_both_are_heard_and_nobody_is_alarmed_before_it_came_in(
    synapse: Synapse, arrives: Arrives, tmp_path: Path
) -> None:
    town, bot = Town(SystemClock()), account(synapse)
    ada, ana = await arrives("ada"), await arrives("ana")
    space = await Space.made(synapse, ada, bot[0], ana.id)
    staff = await space.room("Staff", bot[0])
    talk = await space.room("Talk", bot[0], ana.id, encrypted=False)
    await come(ana, [space.id, talk])
    async with Wire(town).listening() as wire:
        env = both(wire, synapse, tmp_path, bot)
        env["PORCHLIGHT_MATRIX__SPACE"] = space.id
        env["PORCHLIGHT_MATRIX__MODERATOR_ROOMS"] = f'["{staff}"]'
        async with running(env):
            await ada.is_with(bot[0], staff)
            await ana.is_with(bot[0], talk)
            await ana.says(talk, CRY)
            await told(ada, staff, "ana")
            town.bots[HERE] = Acting(wire.state, on_discord.nothing, list).deliver
            await Acts(town).says("ben", room_named("#general", HERE), CRY)
            await on_discord.until(lambda: on_discord.cards(town))
            assert not [one for one in town.ledger.now_shown() if "server or space" in one.text]
        wire.held()
