"""What we say on Matrix arrives once, can be changed and taken away, and is found again."""

import asyncio
import secrets
from pathlib import Path
from typing import Any

import pytest
from nio.crypto import decrypt_attachment  # pyright: ignore[reportMissingTypeStubs]

from adapters.matrix.choices import KEY as CHOICES
from adapters.matrix.choices import choices_in
from bot.model.people import Member, MessageRef, Platform, Role, Room
from bot.model.venting import PictureId
from bot.ports.delivery import Closed, DeliveryKey, Later
from bot.ui.reply import Button, File, Reply
from tests.wire.matrix.conftest import Arrives, bot_on
from tests.wire.matrix.desk import EITHER, HELLO, KEY, OTHER, Desk, met, ref_of, seen, since
from tests.wire.matrix.person import Person
from tests.wire.matrix.synapse import Synapse

HERON = "Quiet Heron"
PICTURE = b"\xff\xd8 no real one"


def content_of(at: Synapse, who: Person, room: Room, event: str) -> dict[str, Any]:
    """As the server has it for somebody in the room."""
    where = f"/_matrix/client/v3/rooms/{room.id}/event/{event}"
    return dict(at.ask("GET", where, token=who.client.access_token)["content"])


@EITHER
async def test_a_key_posts_once_also_after_a_restart_and_is_found_by_itself(
    desk: Desk, arrives: Arrives, *, encrypted: bool
) -> None:
    posts, ana = await desk.starts(), await arrives("ana")
    room = await met(desk, posts, ana, encrypted=encrypted)
    first = await posts.post(room, HELLO, KEY)
    assert await posts.post(room, HELLO, KEY) == first
    posts = await desk.restarts()
    assert await posts.find(room, KEY, since()) == ref_of(first)
    assert await posts.post(room, HELLO, KEY) == first
    await posts.post(room, HELLO, OTHER)
    await ana.until(lambda: len(seen(ana, room)) == 2)
    assert seen(ana, room) == ["hello", "hello"]
    assert await posts.find(room, DeliveryKey("none"), since()) is None


async def test_what_is_said_in_answer_to_something_is_said_once(
    desk: Desk, arrives: Arrives
) -> None:
    posts, ana = await desk.starts(), await arrives("ana")
    room = await met(desk, posts, ana)
    async with asyncio.TaskGroup() as group:
        for name in ("matrix:$1", "matrix:$1", "matrix:$2", ""):
            group.create_task(posts.say(room.id, HELLO, name))
    await (await desk.restarts()).say(room.id, HELLO, "matrix:$1")
    await ana.until(lambda: len(seen(ana, room)) >= 3)
    await ana.syncs()
    assert seen(ana, room) == ["hello"] * 3


@EITHER
async def test_an_edit_stands_in_place_of_what_it_changes(
    desk: Desk, arrives: Arrives, *, encrypted: bool
) -> None:
    posts, ana = await desk.starts(), await arrives("ana")
    room = await met(desk, posts, ana, encrypted=encrypted)
    ref = ref_of(await posts.post(room, Reply("one", (Button("a.b", "This"),)), KEY))
    await posts.edit(ref, Reply("two", (Button("a.c", "That"),)))
    await ana.until(lambda: len(ana.contents) == 2)
    first, second = ana.contents
    assert (first["body"], choices_in(first)) == ("one\n1. This", (Button("a.b", "This"),))
    assert second["m.relates_to"] == {"rel_type": "m.replace", "event_id": ref.id}
    assert second["m.new_content"]["body"] == "two\n1. That"
    assert choices_in(second) == (Button("a.c", "That"),)
    assert (second["m.mentions"], second["body"]) == ({}, "* two\n1. That")
    assert desk.told[0][:2] == (room.id, ref.id)
    assert [choices_in(told[2])[0].label for told in desk.told] == ["This", "That"]


