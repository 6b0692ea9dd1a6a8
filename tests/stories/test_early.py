"""What is urgent goes before what was said earlier, and has its turn all the same."""

from dataclasses import replace

from bot.model.events import EventId
from bot.model.people import Platform
from bot.watch.rooms import RoomKind
from bot.watch.watch import Watch
from tests.stories.chat import Chat
from tests.stories.test_failing_store import said

CRY = "i want to die"
HARMLESS = "my cat fell off the sofa"
FIRST_HALF, SECOND_HALF = "tonight i am going to kill", "myself. i want to be dead"


async def test_what_came_early_calls_people_once(duty: Chat) -> None:
    event = said(duty, "ana", CRY)
    assert duty.app.is_urgent(event)
    await duty.app.receive_early(event)
    await duty("* wait 1s")
    cards = duty.cards()
    assert len(cards) == 1
    await duty.app.receive(event)
    await duty("* wait 1s")
    assert duty.cards() == cards
    (incident,) = await duty.app.house.incidents.open_ones()
    assert len(await duty.app.house.incidents.texts(incident)) == 1


async def test_in_its_turn_more_may_be_found_by_what_went_before(duty: Chat) -> None:
    before = replace(said(duty, "ana", FIRST_HALF), id=EventId("discord:1"), position=1)
    urgent = replace(said(duty, "ana", SECOND_HALF), id=EventId("discord:2"), position=2)
    await duty.app.receive_early(urgent)
    (incident,) = await duty.app.house.incidents.open_ones()
    level = incident.level
    await duty.app.receive(before)
    await duty.app.receive(urgent)
    (incident,) = await duty.app.house.incidents.open_ones()
    assert incident.level > level


async def test_what_is_harmless_is_not_urgent(duty: Chat) -> None:
    assert not duty.app.is_urgent(said(duty, "ana", HARMLESS))


async def test_in_private_everything_has_its_turn(duty: Chat) -> None:
    room = duty.town.acts.room("ana", "@bot", Platform.DISCORD)
    assert not duty.app.is_urgent(replace(said(duty, "ana", CRY), room=room, direct=True))


async def test_where_games_are_played_early_means_what_it_means_in_its_turn(duty: Chat) -> None:
    event = said(duty, "ana", "i wish i was dead")
    game = replace(event.room, id="games")
    watch = Watch(duty.town.content.detector, {f"{game.platform}:{game.id}": RoomKind.GAMING})
    assert watch.alone(event).alerted
    assert not watch.alone(replace(event, room=game)).alerted


async def test_its_room_is_not_read_up_to_there(duty: Chat) -> None:
    late = replace(said(duty, "ana", CRY), position=900)
    await duty.app.receive_early(late)
    positions = duty.app.wired.keeper.to_save()
    assert positions.get(late.room) != late.position
