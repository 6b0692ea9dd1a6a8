"""A community on a real homeserver in which people write without their names."""

import secrets
from collections import Counter
from collections.abc import AsyncGenerator, Iterable, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

from bot.app.content import Content
from tests.wire.matrix.synapse import Synapse
from tests.wire.matrix.town import Space, account, come
from tests.wire.matrix.unnamed.house import House, settings_of
from tests.wire.matrix.unnamed.names import Author, anywhere, whole
from tests.wire.matrix.unnamed.plain import events_in, rows_of
from tests.wire.matrix.unnamed.play import Play
from tests.wire.matrix.unnamed.witness import Witness
from tests.wire.seen import Seen

VENTS_EACH, RESTARTS_EVERY = 20, 40
PARTS = ("ada", "mo", "kit", "ben", "lia")
STAFF, LISTENERS = ("mo", "kit"), ("lia",)
SERVER = "the homeserver"
CONSONANTS, VOWELS = "bcdfghjklmnpqrstvwxz", "aeiou"


@dataclass(slots=True)
class Verdict:
    """What came of it. `named` are the details of each author that others could read."""

    done: Counter[str]
    authors: int
    details: int
    events: int
    rows: int
    size: int
    named: dict[str, set[str]] = field(default_factory=dict[str, set[str]])


@asynccontextmanager
async def played(
    synapse: Synapse, vents: int, seed: int, folder: Path, content: Content
) -> AsyncGenerator["Run", None]:
    """Play, to be searched; the bot runs until left."""
    chance, seen = Random(seed), Seen()  # noqa: S311 - a town, no secrets
    async with AsyncExitStack() as stack:
        count = max(3, vents // VENTS_EACH)
        play, authors = await _made(Begun(synapse, chance, seen, folder, content), count)
        for one in play.cast.values():
            stack.push_async_callback(one.leaves)
        await play.house.starts()
        stack.push_async_callback(play.house.stops)
        await _meets(play)
        await play.begins()
        for number in range(1, vents + 1):
            await play.vents()
            if number % RESTARTS_EVERY == 0 or number == vents // 2:
                await play.restarts()
        yield Run(play, authors, seen, synapse.folder / "hs.db")


@dataclass(frozen=True, slots=True)
class Begun:
    """What a run is made with."""

    synapse: Synapse
    chance: Random
    seen: Seen
    folder: Path
    content: Content


async def _made(of: Begun, count: int) -> tuple[Play, list[Author]]:
    synapse, chance, seen = of.synapse, of.chance, of.seen
    bot, cast, authors = account(synapse), dict[str, Witness](), list[Author]()
    for part in PARTS:
        name = f"{part}-{secrets.token_hex(4)}"
        cast[part] = await Witness.comes(synapse, name, seen, bot[0])
    for _ in range(count):
        one = await Witness.comes(synapse, f"{_word(chance)}{chance.randrange(99)}", seen, bot[0])
        called, picture = _word(chance).title(), f"mxc://hs.test/{secrets.token_hex(12)}"
        await one.client.set_displayname(called)
        await one.client.set_avatar(picture)
        cast[one.name] = one
        authors.append(Author(one.name, one.id, called, picture))
    everybody = [name for name in cast if name != "ada"]
    space = await Space.made(synapse, cast["ada"], bot[0], *_ids(cast, everybody))
    rooms = dict[str, str]()
    for room, inside in (
        ("staff", STAFF), ("listening", LISTENERS), ("talk", everybody), ("vent", everybody),
    ):  # fmt: skip
        rooms[room] = await space.room(room, bot[0], *_ids(cast, inside))
        for name in inside:
            await cast[name].client.join(rooms[room])
    for name in everybody:
        await come(cast[name], [space.id])
    settings = settings_of(synapse, of.folder, bot, space.id, rooms)
    custodians = tuple(_ids(cast, STAFF))
    house = House(of.folder, of.content, settings, cast["ada"].id, custodians, rooms)
    return Play(house, cast, [one.part for one in authors], dict[str, str](), chance), authors


async def _meets(play: Play) -> None:
    """The bot comes into its rooms, and everybody opens a private one with it."""
    ada, bot = play.cast["ada"], play.cast["ada"].bot
    for room in play.house.rooms.values():
        await ada.is_with(bot, room)
    for name, one in play.cast.items():
        if name != "ada":
            play.direct[name] = await one.opens(bot)
            await one.is_with(bot, play.direct[name])
            await one.until(lambda one=one: all(  # type: ignore[misc]
                bot in one.client.rooms[room].users for room in one.client.rooms
            ))  # fmt: skip
    await play.house.settles()


@dataclass(slots=True)
class Run:
    """What was played. `database` is the homeserver's."""

    play: Play
    authors: list[Author]
    seen: Seen
    database: Path

    async def searched(self) -> Verdict:
        """What others were told, and every row of the homeserver's about the rooms of all."""
        for one in self.play.cast.values():
            await one.syncs()
        rooms, rows = list(self.play.house.rooms.values()), 0
        for table, row in rows_of(self.database, rooms, self.play.cast["ada"].bot):
            self.seen.watch((SERVER,), table, row)
            rows += 1
        found, count = dict[str, set[str]](), 0
        for author in self.authors:
            direct = self.play.direct[author.part]
            events = events_in(self.database, direct)
            count += len(events)
            more = whole(events, rooms)
            if named := self.seen.telling(author.part, anywhere(author, direct), more):
                found[author.part] = named
        done, told, size = self.play.done, self.seen.events, self.seen.size
        return Verdict(done, len(self.authors), count, told, rows, size, found)


def _ids(cast: Mapping[str, Witness], names: Iterable[str]) -> list[str]:
    return [cast[one].id for one in names]


def _word(chance: Random) -> str:
    return "".join(chance.choice(CONSONANTS) + chance.choice(VOWELS) for _ in range(5)) + "x"
