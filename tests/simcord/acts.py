"""What people do: the same hands as on the wire, but simcord says what may be, and what is told."""

from simcord import interactions
from simcord.backend import serializers
from simcord.backend.access import message_accessible
from simcord.backend.command_access import command_access
from simcord.backend.errors import OptionError, SetupError
from simcord.backend.models import Interaction
from simcord.enums import AppCommandType, MessageType

from adapters.memory.uploads import Upload
from bot.model.events import AnyEvent, Invoked, Joined, Left, Pressed, Said
from bot.ui.reply import Reply
from tests.simcord.hands import LISTS, filled, is_on
from tests.simcord.model import Sim
from tests.simcord.screens import Json
from tests.wire.discord.acts import Acting, Handled, Menu
from tests.wire.discord.options import options_of

COMPONENT = 3


class SimActing(Acting):
    """People's clients in simcord's world."""

    def __init__(self, sim: Sim, handled: Handled, menu: Menu) -> None:
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
                told = {"guild_id": str(self._sim.guild.id), "user": user}
                self._sim.emit("GUILD_MEMBER_REMOVE", told)
        await self._handled()
        return None

    def _says(self, event: Said) -> None:
        channel, number = int(event.room.id), int(self._number(event.message.id))
        message = self._sim.messages[channel][number]
        if event.reply_to is not None:
            reference = {"message_id": self._number(event.reply_to.id)}
            who, text = message.author_id, message.content
            answer = self._sim.prepare_message(channel, who, text, reference=reference)
            message = self._sim.keep_as(number, answer)
        if event.attached:
            kept = [self._state.town.uploads.kept[one.handle] for one in event.attached]
            message.attachments = [self._stored(channel, one) for one in kept]
        elif event.parts:
            files = [(one, b"") for one in event.parts]
            message.attachments = self._sim.store_attachments(channel, files)
        if event.edited:
            self._sim.emit("MESSAGE_UPDATE", dict(serializers.message_payload(self._sim, message)))
        else:
            self._sim.announce_message_create(message)

    def _stored(self, channel: int, one: Upload) -> Json:
        told = self._sim.cdn.store_attachment(
            self._sim.snowflake(), channel, one.name, one.content, one.description or None
        )
        return {**told, "content_type": one.kind}

    def _number(self, message: str) -> str:
        shown = self._state.town.ledger.get(message)
        assert shown is not None
        return self._sim.numbers.of(shown)

    def _invoked(self, event: Invoked) -> Json:
        """A command as a client has it in its menu."""
        kind = AppCommandType.CHAT_INPUT if event.target is None else AppCommandType.MESSAGE
        data = self._on_message(event) if event.target else self._named(event)
        root = self._sim.find_command(data["name"], self._sim.guild.id, kind)
        if root is None:
            self._sim.impossible.append(f"/{event.name} is not in the menu")
            return super()._invoked(event)
        if event.target is None:
            data["options"] = options_of(root, dict(self._typed(event)))
            self._takes(root, {one["name"]: one["value"] for one in data["options"]})
        who, where = int(event.who.id), int(event.room.id)
        access = command_access(self._sim, root, user_id=who, channel_id=where)
        if not access.allowed:
            self._sim.impossible.append(f"{root['name']}: {access.reason}")
        return self._interaction(event, 2, {**data, "type": int(kind), "id": root["id"]})

    def _named(self, event: Invoked) -> Json:
        return {"name": self._known_as(event)}

    def _takes(self, root: Json, given: Json) -> None:
        try:
            interactions.check_options(root["name"], root, given)
        except OptionError as no:
            self._sim.impossible.append(str(no))

    def _on_message(self, event: Invoked) -> Json:
        assert event.target is not None
        number = self._number(event.target.message.id)
        target = self._sim.get_message(int(event.room.id), int(number))
        label = next(one.names["en"] for one in self._menu() if one.name == event.name)
        told = dict(serializers.message_payload(self._sim, target))
        return {"name": label, "target_id": number, "resolved": {"messages": {number: told}}}

    def _pressed(self, event: Pressed) -> Json:
        """A form goes back as simcord's clients send it, each answer by its kind."""
        told = super()._pressed(event)
        if event.answers is None:
            return told
        record = self._form(event, told["data"]["custom_id"])
        if record is None or record.modal is None:
            self._sim.impossible.append(f"no such form is open: {event.action}")
            return told
        record.modal_consumed = True
        lists = [one for one in told["data"]["components"] if one["component"]["type"] in LISTS]
        try:
            told["data"]["components"] = [*filled(record.modal, event.answers), *lists]
        except SetupError as no:
            self._sim.impossible.append(str(no))
        return told | self._beside(record.channel_id, record.source_message_id)

    def _form(self, event: Pressed, name: str) -> Interaction | None:
        """The newest one of this name before this person, which was not sent in yet."""
        opened = (
            one
            for one in reversed(self._sim.interactions.values())
            if one.modal and one.modal["custom_id"] == name and not one.modal_consumed
        )
        return next((one for one in opened if one.user_id == int(event.who.id)), None)

    def _beside(self, channel: int, number: int | None) -> Json:
        message = self._sim.messages[channel].get(number or 0)
        if message is None:
            return {}
        return {"message": dict(serializers.message_payload(self._sim, message))}

    def _interaction(self, event: Invoked | Pressed, kind: int, data: Json) -> Json:
        guild = None if event.direct else self._sim.guild.id
        record, told = interactions.base_payload(
            self._sim, type=kind, channel_id=int(event.room.id), guild_id=guild,
            user_id=int(event.who.id), data=data,
        )  # fmt: skip
        told["locale"] = event.locale
        if kind == COMPONENT:
            record.source_message_id = self._holding(event, data["custom_id"])
            told |= self._beside(record.channel_id, record.source_message_id)
        return told

    def _holding(self, event: Invoked | Pressed, name: str) -> int | None:
        """The newest message that this person sees, and that has such a button."""
        channel, who = int(event.room.id), int(event.who.id)
        for one in reversed(self._sim.messages[channel].values()):
            if is_on(one.components, name) and message_accessible(self._sim, channel, one, who):
                return one.id
        self._sim.impossible.append("no message that they see has this button")
        return None