@EITHER
async def test_what_is_taken_away_leaves_nothing_that_it_ever_said(
    desk: Desk, arrives: Arrives, synapse: Synapse, *, encrypted: bool
) -> None:
    posts, ana = await desk.starts(), await arrives("ana")
    room = await met(desk, posts, ana, encrypted=encrypted)
    long = Reply("word " * 2_000, hangs=(PictureId("p"),), pictures=(PICTURE,))
    ref = ref_of(await posts.post(room, long, KEY))
    await posts.edit(ref, Reply("two", hangs=(PictureId("p"),)))
    said = [event for _, event, _ in desk.told]
    assert len(said) == 5
    assert content_of(synapse, ana, room, said[3])
    for _ in range(2):
        assert ref_of(await posts.edit(ref, Reply("", gone=True))) == ref
    assert [content_of(synapse, ana, room, one) for one in said] == [{}] * 5
    assert await posts.edit(ref, Reply("three")) == Closed("gone")
    assert await posts.find(room, KEY, since()) == ref


async def test_who_is_called_is_mentioned_and_nobody_else(desk: Desk, arrives: Arrives) -> None:
    posts, ana = await desk.starts(), await arrives("ana")
    room = await met(desk, posts, ana)
    desk.held = {Role.MODERATOR: ("@mo:hs.test", "@kit:hs.test")}
    who = Member(Platform.MATRIX, ana.id, "Ana <b>")
    await posts.post(
        room, Reply("<@matrix:@ben:hs.test|ben>, look", calls=(Role.MODERATOR, who)), KEY
    )
    await ana.until(lambda: ana.contents)
    (content,) = ana.contents
    assert content["m.mentions"] == {"user_ids": ["@mo:hs.test", "@kit:hs.test", ana.id]}
    assert content["body"] == "@moderators @Ana b\n@ben, look"
    assert "<b>" not in content["formatted_body"]
    assert content["msgtype"] == "m.text"


async def test_a_long_text_comes_whole_in_parts_and_the_last_has_the_choices(
    desk: Desk, arrives: Arrives
) -> None:
    posts, ana = await desk.starts(), await arrives("ana")
    room = await met(desk, posts, ana)
    words = " ".join(str(number) for number in range(3_000))
    await posts.post(room, Reply(words, (Button("a.b", "This one"),)), KEY)
    await ana.until(lambda: CHOICES in (ana.contents or [{}])[-1])
    *before, last = (one["body"] for one in ana.contents)
    assert len(before) == 3
    assert last.endswith("\n1. This one")
    assert " ".join([*before, last.removesuffix("\n1. This one")]) == words


async def test_the_longest_signs_fit_into_an_event_and_into_an_edit(
    desk: Desk, arrives: Arrives
) -> None:
    posts, ana = await desk.starts(), await arrives("ana")
    room = await met(desk, posts, ana)
    ref = ref_of(
        await posts.post(room, Reply("\N{SKULL AND CROSSBONES}\U0001f480" * 8_000, voice="A"), KEY)
    )
    for sign in ("\U0001f480", '"', "\n", "&"):
        assert ref_of(await posts.edit(ref, Reply(sign * 20_000, voice=HERON))) == ref


@EITHER
async def test_a_file_comes_sealed_or_as_text(
    desk: Desk, arrives: Arrives, *, encrypted: bool
) -> None:
    posts, ana = await desk.starts(), await arrives("ana")
    room = await met(desk, posts, ana, encrypted=encrypted)
    short, long = File("short.json", "ünique"), File("long.json", "ünique" * 4_000)
    await posts.post(room, Reply("here", files=(short, long)), KEY)
    await ana.until(lambda: ana.contents and "here" in ana.contents[-1]["body"])
    *files, words = ana.contents
    assert [one["body"] for one in files] == (
        ["short.json", "long.json"] if encrypted else ["long.json"]
    )
    assert words["body"] == ("here" if encrypted else "here\n[short.json]\nünique")
    assert await fetched(ana, files[-1]) == long.content.encode()


async def fetched(ana: Person, content: dict[str, Any]) -> bytes:
    """A file as a client opens it."""
    sealed = content.get("file")
    got = await ana.client.download(sealed["url"] if sealed else content["url"])
    if not sealed:
        return bytes(got.body)
    return bytes(decrypt_attachment(
        got.body, sealed["key"]["k"], sealed["hashes"]["sha256"], sealed["iv"]
    ))  # fmt: skip


