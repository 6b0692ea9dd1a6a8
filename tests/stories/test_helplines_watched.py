"""Somebody may be looking on: how to leave stands first, and nothing is sent or posted."""

import pytest

from bot.model.events import EventId, Pressed
from bot.model.people import Platform, Whisper
from bot.ui.reply import Reply
from cogs.resources.carried import Carrying, Page
from tests.stories.chat import Chat, labels, texts

LEAVE = "If somebody may see your screen:"


async def shown(chat: Chat, platform: Platform, room: str, *, quiet: bool) -> Reply:
    """Services that somebody looks at, in a room or in private, watched or not."""
    directory, town = chat.town.content.directory, chat.town.town
    rows = tuple(one for one in directory.listings() if one.country == "IE")
    about = Carrying.of(directory, chat.app.house.carried).page(Page("IE", rows, quiet=quiet))
    place, who = chat.town.acts.room("ana", room, platform), town.people["ana"].on(platform)
    whisper = Whisper(place, who, "t", chat.town.clock.now())
    reply = await chat.app.receive(
        Pressed(
            id=EventId(f"{platform}:i{town.tick()}"), at=chat.town.clock.now(), who=who,
            room=place, direct=room == "@bot", action="resources.page", about=about,
            whisper=whisper if platform is Platform.DISCORD else None,
        )
    )  # fmt: skip
    assert reply is not None
    return reply


async def test_how_to_leave_stands_before_every_service(duty: Chat) -> None:
    reply = await shown(duty, Platform.DISCORD, "#general", quiet=True)
    assert reply.text.startswith(LEAVE)
    assert "Dismiss message" in reply.text.split("\n\n")[0]
    assert LEAVE not in (await shown(duty, Platform.DISCORD, "#general", quiet=False)).text


@pytest.mark.parametrize("platform", Platform)
async def test_where_it_stays_it_says_that_it_stays(duty: Chat, platform: Platform) -> None:
    reply = await shown(duty, platform, "@bot", quiet=True)
    assert "this stays in our chat" in reply.text
    assert "Dismiss message" not in reply.text


async def test_nothing_is_offered_that_would_ring_or_be_seen(duty: Chat) -> None:
    offered = {"resources.dm", "resources.share"}
    watched = await shown(duty, Platform.DISCORD, "#general", quiet=True)
    assert not offered & {one.action for one in watched.buttons}
    alone = await shown(duty, Platform.DISCORD, "#general", quiet=False)
    assert offered <= {one.action for one in alone.buttons}


async def test_the_next_services_are_shown_as_carefully(duty: Chat) -> None:
    first = await shown(duty, Platform.DISCORD, "#general", quiet=True)
    more = next(one for one in first.buttons if one.action == "resources.page")
    reply = await duty.app.receive(duty.pressed("ana", more.action, more.about))
    assert reply is not None
    assert LEAVE in reply.text


@pytest.mark.parametrize(
    "query",
    ["he checks my phone, i need help, ireland", "he reads my messages and hits me, ireland"],
)
async def test_who_says_that_they_are_watched_is_told_first_how_to_leave(
    duty: Chat, query: str
) -> None:
    shown = await duty(f"ana #general: /helpline {query}")
    answer = next(one for one in shown if LEAVE in one.text)
    assert answer.text.index(LEAVE) < answer.text.index("For Ireland:")
    assert not {"Send to my DM", "Share here"} & set(labels([answer]))
    assert not [one for one in shown if "ben" in one.screen or one.room == "@bot"]


async def test_it_stays_so_when_the_country_is_told_afterwards(duty: Chat) -> None:
    asked = await duty("ana @bot: /helpline he checks my phone, i need help")
    assert LEAVE in texts(asked, "ana")
    shown = await duty("ana @bot: [Choose a country…] country=Ireland remember=no")
    assert LEAVE in texts(shown, "ana")
