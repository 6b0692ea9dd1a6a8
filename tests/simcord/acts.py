"""What people do: the same hands as on the wire, but simcord says what the gateway tells of it."""

from typing import Any

from simcord import _modal, interactions
from simcord.backend import serializers
from simcord.backend.access import message_accessible
from simcord.backend.command_access import command_access
from simcord.backend.errors import OptionError, SetupError
from simcord.enums import SELECT_TYPES, AppCommandType, MessageType, OptionType

from bot.model.events import AnyEvent, Invoked, Joined, Left, Pressed, Said
from bot.ui.reply import Reply
from tests.simcord.model import Json, Sim
from tests.wire.discord.acts import Acting
from tests.wire.discord.objects import Json as Told

LISTS = (6, 8)
"""Lists of roles and of channels, which simcord's hands can pick from by its own objects alone."""
YES_NO = {"yes": True, "no": False}


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

    def _invoked(self, event: Invoked) -> Told:
        """As a client fills a command in: what it would not let through is written down."""
        kind = AppCommandType.CHAT_INPUT if event.target is None else AppCommandType.MESSAGE
        data = self._on_message(event) if event.target else {}
        name = data["name"] if data else self._known_as(event)
        root = self._sim.find_command(name, self._sim.guild.id, kind)
        if root is None:
            return self._would_not(f"/{event.name} is not in the menu", super()._invoked(event))
        self._may(event, root)
        if not data:
            options = {one["name"]: one for one in root["options"]}
            given = {one: _typed(options.get(one), value) for one, value in self._typed(event)}
            try:
                interactions.check_options(name, root, given)
            except OptionError as no:
                self._would_not(str(no), {})
            data = {
                "name": name, "type": int(kind),
                "options": [
                    {"name": one, "type": options.get(one, {}).get("type", 3), "value": value}
                    for one, value in given.items()
                ],
            }  # fmt: skip
        return self._interaction(event, 2, {**data, "id": root["id"]})

    def _may(self, event: Invoked, root: Json) -> None:
        access = command_access(
            self._sim, root, user_id=int(event.who.id), channel_id=int(event.room.id)
        )
        if not access.allowed:
            self._would_not(f"{root['name']}: {access.reason}", {})

    def _would_not(self, why: str, told: Told) -> Told:
        self._sim.impossible.append(why)
        return told

    def _pressed(self, event: Pressed) -> Told:
        """A form goes back as simcord's clients send it, each answer by its kind."""
        told = super()._pressed(event)
        if event.answers is None:
            return told
        name, who = told["data"]["custom_id"], int(event.who.id)
        record = next(
            (
                one
                for one in reversed(self._sim.interactions.values())
                if one.modal and one.modal["custom_id"] == name and one.user_id == who
            ),
            None,
        )
        if record is None or record.modal is None:
            return self._would_not(f"no such form is open: {event.action}", told)
        if record.modal_consumed:
            self._would_not(f"the form was sent in before: {event.action}", told)
        record.modal_consumed = True
        controls = _modal._modal_control_map(record.modal)
        given = {
            one: [value] if controls[one]["type"] in SELECT_TYPES else value
            for one, value in event.answers.items()
            if one in controls and controls[one]["type"] not in LISTS
        }
        for one in set(event.answers) - set(controls):
            self._would_not(f"the form does not ask {one}", told)
        nodes = [one for one in record.modal["components"] if one["component"]["type"] not in LISTS]
        lists = [one for one in told["data"]["components"] if one["component"]["type"] in LISTS]
        try:
            sent = _modal._modal_submit_nodes(nodes, None, given, {}, record.channel_id, [])
        except SetupError as no:
            return self._would_not(str(no), told)
        told["data"]["components"] = [*sent, *lists]
        if record.source_message_id is not None:
            told |= self._beside(record.channel_id, record.source_message_id)
        return told

    def _beside(self, channel: int, number: int) -> Told:
        message = self._sim.messages[channel].get(number)
        if message is None:
            return {}
        return {"message": dict(serializers.message_payload(self._sim, message))}

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
            number = self._holding(event, data["custom_id"])
            record.source_message_id = number
            told |= self._beside(record.channel_id, number or 0)
        return told

    def _holding(self, event: Invoked | Pressed, name: str) -> int | None:
        """The newest message that this person sees, and that has such a button."""
        channel, who = int(event.room.id), int(event.who.id)
        for message in reversed(self._sim.messages[channel].values()):
            if _has(message.components, name) and message_accessible(
                self._sim, channel, message, who
            ):
                return message.id
        self._would_not("no message has this button", {})
        return None


def _typed(option: Json | None, value: str) -> str | bool:
    """An answer as a client sends it: yes and no are picked, not written."""
    is_yes_no = option is not None and option["type"] == OptionType.BOOLEAN
    return YES_NO.get(value.casefold(), value) if is_yes_no else value


def _has(rows: list[Json], name: str) -> bool:
    return any(one.get("custom_id") == name for row in rows for one in row["components"])
