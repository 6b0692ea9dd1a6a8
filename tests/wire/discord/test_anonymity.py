"""Of an anonymous post no byte that Discord shows to others tells who wrote it."""

import json
import re
from pathlib import Path

from adapters.memory.places import dm_room
from bot.app.content import Content
from tests.stories.chat import Chat, texts
from tests.wire.discord.bot import HERE
from tests.wire.discord.rehearsal import WireRehearsal

WORDS = "today was a long and sad day"
VENTS = (
    f"ana @bot: {WORDS}", "ana @bot: [Post it]", "* wait 3m",
    "ben #vent: reply: i am here, tell me more",
    'ana @bot: /vent text="it was a bad week"', "ana @bot: [Post it]", "* wait 3m",
    "ana @bot: /my-vents", "ana @bot: i want to kill myself",
    "ana @bot: [Show me how it would look]", "ana @bot: [Post it]", "mo #moderators: [Approve]",
    "* wait 3m", "ben #vent: reply: please stay", "* restart", "ana @bot: /my-vents",
)  # fmt: skip


async def test_no_byte_that_others_are_shown_names_the_author(
    tmp_path: Path, content: Content
) -> None:
    async with WireRehearsal(tmp_path / "p.db", content=content).running() as town:
        assert isinstance(town, WireRehearsal)
        chat = Chat(town)
        await chat("mo #moderators: /duty on")
        await chat.agree("ana", "ben")
        before = len(town.town.ledger.entries)
        await chat(*VENTS)
        ana = town.town.people["ana"].on(HERE)
        details = [re.escape(one) for one in (ana.id, dm_room("ana", HERE).id, "token-")]
        named = re.compile("|".join([*details, r"\bana\b"]), re.IGNORECASE)
        shown = [one for one in town.town.ledger.entries[before:] if set(one.screen) - {"ana"}]
        bodies = [town.wire.state.bodies.get(town.town.ledger.first(one).n, {}) for one in shown]
        assert WORDS in texts(shown, "ben")
        assert sum(bool(body) for body in bodies) > 5
        for one, body in zip(shown, bodies, strict=True):
            told = json.dumps([body, one.text, [(b.action, b.about) for b in one.buttons]])
            assert named.search(told) is None, told
