"""A homeserver that says what we like, our adapter at it, and what the engine hears of that."""

import asyncio
from collections.abc import Sequence

from adapters.matrix.choices import KEY, told
from adapters.matrix.listening import Listening
from bot.model.events import AnyEvent, Pressed, Said
from bot.ports.menu import Entry
from bot.ui.reply import Button, Reply
from tests.wire.discord.hearer import Hearer
from tests.wire.matrix.homeserver import US, Homeserver, Json, message

TAKE, SHOW = Button("crisis.take", "I've got this", "7"), Button("crisis.show", "Show", "7")
POST = Button("vent.post", "Post it", "draft")
WITHIN_S = 20.0


class Knows(Hearer):
    """The engine of this test knows some commands."""

    def __init__(self) -> None:
        super().__init__()
        self.sooner: list[str] = []
        self.every: list[AnyEvent] = []

    async def receive(self, event: AnyEvent) -> Reply | None:
        """Noted for longer than a step of a test takes."""
        self.every.append(event)
        return await super().receive(event)

    async def receive_early(self, event: Said) -> Reply | None:
        """Noted by its name."""
        self.sooner.append(event.id)
        return await super().receive_early(event)

    def menu(self) -> Sequence[Entry]:
        """One of a message's menu, and one that is typed."""
        on = Entry("worried", {"en": "I'm worried about this message"}, {}, {}, on_message=True)
        return (Entry("help", {"en": "help"}, {}, {}), on)


class Scene:
    """The homeserver, the bot, and what was heard."""

    def __init__(self, server: Homeserver, hearer: Knows, bot: Listening) -> None:
        self.server, self.hearer, self.bot, self._ends = server, hearer, bot, 0

    async def hears(self, room: str, *events: Json) -> list[AnyEvent]:
        """What the engine is told of these events, in order."""
        self.hearer.events.clear()
        self._ends += 1
        end = f"the end {self._ends}"
        last = message(f"$end{self._ends}", end, "@eve:hs.test")
        self.server.tell({room: [*events, last]})
        async with asyncio.timeout(WITHIN_S):
            while end not in self.hearer.said():  # noqa: ASYNC110 - it says nothing when done
                await asyncio.sleep(0.01)
        return [
            one for one in self.hearer.events if not (isinstance(one, Said) and one.text == end)
        ]

    async def hears_one(self, room: str, *events: Json) -> AnyEvent:
        """The only event that came of these."""
        (one,) = await self.hears(room, *events)
        return one


def ours(event: str, *choices: Button, thread: str = "") -> Json:
    """Something that we said."""
    content: Json = {KEY: told(choices)}
    if thread:
        content["m.relates_to"] = {"rel_type": "m.thread", "event_id": thread}
    return message(event, "ours", US, **content)


def answer(event: str, text: str, to: str) -> Json:
    """A reply."""
    content: Json = {"m.relates_to": {"m.in_reply_to": {"event_id": to}}}
    return message(event, text, **content)


def in_thread(event: str, text: str, root: str) -> Json:
    """Said in a thread, by a client that also tells an answer to those that know none."""
    relates = {
        "rel_type": "m.thread", "event_id": root, "is_falling_back": True,
        "m.in_reply_to": {"event_id": "$somebody"},
    }  # fmt: skip
    content: Json = {"m.relates_to": relates}
    return message(event, text, **content)


def edit(event: str, text: str, of: str, sender: str = "@ana:hs.test", **new: object) -> Json:
    """Something is said otherwise."""
    relates = {"rel_type": "m.replace", "event_id": of}
    content = {"m.new_content": {"msgtype": "m.text", "body": text, **new}}
    return message(event, f"* {text}", sender, **content, **{"m.relates_to": relates})


def reaction(event: str, key: str, to: str) -> Json:
    """A reaction of Ana's."""
    relates = {"rel_type": "m.annotation", "event_id": to, "key": key}
    return {**message(event, ""), "type": "m.reaction", "content": {"m.relates_to": relates}}


def press(event: AnyEvent) -> Button:
    """Which choice was made."""
    assert isinstance(event, Pressed), event
    assert event.answers is None
    return Button(event.action, "", event.about)


def same(button: Button) -> Button:
    """Without its label, which nobody presses."""
    return Button(button.action, "", button.about)
