"""What stories of linked accounts share: ana's two sides, and how they are linked."""

import re

from bot.model.people import Member, Platform
from tests.stories.chat import Chat, texts

CODE = re.compile(r"link ([0-9A-Z]{4}-[0-9A-Z]{4})")
SIDES = [("ana @bot", "ana @bot/matrix"), ("ana @bot/matrix", "ana @bot")]
YES = "[Yes, both are mine]"


def command(side: str, typed: str = "") -> str:
    """`/link` or `!link` where somebody is."""
    return f"{side}: {'!' if side.endswith('matrix') else '/'}link {typed}".rstrip()


async def code_for(chat: Chat, side: str) -> str:
    """The code that a side is shown."""
    found = CODE.search(texts(await chat(command(side)), side.split(maxsplit=1)[0]))
    assert found is not None
    return found[1]


async def linked(chat: Chat, sides: tuple[str, str] = SIDES[0]) -> Chat:
    """Both sides say yes."""
    code = await code_for(chat, sides[0])
    await chat(command(sides[1], code), f"{sides[1]}: {YES}", f"{sides[0]}: {YES}")
    return chat


def ana(chat: Chat, platform: Platform) -> Member:
    """One of ana's accounts."""
    return chat.town.town.people["ana"].on(platform)


def are_linked(chat: Chat) -> bool:
    """Whether ana's accounts are."""
    links = chat.app.house.links
    one, other = (ana(chat, platform) for platform in Platform)
    return links.of(one) == other and links.of(other) == one
