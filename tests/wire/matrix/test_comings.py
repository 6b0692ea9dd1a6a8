"""Who comes and goes, and what is written beside messages."""

from bot.model.events import Joined, Left, Said
from tests.wire.matrix.homeserver import DM, ROOM, SPACE, US, Json, member, message
from tests.wire.matrix.scene import Scene, reaction


async def test_words_beside_messages_are_heard(scene: Scene) -> None:
    topic = {**message("$1", ""), "type": "m.room.topic", "state_key": "",
             "content": {"topic": "one"}}  # fmt: skip
    left = member("@ben:hs.test", 5, unsigned={"prev_content": {"membership": "join"}})
    left["content"] = {"membership": "leave", "reason": "two"}
    back = {**message("$3", ""), "type": "m.room.redaction", "content": {"reason": "three"}}
    events = await scene.hears(ROOM, topic, left, back, reaction("$4", "I want to die", "$x"))
    texts = [one.text for one in events if isinstance(one, Said)]
    assert texts == ["one", "two", "three", "I want to die"]
    (private,) = await scene.hears(DM, {**back, "event_id": "$5"})
    assert isinstance(private, Said)
    assert private.edited  # it answers no question and begins no draft


def joins(user: str, number: int, before: str = "", **content: str) -> Json:
    """Somebody's membership changes."""
    unsigned = {"prev_content": {"membership": before}, "replaces_state": "$x"} if before else {}
    event = member(user, number, unsigned=unsigned)
    return {**event, "content": {"membership": "join", **content}}


async def test_who_comes_into_the_space_and_is_gone_is_told_once(scene: Scene) -> None:
    dan, mo = "@dan:hs.test", "@mo:hs.test"
    kicked = {**joins(dan, 3, "join", membership="leave"), "sender": mo}
    banned = {**joins(dan, 6, "join", membership="ban"), "sender": US}
    events = await scene.hears(
        SPACE, joins(dan, 1, displayname="Dan"), joins(dan, 2, "join"), kicked,
        joins(dan, 4, "leave"), joins(dan, 5, "leave", membership="ban"), banned,
        joins(mo, 7, membership="invite"), joins(mo, 8, "invite", membership="leave"),
    )  # fmt: skip
    assert [(type(one), one.who.id) for one in events] == [
        (Joined, dan), (Left, dan), (Joined, dan), (Left, dan),
    ]  # fmt: skip
    assert events[0].who.name == "Dan"
    assert len({one.id for one in events}) == len(events)
    assert await scene.hears(ROOM, joins(dan, 1)) == []
    assert await scene.hears(SPACE, joins(US, 9)) == []


async def test_without_a_space_the_first_room_counts_and_the_last(scene: Scene) -> None:
    scene.bot.space = scene.bot.here.space = ""
    scene.bot.rooms = frozenset({ROOM, "!other"})
    dan = "@dan:hs.test"
    (came,) = await scene.hears("!other", joins(dan, 1))
    assert (type(came), came.who.id) == (Joined, dan)
    assert await scene.hears(ROOM, joins(dan, 2)) == []
    assert await scene.hears(ROOM, joins(dan, 3, "join", membership="leave")) == []
    (gone,) = await scene.hears("!other", joins(dan, 4, "join", membership="leave"))
    assert (type(gone), gone.who.id) == (Left, dan)


async def test_who_comes_into_two_rooms_at_once_is_told_once(scene: Scene) -> None:
    scene.bot.space = scene.bot.here.space = ""
    scene.bot.rooms = frozenset({ROOM, "!other"})
    dan = "@dan:hs.test"
    scene.server.tell({"!other": [joins(dan, 1)], ROOM: [joins(dan, 2)]})
    await scene.hears(DM)
    scene.server.tell(
        {one: [joins(dan, n, "join", membership="leave")] for n, one in enumerate((ROOM, "!other"))}
    )
    await scene.hears(DM)
    came = [one for one in scene.hearer.every if isinstance(one, Joined | Left)]
    assert [type(one) for one in came] == [Joined, Left]


async def test_an_event_without_an_id_is_heard_beside_others_without(scene: Scene) -> None:
    odd = [message("", f"text {n}") for n in range(2)]
    events = await scene.hears(ROOM, *odd, {**odd[0], "event_id": 7, "sender": ["x"]})
    assert len({one.id for one in events}) == len(events) == 3
    assert events[2].who.is_nobody
