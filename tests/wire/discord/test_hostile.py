"""Payloads of another shape than Discord's: no text is lost, and none is taken for another."""

from collections.abc import AsyncIterator
from datetime import timedelta

import pytest

from adapters.discord.reading.moments import EPOCH, moment_from
from bot.model.events import Invoked, texts_of
from bot.ui.reply import Reply
from tests.wire.discord.bot import HERE
from tests.wire.discord.hearer import Hearer
from tests.wire.discord.ids import GUILD
from tests.wire.discord.mutants.talk import ASKED, KEPT_BACK, MEMBER
from tests.wire.discord.stage import WHO, Json, Stage, listening

BY: Json = {"member": {**MEMBER, "user": WHO}}


@pytest.fixture
async def scene() -> AsyncIterator[Stage]:
    """The bot listens."""
    async with listening() as begun:
        yield begun


@pytest.mark.parametrize(
    "facts",
    [
        {"type": "0"}, {"type": 6.0}, {"type": 99}, {"type": True}, {"type": None}, {"flags": [64]},
        {"flags": -1}, {"webhook_id": []}, {"webhook_id": {}}, {"webhook_id": "x"},
        {"author": {**WHO, "bot": "no"}}, {"author": {**WHO, "bot": [0]}}, {"guild_id": ["1"]},
        {"guild_id": 1.5}, {"guild_id": ""},
    ],
)  # fmt: skip
async def test_what_may_be_a_persons_is_heard(scene: Stage, facts: Json) -> None:
    await scene.tells("MESSAGE_CREATE", scene.message(**facts))
    assert (scene.said.text, scene.said.who.id) == ("a cry", "77")
    assert scene.said.unreadable is None


async def test_what_was_said_before_everybody_is_not_taken_for_private(scene: Stage) -> None:
    message = scene.message()
    del message["guild_id"]
    await scene.tells("MESSAGE_CREATE", message)
    assert not scene.said.direct


async def test_an_answer_for_one_person_is_hidden_where_the_guild_is_left_out(scene: Stage) -> None:
    where: Json = {"channel_id": scene.general.id, "guild_id": None}
    asked = {**ASKED, "id": scene.id(), **where, **BY, "data": {"name": "help"}}
    await scene.tells("INTERACTION_CREATE", asked)
    (event,) = scene.hearer.events
    assert isinstance(event, Invoked)
    assert not event.direct


@pytest.mark.parametrize("id_", ["9" * 400, 1 << 62, 1e300, "-5", "x", None, [], "٣"])
async def test_no_id_hides_what_comes_after_it(scene: Stage, id_: object) -> None:
    await scene.tells("MESSAGE_CREATE", scene.message(id=id_))
    assert scene.said.text == "a cry"
    assert scene.said.position is None
    await scene.still_hears()
    await scene.bot.stop()
    await scene.acts.says("ana", scene.general, "meanwhile")
    await scene.bot.start(scene.hearer, scene.hearer.positions)
    assert "meanwhile" in scene.hearer.said()


@pytest.mark.parametrize("told", ["9999-12-31T23:59:59-14:00", "0001-01-01T00:00:00+14:00", 7, ""])
def test_a_moment_with_which_nobody_can_reckon_is_that_of_the_id(told: object) -> None:
    assert moment_from(told, 0) == EPOCH


@pytest.mark.parametrize(
    "facts",
    [
        {"content": ["a cry"]}, {"content": {"text": "a cry"}},
        {"content": "", "attachments": {"filename": "a cry"}},
        {"content": "", "message_snapshots": {"message": [{"content": ["a cry"]}]}},
        {"content": "", "poll": [{"question": "a cry"}]}, {"author": 7}, {"channel_id": []},
    ],
)  # fmt: skip
async def test_a_text_in_another_shape_is_heard(scene: Stage, facts: Json) -> None:
    await scene.tells("MESSAGE_CREATE", scene.message(**facts))
    assert texts_of(scene.said) == ("a cry",)


async def test_an_edit_without_a_moment_or_a_content_is_heard_and_a_link_opened_is_none(
    scene: Stage,
) -> None:
    whole = scene.message()
    del whole["edited_timestamp"]
    await scene.tells("MESSAGE_UPDATE", whole)
    assert scene.said.edited
    await scene.tells("MESSAGE_UPDATE", [scene.message()])
    assert (scene.said.parts, bool(scene.said.unreadable)) == (("a cry",), True)
    opened = {"id": scene.id(), "channel_id": "5", "guild_id": GUILD, "embeds": [{"title": "x"}]}
    await scene.tells("MESSAGE_UPDATE", opened)
    await scene.tells("MESSAGE_UPDATE", scene.message(edited_timestamp=None))
    assert len(scene.hearer.events) == 2


