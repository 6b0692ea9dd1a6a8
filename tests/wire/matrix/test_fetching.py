"""What people send in private is fetched from our homeserver alone, whatever they claim."""

# pyright: reportMissingTypeStubs=false, reportUnknownMemberType=false

import json
from typing import Any, cast

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer
from nio.crypto import encrypt_attachment

from adapters.matrix.crypto.client import stranger_at
from adapters.matrix.crypto.inside import DurableClient
from adapters.matrix.hearing.fetching import fetched
from adapters.matrix.reading.attached import attached_to
from adapters.matrix.reading.messages import Where, read
from bot.ports.pictures import Unfit
from tests.wire.matrix.bot import Now
from tests.wire.matrix.homeserver import message

WORDS = b"a picture, in many bytes"
MOST = 1_000
HERE = "mxc://hs.test/abc"


class Keeper:
    """A homeserver with one file, which answers as a test wants; `asked` are the paths."""

    def __init__(self, body: bytes, status: int = 200, *, old: bool = False, to: str = "") -> None:
        self.body, self.status, self.old, self.to = body, status, old, to
        self.asked = list[str]()

    async def take(self, request: web.Request) -> web.Response:
        self.asked.append(request.path)
        if self.old and "/v1/" in request.path:
            return web.json_response({"errcode": "M_UNRECOGNIZED"}, status=404)
        moved = {"Location": self.to} if self.to and "/media/" in request.path else {}
        return web.Response(body=self.body, status=self.status, headers=moved)


async def got(keeper: Keeper, content: dict[str, Any]) -> bytes:
    """What comes of a message with this content, when its file is fetched."""
    app = web.Application()
    app.router.add_route("*", "/{path:.*}", keeper.take)
    (one,) = attached_to(content)
    async with TestServer(app) as server:
        client = stranger_at(str(server.make_url("")).rstrip("/"), "token")
        await (await client.send("GET", "/warm")).read()  # its session is there
        keeper.asked.clear()
        try:
            return await fetched(cast("DurableClient", client), one.handle, MOST)
        finally:
            await client.close()


def image(**more: object) -> dict[str, Any]:
    return {"msgtype": "m.image", "body": "words", "filename": "a.png", "url": HERE, **more}


async def test_a_file_is_asked_for_at_our_homeserver() -> None:
    keeper = Keeper(WORDS)
    assert await got(keeper, image(url="mxc://elsewhere.example/abc")) == WORDS
    assert keeper.asked == ["/_matrix/client/v1/media/download/elsewhere.example/abc"]


async def test_an_old_homeserver_is_asked_the_old_way() -> None:
    keeper = Keeper(WORDS, old=True)
    assert await got(keeper, image()) == WORDS
    assert keeper.asked[-1] == "/_matrix/media/v3/download/hs.test/abc"


async def test_a_sealed_file_is_opened_and_one_that_was_changed_is_not() -> None:
    sealed, opens = encrypt_attachment(WORDS)
    content = image(url=None, file={**opens, "url": HERE})
    assert await got(Keeper(sealed), content) == WORDS
    with pytest.raises(Unfit):
        await got(Keeper(sealed[:-1] + b"!"), content)


@pytest.mark.parametrize(
    "broken",
    [{"iv": "short"}, {"key": {"k": "!!"}}, {"key": 7}, {"hashes": {}}, {"iv": None}],
    ids=str,
)
async def test_what_opens_nothing_is_unfit(broken: dict[str, object]) -> None:
    sealed, opens = encrypt_attachment(WORDS)
    with pytest.raises(Unfit):
        await got(Keeper(sealed), image(file={**opens, "url": HERE, **broken}))


@pytest.mark.parametrize(
    "address",
    ["https://example.org/a.png", "mxc://hs.test/../../login", "mxc://hs.test/a?b=c", "mxc://a/b/c",
     "mxc://user@host/abc", "", 7, "mxc://hs.test/abc\n"],
    ids=str,
)  # fmt: skip
async def test_nothing_else_is_an_address(address: object) -> None:
    keeper = Keeper(WORDS)
    with pytest.raises(Unfit):
        await got(keeper, image(url=address))
    assert keeper.asked == []


async def test_nobody_is_followed_elsewhere() -> None:
    keeper = Keeper(WORDS, 307, to="/elsewhere")
    with pytest.raises(ConnectionAbortedError):
        await got(keeper, image())
    assert len(keeper.asked) == 1


async def test_of_what_is_too_large_no_more_is_read() -> None:
    with pytest.raises(Unfit):
        await got(Keeper(bytes(MOST + 1)), image())
    assert await got(Keeper(bytes(MOST)), image()) == bytes(MOST)


async def test_a_refusal_is_unfit_and_a_homeserver_in_trouble_is_not_reached() -> None:
    with pytest.raises(Unfit):
        await got(Keeper(b'{"errcode": "M_NOT_FOUND"}', 404), image())
    with pytest.raises(ConnectionAbortedError):
        await got(Keeper(b"<html>", 502), image())


def test_a_file_is_attached_in_private_alone_and_never_by_an_edit() -> None:
    def attached(*, direct: bool, **more: object) -> int:
        raw = {**message("$1", ""), "content": {**image(), **more}}
        said = read(raw, Where("!dm", "@us:hs.test", direct), Now())
        assert said is not None
        return len(said.attached)

    assert attached(direct=True) == 1
    assert attached(direct=False) == 0
    edits = {"m.relates_to": {"rel_type": "m.replace", "event_id": "$0"}}
    assert attached(direct=True, **edits) == 0


def test_what_a_file_is_said_to_be() -> None:
    (one,) = attached_to(image(info={"mimetype": "image/webp", "size": 7}))
    assert (one.kind, one.size) == ("image/webp", 7)
    (odd,) = attached_to(image(info={"mimetype": 7, "size": -1.5}))
    assert (odd.kind, odd.size) == ("", 0)
    (video,) = attached_to({"msgtype": "m.video", "body": "b", "url": HERE})
    assert video.kind == "application/octet-stream"
    assert attached_to({"msgtype": "m.text", "body": "b", "url": HERE}) == ()
    assert "abc" not in repr(one)
    assert json.loads(one.handle)["address"] == HERE
