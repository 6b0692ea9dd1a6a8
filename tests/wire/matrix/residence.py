"""Where stories on Matrix happen: people with real accounts and apps, a space, and its rooms.

Both are made once for each worker; every story has a new account of the bot's among them.
"""

import asyncio
import secrets
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any
from urllib.parse import quote

from adapters.memory.places import ADMINS, MODERATORS, STAFF, residents
from adapters.memory.places import Person as Townsperson
from bot.model.people import Member, Platform
from tests.wire.matrix.asking import ask, made, path_of
from tests.wire.matrix.person import Person
from tests.wire.matrix.reader import Reader
from tests.wire.matrix.synapse import NAME, Synapse

HERE = Platform.MATRIX
OWNER = "ada"
ROOMS = ("#general", "#vent", "#moderators")
PROFILE = "/_matrix/client/v3/profile/{}/displayname"
LEVELS = "m.room.power_levels"
JOIN = "/_matrix/client/v3/join/{}"


@dataclass(frozen=True, slots=True)
class BotAccount:
    """An account of the bot's, with the token of its device."""

    id: str
    token: str = field(repr=False)


@dataclass(slots=True)
class Residence:
    """One homeserver's town. `rooms` are the ids of its rooms by what people call them."""

    synapse: Synapse
    encrypted: bool
    mark: str = field(default_factory=lambda: secrets.token_hex(3))
    space: str = ""
    rooms: dict[str, str] = field(default_factory=dict[str, str])
    shut: frozenset[str] = frozenset()
    readers: dict[str, Reader] = field(default_factory=dict[str, Reader])

    def people(self) -> dict[str, Townsperson]:
        """The town's, with their accounts here."""
        return {name: self._here(one) for name, one in residents().items()}

    def _here(self, one: Townsperson) -> Townsperson:
        account = Member(HERE, f"@{self._local(one.name)}:{NAME}", one.name)
        return replace(one, accounts={**one.accounts, HERE: account})

    def _local(self, name: str) -> str:
        return f"{name}-{self.mark}"

    async def opens(self) -> None:
        """Everybody looks at their app; the first time they arrive, and found the town."""
        if not self.readers:
            for name in residents():
                person = await Person.arrives(self.synapse, self._local(name))
                self.readers[name] = Reader(name, person)
                where = PROFILE.format(quote(person.id, safe=""))
                ask(self.synapse, person, "PUT", where, {"displayname": name})
            self._found()
        await self.look()

    async def look(self) -> None:
        """Everybody's app hears what is new."""
        await asyncio.gather(*(one.looks() for one in self.readers.values()))

    async def closes(self) -> None:
        """Everybody closes their app until the next story."""
        for one in self.readers.values():
            await one.forgets()

    def _found(self) -> None:
        ada = self.readers[OWNER].person
        levels = {one.person.id: level for one, level in self._powers()}
        self.space = made(
            self.synapse, ada, *self._others(frozenset(self.readers)), name="Town",
            creation_content={"type": "m.space"},
            power_level_content_override={"users": levels},
        )  # fmt: skip
        self._come(self.space, frozenset(self.readers))
        for name in ROOMS:
            inside = STAFF if name == "#moderators" else frozenset(self.readers)
            self.rooms[name] = room = made(
                self.synapse, ada, *self._others(inside), encrypted=self.encrypted, name=name
            )
            self._put(self.space, "m.space.child", room, {"via": [NAME]})
            if name != "#moderators":
                allow = [{"type": "m.room_membership", "room_id": self.space}]
                rule = {"join_rule": "restricted", "allow": allow}
                self._put(room, "m.room.join_rules", "", rule)
            self._come(room, inside)

    def _powers(self) -> Iterator[tuple[Reader, int]]:
        for name, one in residents().items():
            if name != OWNER and one.offices & {MODERATORS, ADMINS}:
                yield self.readers[name], 50

    def _others(self, names: frozenset[str]) -> list[str]:
        return [self.readers[one].person.id for one in sorted(names - {OWNER})]

    def _come(self, room: str, names: frozenset[str]) -> None:
        for one in sorted(names - {OWNER}):
            where = JOIN.format(quote(room, safe=""))
            ask(self.synapse, self.readers[one].person, "POST", where, {})

    def _put(self, room: str, kind: str, key: str, content: Mapping[str, object]) -> None:
        ask(self.synapse, self.readers[OWNER].person, "PUT", path_of(room, "state", kind, key),
            content)  # fmt: skip

    async def shuts(self, names: frozenset[str]) -> None:
        """In these rooms the bot may not write, in all others it may again."""
        for name in sorted(names ^ self.shut):
            await asyncio.to_thread(self._lets_write, name, 50 if name in names else 0)
        self.shut = names

    def _lets_write(self, name: str, level: int) -> None:
        room = self.rooms[name]
        ada = self.readers[OWNER].person
        now = ask(self.synapse, ada, "GET", path_of(room, "state", LEVELS, ""))
        self._put(room, LEVELS, "", {**now, "events_default": level})

    async def welcomes(self) -> BotAccount:
        """A new account of the bot's, which comes into the space and all its rooms."""
        return await asyncio.to_thread(self._welcome)

    def _welcome(self) -> BotAccount:
        told = self.synapse.registered(f"bot-{secrets.token_hex(4)}")
        bot = BotAccount(told["user_id"], told["access_token"])
        for room in (self.space, *self.rooms.values()):
            if room in {self.space, self.rooms["#moderators"]}:
                ada = self.readers[OWNER].person
                ask(self.synapse, ada, "POST", path_of(room, "invite"), {"user_id": bot.id})
            self._as(bot, JOIN.format(quote(room, safe="")))
        return bot

    async def parts(self, bot: BotAccount) -> None:
        """It leaves them all: nobody encrypts for it any more."""
        await asyncio.to_thread(self._part, bot)

    def _part(self, bot: BotAccount) -> None:
        for room in (self.space, *self.rooms.values()):
            self._as(bot, path_of(room, "leave"))

    def _as(self, bot: BotAccount, path: str) -> Any:  # noqa: ANN401
        return self.synapse.ask("POST", path, {}, bot.token)
