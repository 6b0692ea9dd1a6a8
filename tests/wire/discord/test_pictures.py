"""Pictures on Discord: fetched from where it keeps them alone, and shown without their past."""

import asyncio
import json
from collections.abc import AsyncIterator
from datetime import timedelta
from functools import partial
from pathlib import Path

import pytest
from aiohttp import web

from adapters.discord.reading.files import CDN, address_of, attached_to
from adapters.memory.clock import TownClock
from adapters.memory.town import Town
from adapters.memory.uploads import PHOTO, Upload
from bot.app.content import Content
from bot.model.events import Attached
from bot.model.people import Platform
from bot.ports.pictures import MOST_BYTES, Unfit
from tests.wire.discord.bot import OnWire
from tests.wire.discord.hearer import Hearer
from tests.wire.discord.objects import Json
from tests.wire.discord.permissions import ATTACH
from tests.wire.discord.rehearsal import WireRehearsal
from tests.wire.discord.server import Wire

API = "https://discord.com/api/v10"
KEPT = f"https://{CDN}/attachments/1/2/a.png"
ELSEWHERE = (
    "", "a.png", "/attachments/1/2/a.png", "file:///attachments/1/2/a.png",
    f"http://{CDN}/attachments/1/2/a.png", f"ftp://{CDN}/attachments/1/2/a.png",
    f"https://{CDN}:8443/attachments/1/2/a.png", f"https://{CDN}/api/v10/users/@me",
    f"https://ana@{CDN}/attachments/1/2/a.png", f"https://{CDN}@127.0.0.1/attachments/1/2/a.png",
    f"https://{CDN}.example.org/attachments/1/2/a.png", f"https://x{CDN}/attachments/1/2/a.png",
    f"https://127.0.0.1/attachments/{CDN}/a.png", "https://169.254.169.254/attachments/1/a.png",
    f"https://example.org\\@{CDN}/attachments/1/2/a.png", "https://[::1]/attachments/1/2/a.png",
    f"https://{CDN}/attachments/../api/v10/users/@me", "https://[/attachments/",
)  # fmt: skip


@pytest.mark.parametrize("handle", ELSEWHERE)
def test_nothing_but_discords_own_files_is_asked_for(handle: str) -> None:
    with pytest.raises(Unfit):
        address_of(handle, None)


def test_discords_own_files_are_and_those_beside_an_address_in_its_place() -> None:
    assert str(address_of(f"{KEPT}?ex=1&hm=2", None)).startswith(KEPT)
    beside = "http://127.0.0.1:8080/attachments/1/2/a.png"
    assert str(address_of(beside, "http://127.0.0.1:8080/api/v10")) == beside
    for other in ("http://127.0.0.1:8081/api/v10", "https://127.0.0.1:8080/api/v10", API, None):
        with pytest.raises(Unfit):
            address_of(beside, other)


def test_files_are_read_as_they_are_told_and_whatever_shape_they_have() -> None:
    told = {"url": KEPT, "content_type": "image/png", "size": 9, "filename": "a.png"}
    assert attached_to({"attachments": [told]}) == (Attached(KEPT, "image/png", 9),)
    odd: list[object] = [None, 1, {}, {"url": 5}, {"url": KEPT, "size": "9", "content_type": 7}]
    assert attached_to({"attachments": odd}) == (Attached(KEPT, "", 0),)
    assert attached_to({"attachments": "none"}) == ()
    forwarded = {"message_snapshots": [{"message": {"attachments": [told]}}]}
    assert attached_to(forwarded) == ()


@pytest.fixture
async def wire() -> AsyncIterator[tuple[Wire, OnWire]]:
    """The adapter over the wire, connected."""
    server = Wire(Town(TownClock()))
    async with server.listening():
        platform = OnWire(server)
        await platform.start(Hearer(), {})
        yield server, platform
        await platform.stop()


def kept(wire: Wire, content: bytes = PHOTO.content) -> Attached:
    """A file that ana sent along, by its address."""
    town = wire.town
    shown = town.shows(town.dm("ana", Platform.DISCORD), "ana", "look", private=True)
    town.uploads.take((Upload("a.png", content),), shown.n)
    number = int(wire.state.ids.of(shown)) + 1
    where = shown.where.id if shown.where else ""
    address = f"{wire.state.cdn}/attachments/{where}/{number}/a.png"
    return Attached(address, "image/png", len(content))


async def test_a_file_is_fetched_and_no_token_goes_along(wire: tuple[Wire, OnWire]) -> None:
    server, platform = wire
    assert await platform.fetch(kept(server), MOST_BYTES) == PHOTO.content
    ((_, headers),) = server.cdn.asked
    assert not {name.casefold() for name in headers} & {"authorization", "cookie"}
    assert server.token not in str(headers)


async def test_what_is_larger_than_it_says_is_cut_off(wire: tuple[Wire, OnWire]) -> None:
    server, platform = wire
    one = kept(server, bytes(200_000))
    assert len(await platform.fetch(one, 200_000)) == 200_000
    with pytest.raises(Unfit):
        await platform.fetch(one, 199_999)


