"""The contract of a chat platform, as far as it is about files and pictures."""

import pytest

from adapters.memory.uploads import PHOTO
from bot.model.events import Attached, Said
from bot.model.venting import PictureId
from bot.ports.delivery import DeliveryKey, Sent
from bot.ports.pictures import Unfit
from bot.ui.reply import Reply
from tests.contracts.worlds import Listener, World

KEY = DeliveryKey("first-key")
PICTURES = Reply(
    "look", private=False, hangs=(PictureId("a"),), pictures=(b"\xff\xd8a", b"\xff\xd8b")
)


async def test_pictures_hang_below_what_they_were_posted_with_and_stay_while_an_edit_names_them(
    world: World,
) -> None:
    sent = await world.platform.post(world.room, PICTURES, KEY)
    assert isinstance(sent, Sent)
    assert sent.ref is not None
    assert await world.platform.post(world.room, PICTURES, KEY) == sent
    for text, hangs, left in (("still", PICTURES.hangs, 2), ("gone", (), 0)):
        await world.platform.edit(sent.ref, Reply(text, private=False, hangs=hangs))
        (shown,) = [one for one in world.town.ledger.now_shown() if one.where == world.room]
        assert shown.text.startswith(text)
        assert shown.pictures == PICTURES.pictures[:left]


async def test_a_file_that_came_along_is_fetched_and_no_larger_one_and_no_other(
    world: World,
) -> None:
    listener = Listener()
    await world.platform.start(listener, {})
    dm = world.town.dm("ana", world.platform.name).room
    await world.acts.says("ana", dm, "look", files=(PHOTO,))
    (said,) = [one for one in listener.events if isinstance(one, Said)]
    assert PHOTO.name in said.parts
    (file,) = said.attached
    size = len(PHOTO.content)
    assert (file.kind, file.size) == ("image/png", size)
    assert await world.platform.fetch(file, size) == PHOTO.content
    for refused, most in (
        (file, size - 1),
        (Attached(file.handle.replace(PHOTO.name, "another.png")), size),
        (Attached(""), 9),
    ):
        with pytest.raises(Unfit):
            await world.platform.fetch(refused, most)
