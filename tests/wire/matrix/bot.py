"""Our adapter against a real server, begun anew as often as a test likes."""

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from time import monotonic

from pydantic import SecretStr

from adapters.matrix.crypto.meeting import Staff, nobody_moderates
from adapters.matrix.gateway.login import Account
from adapters.matrix.listening import Listening
from bot.model.people import Platform, Room
from tests.wire.discord.hearer import Hearer
from tests.wire.matrix.synapse import NAME, Synapse

PATIENT_S = 30.0
HERE = Platform.MATRIX


class Now:
    """The real time."""

    def now(self) -> datetime:
        """The present moment."""
        return datetime.now(UTC)

    def elapsed(self) -> timedelta:
        """Since the machine began."""
        return timedelta(seconds=monotonic())


@dataclass(slots=True)
class Bot:
    """The bot's account, its folder, and what the engine of this test hears and keeps."""

    synapse: Synapse
    folder: Path
    name: str
    password: str
    heard: Hearer = field(default_factory=Hearer)
    cursors: Mapping[Room, int] = field(default_factory=dict[Room, int])
    listening: Listening | None = None
    rooms: frozenset[str] = frozenset()
    space: str = ""
    staff: Staff = nobody_moderates

    @property
    def id(self) -> str:
        """Its whole name."""
        return f"@{self.name}:{NAME}"

    @property
    def account(self) -> Account:
        """As the settings give it."""
        return Account(self.synapse.url, self.id, SecretStr(self.password))

    async def starts(self, account: Account | None = None) -> Listening:
        """Begin, or begin anew from the cursors that the engine had saved."""
        listening = Listening(
            account or self.account,
            self.folder,
            Now(),
            self.heard,
            self.rooms,
            space=self.space,
            staff=self.staff,
        )
        await listening.start(self.cursors)
        self.listening = listening
        self.cursors = self.cursors or dict(self.heard.positions)  # as saved at the first start
        return listening

    async def stops(self) -> None:
        """End in good order, if it runs."""
        listening, self.listening = self.listening, None
        if listening is not None:
            await listening.stop()

    async def hears(self, *texts: str) -> None:
        """Wait until each of these was heard."""
        await self.until(lambda: set(texts) <= set(self.heard.said()))

    async def until(self, true: Callable[[], object], within_s: float = PATIENT_S) -> None:
        """Wait for something that the adapter does by itself."""
        async with asyncio.timeout(within_s):
            while not true():  # noqa: ASYNC110 - it says nothing when it is done
                await asyncio.sleep(0.02)