@pytest.mark.parametrize("status", [301, 302, 307, 308, 404, 403, 500])
async def test_no_other_address_is_followed_and_no_error_is_a_picture(
    wire: tuple[Wire, OnWire], status: int
) -> None:
    server, platform = wire
    one = kept(server)
    server.cdn.instead = web.Response(
        status=status, body=PHOTO.content, headers={"Location": one.handle}
    )
    with pytest.raises(Unfit):
        await platform.fetch(one, MOST_BYTES)
    assert len(server.cdn.asked) == 1


async def test_where_nobody_is_reached_it_is_an_error_of_the_network(
    wire: tuple[Wire, OnWire],
) -> None:
    server, platform = wire
    one = kept(server)
    await platform.stop()
    with pytest.raises(ConnectionRefusedError):
        await platform.fetch(one, MOST_BYTES)
    assert not server.cdn.asked


SECRETS = ("IMG_2041", "Author", "ana of the square", "my own kitchen")
NAMED = Upload(PHOTO.name, PHOTO.content, description="my own kitchen")


class Told:
    """What the clients of others are told."""

    def __init__(self) -> None:
        self.events: list[tuple[str, Json]] = []

    def watch(self, people: tuple[str, ...], name: str, payload: Json) -> None:
        """One event, if somebody else than ana gets it."""
        if set(people) - {"ana"}:
            self.events.append((name, payload))


async def acted(town: WireRehearsal, *lines: tuple[str, str, str]) -> None:
    """Presses and commands, one after another."""
    for name, place, label in lines:
        room = town.acts.room(name, place, Platform.DISCORD)
        act = town.acts.types if label.startswith("/") else town.acts.presses
        await town.does(partial(act, name, room, label))


async def test_nothing_of_a_file_but_its_picture_reaches_anybody_else(
    tmp_path: Path, content: Content
) -> None:
    town, told = WireRehearsal(tmp_path / "porchlight.db", content=content), Told()
    async with town.running():
        town.wire.state.watch = told.watch
        await acted(town, ("ada", "@bot", "/setup-people pictures=yes"))
        room = town.town.dm("ana", Platform.DISCORD).room
        await town.does(lambda: town.acts.says("ana", room, "today was sad", files=(NAMED,)))
        await acted(town, ("ana", "@bot", "Post it"))
        await town.wait(timedelta(minutes=3))
        await acted(town, ("mo", "#moderators", "Approve"))
        await town.wait(timedelta(minutes=3))
        files = [
            one for _, payload in told.events for one in payload.get("attachments", ())
            if "content" in one
        ]  # fmt: skip
        assert [one["filename"] for one in files] == ["SPOILER_picture-1.jpg"] * 2
        assert all(one["content"].startswith("\xff\xd8\xff\xe0") for one in files)
        said = json.dumps(told.events, default=str)
        addresses = {path.split("/")[-2] for path, _ in town.wire.cdn.asked}
        assert len(addresses) == 1
        for secret in (*SECRETS, *addresses, '"image/png"'):
            assert secret not in said


async def test_where_no_pictures_may_be_shown_the_admin_is_told_when_switching_them_on(
    tmp_path: Path, content: Content
) -> None:
    town = WireRehearsal(tmp_path / "porchlight.db", content=content)
    async with town.running():
        vent = next(one for one in town.town.places if one.name == "#vent")
        town.wire.state.denied[vent.id] = ATTACH
        await town.wire.tell_of_rooms()
        await acted(town, ("ada", "@bot", "/setup-people pictures=yes"))
        told = town.town.ledger.entries[-1].text
        assert "I cannot show pictures in #vent" in told
        await acted(town, ("ada", "@bot", "/doctor"))
        assert "I cannot show pictures in #vent" in town.town.ledger.entries[-1].text
        await acted(town, ("ada", "@bot", "/setup-people pictures=no"), ("ada", "@bot", "/doctor"))
        assert "I cannot show pictures" not in town.town.ledger.entries[-1].text


async def test_a_cry_behind_a_picture_waits_for_no_file(tmp_path: Path, content: Content) -> None:
    town = WireRehearsal(tmp_path / "porchlight.db", content=content)
    async with town.running():
        await acted(town, ("ada", "@bot", "/setup-people pictures=yes"))
        room, slow = town.town.dm("ana", Platform.DISCORD).room, asyncio.Event()
        town.wire.cdn.until = slow
        first = asyncio.create_task(town.acts.says("ana", room, "today was sad", files=(NAMED,)))
        async with asyncio.timeout(5):
            while not town.wire.cdn.asked:  # noqa: ASYNC110 - of another task
                await asyncio.sleep(0.01)
        cry = asyncio.create_task(town.acts.says("ana", room, "i am going to kill myself tonight"))
        assert town.app is not None
        incidents = town.app.house.incidents
        try:
            async with asyncio.timeout(5):
                while not await incidents.open_ones():  # noqa: ASYNC110 - rows tell nobody
                    await asyncio.sleep(0.01)
        finally:
            slow.set()
            await asyncio.gather(first, cry)