async def test_titles_are_heard_without_an_id_or_when_we_are_asked_in_late(scene: Stage) -> None:
    title: Json = {"guild_id": GUILD, "owner_id": "77", "name": "a cry", "parent_id": "5"}
    await scene.tells("THREAD_CREATE", {**title, "newly_created": True})
    assert scene.said.parts == ("a cry",)
    asked_in = {**title, "id": scene.id(timedelta(hours=1)), "name": "asked in"}
    await scene.tells("THREAD_CREATE", asked_in)
    listed = {**title, "id": scene.id(timedelta(hours=1)), "name": "listed"}
    await scene.tells("THREAD_LIST_SYNC", {"guild_id": GUILD, "threads": [listed]})
    await scene.tells("THREAD_CREATE", {**title, "id": scene.id(timedelta(days=3)), "name": "old"})
    assert scene.hearer.said()[1:] == ["asked in", "listed"]


async def test_what_automod_found_is_heard_without_the_content(scene: Stage) -> None:
    kept = {**KEPT_BACK, "user_id": "77", "content": "", "matched_content": "a cry"}
    await scene.tells("AUTO_MODERATION_ACTION_EXECUTION", {**kept, "message_id": []})
    assert texts_of(scene.said) == ("a cry",)


@pytest.mark.parametrize(
    "facts",
    [
        {"data": {"name": "vent", "options": {"value": "a cry"}}},
        {"data": {"name": "vent", "options": [{"value": "x"}, {"value": "a cry"}, {}]}},
        {"type": "2", "data": {"name": "vent", "options": [{"name": "a", "value": "a cry"}]}},
        {"type": 3, "data": {"components": [{"component": {"custom_id": "a", "value": "a cry"}}]}},
        {"token": None, "data": {"options": [{"name": "a", "value": "a cry"}]}},
        {"type": 5, "data": [{"components": [{"custom_id": "a", "value": "a cry"}]}]},
    ],
)  # fmt: skip
async def test_no_text_of_an_interaction_is_left_out(scene: Stage, facts: Json) -> None:
    asked = {**ASKED, "id": scene.id(), "channel_id": "5", **BY, **facts}
    await scene.tells("INTERACTION_CREATE", asked)
    assert any("a cry" in text for text in texts_of(scene.hearer.events[-1]))


async def test_options_of_a_part_of_a_command_are_read(scene: Stage) -> None:
    part = {"name": "part", "type": 1, "options": [{"name": "text", "type": 3, "value": "a cry"}]}
    data = {"name": "a", "options": [part]}
    asked = {**ASKED, "id": scene.id(), "channel_id": "5", **BY, "data": data}
    await scene.tells("INTERACTION_CREATE", asked)
    event = scene.hearer.events[-1]
    assert isinstance(event, Invoked)
    assert event.answers == {"text": "a cry"}


@pytest.mark.parametrize("name", [None, [], {"a": 1}, "A_KIND_OF_THE_FUTURE", 7])
async def test_a_message_by_a_name_that_nobody_knows_is_heard(scene: Stage, name: object) -> None:
    frame = {"op": 0, "s": 99, "t": name, "d": scene.message()}
    await scene.session.send(frame)
    await scene.bot.until(lambda: scene.hearer.said() == ["a cry"])
    assert scene.wire.arrivals == 1


@pytest.mark.parametrize("whose", [{"id": "ana"}, {"id": None}])
async def test_where_nobody_knows_where_it_was_said_the_answer_comes_in_private_or_not_at_all(
    scene: Stage, whose: Json
) -> None:
    ana = scene.town.people["ana"].on(HERE)
    author = {**WHO, "id": ana.id if whose["id"] else None}
    await scene.bot.start(Hearer(lambda _: Reply("you are not alone")), {})
    scene.wire.asked.clear()
    told: Json = {**scene.message(author=author), "channel_id": [], "guild_id": []}
    await scene.tells("MESSAGE_CREATE", told)
    assert not any("//" in path for _, path in scene.wire.asked)
    shown = [one for one in scene.town.ledger.entries if one.text == "you are not alone"]
    assert [one.screen for one in shown] == ([("ana",)] if whose["id"] else [])
