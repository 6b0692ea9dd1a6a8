"""A start that fails half-way passes over nothing that was said while the bot was away."""

from collections.abc import Mapping
from pathlib import Path

import pytest

from adapters.memory.acts import Acts
from adapters.memory.clock import TownClock
from adapters.memory.local import LocalLink
from adapters.memory.places import room_named
from adapters.memory.platform import TownPlatform
from adapters.memory.town import Town
from adapters.paging.nobody import NoDeadMan, NoPager
from bot.app.application import Application
from bot.app.content import Content
from bot.app.wiring import Outside
from bot.model.events import AnyEvent
from bot.model.people import Platform, Room
from bot.settings import GivenSettings

GENERAL = room_named("#general", Platform.DISCORD)


class Broken(LocalLink):
    """A link over which the history cannot be read, while ben is writing."""

    def __init__(self, town: Town) -> None:
        """Reach this town, badly."""
        super().__init__(town)
        self._acts = Acts(town)

    async def missed(self, platform: Platform, cursors: Mapping[Room, int]) -> list[AnyEvent]:
        """Somebody is heard live, and then the history fails."""
        del platform, cursors
        await self._acts.says("ben", GENERAL, "hello?")
        raise ConnectionResetError


def bot_over(link: LocalLink, clock: TownClock, folder: Path, content: Content) -> Application:
    """A bot that reaches the town by this link."""
    settings = GivenSettings(database=folder / "data" / "porchlight.db", keys=folder / "keys")
    platforms = {name: TownPlatform(name, link) for name in Platform}
    return Application(settings, content, Outside(platforms, NoPager(), clock), NoDeadMan())


async def test_what_was_said_before_a_start_that_failed_is_still_read(
    tmp_path: Path, content: Content
) -> None:
    town = Town(clock := TownClock())
    acts, link = Acts(town), LocalLink(town)
    async with bot_over(link, clock, tmp_path, content).running(background=False):
        pass
    await acts.says("ana", GENERAL, "i am going to kill myself tonight")
    with pytest.raises(ExceptionGroup):
        async with bot_over(Broken(town), clock, tmp_path, content).running(background=False):
            pass
    assert not any("Incident" in one.text for one in town.ledger.entries)
    async with bot_over(link, clock, tmp_path, content).running(background=False) as app:
        await app.drain()
    assert any("Incident" in one.text for one in town.ledger.entries if "mo" in one.screen)
