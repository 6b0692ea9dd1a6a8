"""A fresh town with a running bot for every story."""

import os
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.app.content import Content
from bot.app.rehearsal import Rehearsal
from tests.stories.chat import Chat
from tests.wire.discord.rehearsal import WireRehearsal

WORLDS = {"memory": Rehearsal, "wire": WireRehearsal}
World = WORLDS[os.environ.get("PORCHLIGHT_WORLD", "memory")]


@pytest.fixture
async def chat(tmp_path: Path, content: Content) -> AsyncIterator[Chat]:
    """A town, a bot in it, and real files."""
    async with World(tmp_path / "porchlight.db", content=content).running() as town:
        yield Chat(town)


@pytest.fixture
async def duty(chat: Chat) -> Chat:
    """The same with mo on duty, so that no alert about the rota stands beside."""
    await chat("mo #moderators: /duty on")
    return chat


@pytest.fixture
async def agreed(duty: Chat) -> Chat:
    """The same after ana, ben and lia said yes to keeping things."""
    await duty.agree("ana", "ben", "lia")
    return duty


@pytest.fixture
async def fresh(tmp_path: Path, content: Content) -> AsyncIterator[Chat]:
    """A town in which nobody has set the bot up."""
    town = World(tmp_path / "porchlight.db", content=content, fresh=True)
    async with town.running():
        yield Chat(town)
