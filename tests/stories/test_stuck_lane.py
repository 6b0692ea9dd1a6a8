"""A lane in which everything is stuck never hides what waits behind it."""

from datetime import timedelta

from adapters.memory.places import moderator_rooms
from bot.model.people import Direct, Platform
from bot.ports.delivery import Priority, Rung
from bot.ui.reply import Reply
from tests.stories.chat import Chat


async def test_two_hundred_alerts_to_a_room_in_an_outage_do_not_hold_up_the_other_platform(
    chat: Chat,
) -> None:
    discord, matrix = moderator_rooms()
    now = chat.town.clock.now()
    worker = chat.app.wired.workers[0]
    chat.town.town.faults.begin_outage(Platform.DISCORD, now, timedelta(hours=1))

    async def owe() -> None:
        for number in range(200):
            reply = Reply(f"alert {number}", private=False)
            rung = (Rung(discord, reply),)
            await chat.app.house.outbox.owe(
                f"stuck {number}", rung, due=now, priority=Priority.ALERT
            )
        rung = (Rung(matrix, Reply("the other platform", private=False)),)
        await chat.app.house.outbox.owe("free", rung, due=now, priority=Priority.ALERT)
        kit = chat.town.town.people["kit"].on(Platform.MATRIX)
        rung = (Rung(Direct(kit), Reply("a reminder")),)
        await chat.app.house.outbox.owe("late", rung, due=now, priority=Priority.REMINDER)

    await chat.app.house.store.unit("many", owe)
    worker._busy.add(f"{discord.platform}:{discord.id}")  # pyright: ignore[reportPrivateUsage]
    await worker.drain()
    shown = [one.text for one in chat.town.town.ledger.entries]
    assert "the other platform" in shown
    assert "a reminder" in shown
