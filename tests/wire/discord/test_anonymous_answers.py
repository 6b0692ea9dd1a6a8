"""Of an anonymous answer no byte that Discord shows to others tells who wrote it."""

import json
import re
from pathlib import Path

from adapters.memory.places import dm_room
from bot.app.content import Content
from tests.stories.chat import Chat, texts
from tests.wire.discord.bot import HERE
from tests.wire.discord.rehearsal import WireRehearsal

ANSWER = "i know that feeling, write to us as often as you like"
WORDS = "today was a long and sad day"
VENTS = (
    f"ana @bot: {WORDS}", "ana @bot: [Post it]", "* wait 3m",
    "ben #vent: reply: i am here, tell me more",
    "ben @bot: i feel so alone these days", "ben @bot: [Post it]", "* wait 3m",
    f"ana #vent: anonymously: {ANSWER}", "ana #vent: [Post it]", "* wait 3m",
    "* wait 2m", "ben @bot: [Answer…] text=thanks", "* wait 3m",
    'ana @bot: /vent text="it was a bad week"', "ana @bot: [Post it]", "* wait 3m",
    "ana @bot: /my-vents", "ana @bot: i want to kill myself",
    "ana @bot: [Show me how it would look]", "ana @bot: [Post it]", "mo #moderators: [Approve]",
    "* wait 3m", "ben #vent: reply: please stay", "* wait 2m", "* restart", "ana @bot: /my-vents",
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
        assert ANSWER in texts(shown, "ben")
        assert sum(bool(body) for body in bodies) > 5
        for one, body in zip(shown, bodies, strict=True):
            told = json.dumps([body, one.text, [(b.action, b.about) for b in one.buttons]])
            assert named.search(told) is None, told


async def test_an_anonymous_answer_stands_below_the_post_and_calls_nobody(
    tmp_path: Path, content: Content
) -> None:
    async with WireRehearsal(tmp_path / "p.db", content=content).running() as town:
        assert isinstance(town, WireRehearsal)
        chat = Chat(town)
        posted = await chat(f"ana @bot: {WORDS}", "ana @bot: [Post it]", "* wait 3m")
        (post,) = [one for one in posted if one.room == "#vent" and one.platform is HERE]
        shown = await chat(f"ben #vent: anonymously: {ANSWER}", "ben #vent: [Post it]", "* wait 3m")
        answer = next(one for one in shown if ANSWER in one.text and "lia" in one.screen)
        body = town.wire.state.bodies[answer.n]
        below = {"message_id": town.wire.state.ids.of(post), "fail_if_not_exists": False}
        assert body["message_reference"] == below
        assert body["allowed_mentions"] == {"parse": [], "users": [], "roles": []}
