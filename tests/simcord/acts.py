"""What people do: the same hands as on the wire, but simcord says what the gateway tells of it."""

from typing import Any

from simcord import interactions
from simcord.backend import serializers
from simcord.enums import MessageType

from bot.model.events import AnyEvent, Invoked, Joined, Left, Pressed, Said
from bot.ui.reply import Reply
from tests.simcord.model import Json, Sim
from tests.wire.discord.acts import Acting
from tests.wire.discord.objects import Json as Told


class Hands(Acting):
    """People's clients in simcord's world."""

    def __init__(self, sim: Sim, handled: Any, menu: Any) -> None:  # noqa: ANN401 - as Acting
        super().__init__(sim.state, handled, menu)
        self._sim = sim

    async def deliver(self, event: AnyEvent) -> Reply | None:
        """Do it; what the bot answers is on the screens then."""
        self._sim.match()
        match event:
            case Said():
                self._says(event)
            case Invoked():
                self._sim.emit("INTERACTION_CREATE", self._invoked(event))
            case Pressed():
                self._sim.emit("INTERACTION_CREATE", self._pressed(event))
            case Joined():
                who = int(event.who.id)
                self._sim.create_system_message(int(event.room.id), MessageType.NEW_MEMBER, who)
            case Left():
                user = serializers.user_payload(self._sim.users[int(event.who.id)])
                self._sim.emit("GUILD_MEMBER_REMOVE", {"guild_id": str(self._sim.guild.id), "user": user})
        await self._handled()
        return None

    def _says(self, event: Said) -> None:
        shown = self._state.town.ledger.get(event.message.id)
        assert shown is not None
        channel, number = int(event.room.id), int(self._sim.numbers.of(shown))
        message = self._sim.messages[channel][number]
        if event.reply_to is not None:
            answered = self._state.town.ledger.get(event.reply_to.id)
            assert answered is not None
            reference = {"message_id": self._sim.numbers.of(answered)}
            again = self._sim.prepare_message(channel, message.author_id, message.content, reference=reference)
            again.id = number
            self._sim.messages[channel][number] = message = again
        if event.parts:
            files = [(one, b"") for one in event.parts]
            message.attachments = self._sim.store_attachments(channel, files)
        if event.edited:
            self._sim.emit("MESSAGE_UPDATE", dict(serializers.message_payload(self._sim, message)))
        else:
            self._sim.announce_message_create(message)

    def _on_message(self, event: Invoked) -> Told:
        assert event.target is not None
        shown = self._state.town.ledger.get(event.target.message.id)
        assert shown is not None
        number = self._sim.numbers.of(shown)
        target = self._sim.get_message(int(event.room.id), int(number))
        label = next(one.names["en"] for one in self._menu() if one.name == event.name)
        told = dict(serializers.message_payload(self._sim, target))
        return {
            "id": "1", "name": label, "type": 3, "target_id": number,
            "resolved": {"messages": {number: told}},
        }  # fmt: skip

    def _interaction(self, event: Invoked | Pressed, kind: int, data: Json) -> Told:
        guild = None if event.direct else self._sim.guild.id
        record, told = interactions.base_payload(
            self._sim, type=kind, channel_id=int(event.room.id), guild_id=guild,
            user_id=int(event.who.id), data=data,
        )  # fmt: skip
        told["locale"] = event.locale
        if kind == 3:
            for message in reversed(self._sim.messages[int(event.room.id)].values()):
                if _has(message.components, data["custom_id"]):
                    told["message"] = dict(serializers.message_payload(self._sim, message))
                    record.source_message_id = message.id
                    break
        return told


def _has(rows: list[Json], name: str) -> bool:
    return any(one.get("custom_id") == name for row in rows for one in row["components"])
