"""Commands, choices and answers on Matrix, from a homeserver that says what we like."""

import asyncio

from adapters.matrix.choices import KEY, told
from bot.model.events import Invoked, Said
from tests.wire.matrix.homeserver import DM, ROOM, US, message
from tests.wire.matrix.scene import (
    POST,
    SHOW,
    TAKE,
    Scene,
    answer,
    edit,
    in_thread,
    ours,
    press,
    reaction,
    same,
)  # fmt: skip


async def test_a_command_is_heard_in_rooms_and_in_private(scene: Scene) -> None:
    for room, direct in ((DM, True), (ROOM, False)):
        event = await scene.hears_one(room, message(f"$1{direct}", "!Help me"))
        assert isinstance(event, Invoked)
        assert (event.name, event.typed, event.direct) == ("help", "me", direct)
        assert event.who.name == "Ana"
        assert event.holds == {"held by @ana:hs.test"}
        assert event.position is not None
        assert event.id == f"matrix:$1{direct}"


async def test_an_edited_command_is_words(scene: Scene) -> None:
    event = await scene.hears_one(DM, edit("$2", "!help", "$1"))
    assert isinstance(event, Said)
    assert (event.text, event.edited) == ("!help", True)


async def test_what_a_bot_says_or_somebody_of_themselves_is_no_command(scene: Scene) -> None:
    for number, kind in enumerate(("m.notice", "m.emote")):
        event = await scene.hears_one(ROOM, message(f"${number}", "!help", msgtype=kind))
        assert isinstance(event, Said)


async def test_a_number_means_a_choice_of_our_newest_message(scene: Scene) -> None:
    first = await scene.hears_one(DM, ours("$1", POST), ours("$2", TAKE, SHOW), message("$3", "2."))
    assert press(first) == same(SHOW)
    assert press(await scene.hears_one(DM, message("$4", "show"))) == same(SHOW)
    for number, text in enumerate(("3", "two", "0")):
        assert isinstance(await scene.hears_one(DM, message(f"$w{number}", text)), Said)
    assert isinstance(await scene.hears_one(DM, ours("$6"), message("$7", "1")), Said)


async def test_what_we_say_while_somebody_types_is_not_what_they_answered(scene: Scene) -> None:
    scene.bot.choosing.note(DM, "$9", ours("$9", POST)["content"])
    event = await scene.hears_one(DM, ours("$1", TAKE), message("$2", "1"), ours("$9", POST))
    assert press(event) == same(TAKE)


async def test_an_edit_of_ours_has_the_choices_of_its_message(scene: Scene) -> None:
    new = {KEY: told((SHOW,))}
    changed = edit("$2", "new", "$1", US, **new)
    event = await scene.hears_one(ROOM, ours("$1", TAKE), changed, message("$3", "1"))
    assert press(event) == same(SHOW)
    gone = {**message("$4", "", US), "type": "m.room.redaction", "content": {"redacts": "$1"}}
    assert isinstance(await scene.hears_one(ROOM, gone, message("$5", "1")), Said)


async def test_a_reply_chooses_at_the_message_that_it_answers(scene: Scene) -> None:
    said = (ours("$1", TAKE), message("$2", "hello"), ours("$3", POST))
    hello, event = await scene.hears(ROOM, *said, answer("$4", "1", "$1"))
    assert isinstance(hello, Said)
    assert press(event) == same(TAKE)
    assert isinstance(await scene.hears_one(ROOM, answer("$5", "1", "$2")), Said)


async def test_in_a_thread_a_number_answers_what_we_said_there(scene: Scene) -> None:
    said = (ours("$1", POST), ours("$2", TAKE, thread="$1"), ours("$3", SHOW))
    assert press(await scene.hears_one(ROOM, *said, in_thread("$4", "1", "$1"))) == same(TAKE)
    assert press(await scene.hears_one(ROOM, in_thread("$5", "1", "$3"))) == same(SHOW)
    assert press(await scene.hears_one(ROOM, message("$6", "1"))) == same(SHOW)


async def test_a_number_with_other_words_behind_it_is_words(scene: Scene) -> None:
    event = await scene.hears_one(
        DM, ours("$1", TAKE), message("$2", "1", formatted_body="I cannot go on")
    )
    assert isinstance(event, Said)
    assert event.parts == ("I cannot go on",)