async def test_pictures_hang_and_not_where_something_is_hidden(
    desk: Desk, arrives: Arrives
) -> None:
    posts, ana = await desk.starts(), await arrives("ana")
    room = await met(desk, posts, ana)
    what = Reply("Quiet Heron says:\nhm", pictures=(PICTURE,), hangs=(PictureId("p"),), voice=HERON)
    await posts.post(room, what, KEY)
    shows = Button("v.show", "Show")
    await posts.post(room, Reply("card", hidden="words", reveal=shows, pictures=(PICTURE,)), OTHER)
    await ana.until(lambda: len(ana.contents) == 3)
    picture, words, card = ana.contents
    assert (picture["msgtype"], picture["body"]) == ("m.image", "picture-1.jpg")
    assert await fetched(ana, picture) == PICTURE
    assert {one["com.beeper.per_message_profile"]["id"] for one in (picture, words)} == {HERON}
    assert words["formatted_body"].startswith(
        "<strong data-mx-profile-fallback>Quiet Heron</strong>"
    )
    assert card["body"] == "card\n1. Show"


async def test_an_answer_hangs_below_what_it_answers_in_that_room_alone(
    desk: Desk, arrives: Arrives
) -> None:
    posts, ana = await desk.starts(), await arrives("ana")
    room = await met(desk, posts, ana)
    ref = ref_of(await posts.post(room, HELLO, KEY))
    elsewhere = MessageRef(Room(Platform.MATRIX, "!elsewhere"), ref.id)
    await posts.post(room, Reply("below", answers=ref), OTHER)
    await posts.post(room, Reply("alone", answers=elsewhere), DeliveryKey("third"))
    await ana.until(lambda: len(ana.contents) == 3)
    _, below, alone = ana.contents
    assert below["m.relates_to"] == {"m.in_reply_to": {"event_id": ref.id}}
    assert "m.relates_to" not in alone


async def test_a_closed_place_is_said_to_be_closed(desk: Desk, arrives: Arrives) -> None:
    posts, ana = await desk.starts(), await arrives("ana")
    room = await met(desk, posts, ana)
    nowhere = Room(Platform.MATRIX, "!nowhere:hs.test")
    assert isinstance(await posts.post(nowhere, HELLO, KEY), Closed)
    missing = MessageRef(room, "$" + secrets.token_urlsafe(32))
    assert await posts.edit(missing, HELLO) == Closed("gone")
    levels = {"events_default": 50}
    await ana.client.room_put_state(room.id, "m.room.power_levels", levels)
    assert await posts.post(room, HELLO, KEY) == Closed("forbidden")
    await ana.client.room_kick(room.id, desk.bot.id)
    await desk.bot.until(lambda: room.id not in posts.wire.client().rooms)
    assert await posts.post(room, HELLO, KEY) == Closed("forbidden")
    assert await posts.find(room, KEY, since()) is None


async def test_a_homeserver_that_limits_us_says_how_long(
    limited: Synapse,
    tmp_path: Path,
) -> None:
    bot = bot_on(limited, tmp_path)
    desk = Desk(bot)
    try:
        posts = await desk.starts()
        ana = await Person.arrives(limited, f"ana-{secrets.token_hex(4)}")
        room = await met(desk, posts, ana)
        outcomes = [await posts.say(room.id, HELLO) for _ in range(14)]
        await ana.leaves()
    finally:
        await desk.stops()
    assert isinstance(outcomes[-1], Later)
    assert 0 < outcomes[-1].wait.total_seconds() < 60


async def test_without_a_homeserver_nobody_knows(own_synapse: Synapse, tmp_path: Path) -> None:
    desk = Desk(bot_on(own_synapse, tmp_path))
    posts = await desk.starts()
    ana = await Person.arrives(own_synapse, "ana")
    room = await met(desk, posts, ana, encrypted=False)
    own_synapse.kill()
    try:
        with pytest.raises(OSError):  # noqa: PT011 - any of them means "nobody knows"
            await posts.post(room, HELLO, KEY)
        with pytest.raises(OSError):  # noqa: PT011 - as above
            await posts.find(room, KEY, since())
    finally:
        own_synapse.start()
        await ana.leaves()
        await desk.stops()