async def test_after_a_restart_the_room_is_asked_and_again_where_it_does_not_answer(
    scene: Scene,
) -> None:
    number = message("$n", "1")
    older = [message(f"$o{n}", "x") for n in range(150)]
    changed = edit("$e", "new", "$1", US, **{KEY: told((SHOW,))})
    scene.server.events[ROOM] = [ours("$0", POST), ours("$1", TAKE), changed, *older, number]
    scene.server.fails = 3
    assert press(await scene.hears_one(ROOM, number)) == same(SHOW)
    scene.server.asked.clear()
    assert press(await scene.hears_one(ROOM, message("$n2", "1"))) == same(SHOW)
    assert scene.server.asked == []


async def test_where_we_never_said_anything_a_number_is_words_and_asked_for_once(
    scene: Scene,
) -> None:
    one, two = message("$1", "1"), message("$2", "2")
    scene.server.events[ROOM] = [one, two]
    assert [type(event) for event in await scene.hears(ROOM, one, two)] == [Said, Said]
    assert scene.server.asked == ["context", "messages"]


async def test_a_reply_to_ours_says_so_and_one_to_somebody_else_does_not(scene: Scene) -> None:
    scene.server.events[ROOM] = [ours("$old")]
    one, two, three, four = await scene.hears(
        ROOM, ours("$1"), answer("$2", "thank you", "$1"), answer("$3", "and you", "$2"),
        answer("$4", "that, too", "$old"), in_thread("$5", "below it", "$1"),
    )  # fmt: skip
    assert isinstance(one, Said)
    assert one.reply_to is not None
    assert one.reply_to.id == "$1"
    assert isinstance(two, Said)
    assert two.reply_to is None
    assert isinstance(three, Said)
    assert three.reply_to is not None
    assert isinstance(four, Said)
    assert four.reply_to is not None
    assert scene.server.asked == ["event"]


async def test_an_urgent_answer_does_not_wait_for_what_it_answers(scene: Scene) -> None:
    scene.server.fails = 2
    texts = (answer("$2", "urgent", "$old"), answer("$3", "calm", "$older"))
    assert len(await scene.hears(ROOM, *texts)) == len(texts)
    scene.server.fails = 2
    worry = await scene.hears_one(ROOM, answer("$4", "!worried urgent", "$oldest"))
    assert isinstance(worry, Invoked)
    assert scene.hearer.sooner == ["matrix:$2", "matrix:$4:early"]
    assert worry.id == "matrix:$4"  # else it would be known by then, and not be carried out


async def test_an_urgent_command_behind_many_texts_goes_before_and_is_carried_out(
    scene: Scene,
) -> None:
    scene.hearer.slow_s = 0.05
    scene.server.tell({ROOM: [message(f"$w{number}", "hello") for number in range(6)]})
    while not scene.hearer.events:  # noqa: ASYNC110 - it says nothing when it is done
        await asyncio.sleep(0.01)
    events = await scene.hears(ROOM, message("$1", "!help urgent"), message("$2", "urgent"))
    assert scene.hearer.sooner == ["matrix:$1:early", "matrix:$2"]
    (command,) = [one for one in events if isinstance(one, Invoked)]
    assert command.id == "matrix:$1"


async def test_a_worry_is_about_the_message_that_it_answers(scene: Scene) -> None:
    theirs = message("$1", "goodbye everybody", "@ben:hs.test")
    newer = edit("$2", "goodbye, all", "$1", "@ben:hs.test")
    scene.server.events[ROOM] = [{**theirs, "unsigned": {"m.relations": {"m.replace": newer}}}]
    event = await scene.hears_one(ROOM, answer("$3", "> <@ben:hs.test> x\n\n!worried", "$1"))
    assert isinstance(event, Invoked)
    assert event.target is not None
    assert (event.target.author.id, event.target.author.name) == ("@ben:hs.test", "Ben")
    assert event.target.message.id == "$1"
    assert event.target.text == "goodbye, all"
    for number, other in enumerate((message("$4", "!worried"), answer("$5", "!worried", "$6"))):
        alone = await scene.hears_one(ROOM, other)
        assert isinstance(alone, Invoked), number
        assert alone.target is None
    helped = await scene.hears_one(ROOM, answer("$7", "!help", "$1"))
    assert isinstance(helped, Invoked)
    assert helped.target is None


async def test_a_reaction_chooses_where_it_is_not_private(scene: Scene) -> None:
    key = "1\ufe0f\u20e3"
    said = (ours("$1", TAKE), reaction("$2", key, "$1"))
    assert press(await scene.hears_one(ROOM, *said)) == same(TAKE)
    assert await scene.hears(DM, ours("$3", TAKE), reaction("$4", key, "$3")) == []
    assert await scene.hears(ROOM, reaction("$5", "\U0001f44d", "$1")) == []
