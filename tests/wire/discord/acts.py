"""What people do, as the gateway tells it: the town's events become payloads."""

from collections.abc import Awaitable, Callable, Sequence
from typing import Any, assert_never

from adapters.discord.drawing.names import APART
from adapters.memory.places import Person
from bot.dispatch.typed import split_typed
from bot.model.events import AnyEvent, Invoked, Joined, Left, Pressed, Said
from bot.model.people import Platform
from bot.ports.menu import Entry
from bot.ui.form import PICKED, Kind
from bot.ui.reply import Reply
from tests.wire.discord import objects
from tests.wire.discord.automod import executed
from tests.wire.discord.ids import APPLICATION, BOT, GUILD
from tests.wire.discord.messages import message
from tests.wire.discord.objects import Json
from tests.wire.discord.options import CHAT, Used, command, no_client_sends, options_of
from tests.wire.discord.state import Opened, State
from tests.wire.discord.views import chosen

HERE = Platform.DISCORD
Handled = Callable[[], Awaitable[None]]
Menu = Callable[[], Sequence[Entry]]


class Acting:
    """Hands what happens in the town to whoever listens at the gateway."""

    def __init__(self, state: State, handled: Handled, menu: Menu) -> None:
        """`handled` waits until the bot has handled everything that it was told."""
        self._state, self._handled, self._menu = state, handled, menu

    async def deliver(self, event: AnyEvent) -> Reply | None:
        """Tell it; what the bot answers is on the screens then."""
        if self._state.away and not event.direct:
            return None  # the history alone knows of it
        name, payload = self._told(event)
        await self._state.tell(name, payload)
        if isinstance(event, Said):
            await self._alert(event, payload)
        await self._handled()
        return None

    async def _alert(self, event: Said, payload: Json) -> None:
        """What AutoMod posted about a message, and that it did."""
        for alert, rule in self._state.automod.of(int(event.message.id)):
            posted = {**message(self._state, alert), "guild_id": GUILD}
            await self._state.tell("MESSAGE_CREATE", posted)
            done = executed(posted["id"], payload, event.who.id, rule)
            await self._state.tell("AUTO_MODERATION_ACTION_EXECUTION", done)

    def _told(self, event: AnyEvent) -> tuple[str, Json]:
        match event:
            case Said():
                return self._said(event)
            case Invoked():
                return "INTERACTION_CREATE", self._invoked(event)
            case Pressed():
                return "INTERACTION_CREATE", self._pressed(event)
            case Joined():
                return "MESSAGE_CREATE", self._joined(event)
            case Left():
                user = objects.user(self._person(event))
                return "GUILD_MEMBER_REMOVE", {"guild_id": GUILD, "user": user}
            case _:
                assert_never(event)

    def _said(self, event: Said) -> tuple[str, Json]:
        shown = self._state.town.ledger.get(event.message.id)
        assert shown is not None
        told = message(self._state, shown)
        told |= self._by(event, self._person(event))
        if event.reply_to is not None:
            answered = self._state.town.ledger.get(event.reply_to.id)
            assert answered is not None
            told["type"] = 19
            told["referenced_message"] = message(self._state, answered)
            if told["referenced_message"]["author"]["id"] == BOT:
                told["mentions"] = [objects.bot()]
        if event.parts and not event.attached:
            told["attachments"] = [{"id": "1", "filename": one} for one in event.parts]
        return ("MESSAGE_UPDATE" if event.edited else "MESSAGE_CREATE"), told

    def _joined(self, event: Joined) -> Json:
        person = self._person(event)
        return {
            "id": str(self._state.ids.new(event.at)), "channel_id": event.room.id, "type": 7,
            "author": objects.user(person), "content": "", "timestamp": event.at.isoformat(),
            "edited_timestamp": None, **self._by(event, person),
        }  # fmt: skip

    def _invoked(self, event: Invoked) -> Json:
        if event.target is not None:
            data = self._on_message(event)
        else:
            name = self._known_as(event)
            root = command(self._state.commands, name) or {}
            options = options_of(root, dict(self._typed(event)))
            data = {"id": "1", "name": name, "type": CHAT, "options": options}
        self._may(event, data)
        return self._interaction(event, 2, data)

    def _may(self, event: Invoked, data: Json, focused: str = "") -> None:
        """A client knows the menu, and sends nothing else; before the first menu nobody does."""
        options = data.get("options") or ()
        used = Used(data["name"], data["type"], event.direct, options, focused)
        if commands := self._state.commands:
            self._state.impossible += no_client_sends(commands, used)

    async def typing(self, event: Invoked, option: str, text: str) -> list[Json]:
        """Somebody types an option of a command, and has not sent it; what they are offered."""
        focused = {"name": option, "type": 3, "value": text, "focused": True}
        data = {"id": "1", "name": event.name, "type": CHAT, "options": [focused]}
        self._may(event, data, option)
        told = self._interaction(event, 4, data)
        await self._state.tell("INTERACTION_CREATE", told)
        await self._handled()
        return self._state.opened[told["token"]].offered or []

    def _known_as(self, event: Invoked) -> str:
        """The name that Discord hands over, whatever a member sees."""
        found = (one for one in self._menu() if event.name in one.names.values())
        return next((one.name for one in found), event.name)

    def _on_message(self, event: Invoked) -> Json:
        assert event.target is not None
        shown = self._state.town.ledger.get(event.target.message.id)
        assert shown is not None
        target = message(self._state, self._state.town.ledger.newest(shown))
        label = next(one.names["en"] for one in self._menu() if one.name == event.name)
        return {
            "id": "1", "name": label, "type": 3, "target_id": target["id"],
            "resolved": {"messages": {target["id"]: target}},
        }  # fmt: skip

    def _typed(self, event: Invoked) -> list[tuple[str, str]]:
        """What was typed behind a command, as a client fills options."""
        name = self._known_as(event)
        entry = next((one for one in self._menu() if one.name == name), None)
        asked = () if entry is None else tuple(entry.questions["en"])
        return [*split_typed(event.typed, asked).items(), *event.answers.items()]

    def _pressed(self, event: Pressed) -> Json:
        name = f"{event.action}{APART}{event.about}" if event.about else event.action
        if event.answers is None:
            return self._interaction(event, 3, {"custom_id": name, "component_type": 2})
        form = self._state.forms.get(name)
        kinds = {one.id: one.kind for one in form.questions} if form else {}
        parts = [
            {"type": 18, "component": self._filled(one, value, kinds.get(one))}
            for one, value in event.answers.items()
        ]
        empty = [one for one, kind in kinds.items() if kind in PICKED and one not in event.answers]
        parts += [{"type": 18, "component": self._filled(one, "", kinds[one])} for one in empty]
        return self._interaction(event, 5, {"custom_id": name, "components": parts})

    def _filled(self, name: str, answer: str, kind: Kind | None) -> Json:
        """One answer: typed, or picked from a list."""
        if kind is None or kind not in PICKED:
            return {"type": 4, "custom_id": name, "value": answer}
        picked = chosen(answer, kind, self._state.town)
        return {"type": 8 if kind is Kind.ROOMS else 6, "custom_id": name, "values": picked}

    def _interaction(self, event: Invoked | Pressed, kind: int, data: Json) -> Json:
        person, state = self._person(event), self._state
        number = str(state.ids.new(event.at))
        token = f"token-{number}"
        place = state.town.places[event.room]
        state.opened[token] = Opened(
            number,
            person.name,
            place,
            event.direct,
            event.at,
            modal=kind == 5,
            typing=kind == 4,
        )
        return {
            "id": number, "application_id": APPLICATION, "type": kind, "token": token,
            "version": 1, "channel_id": event.room.id, "data": data, "locale": event.locale,
            "entitlements": [], "authorizing_integration_owners": {}, "attachment_size_limit": 1,
            **self._by(event, person, interaction=True),
        }  # fmt: skip

    def _by(self, event: AnyEvent, person: Person, *, interaction: bool = False) -> Json:
        member = objects.member(person)
        if interaction:
            user: dict[str, Any] = {"user": objects.user(person)}
            return user if event.direct else {"guild_id": GUILD, "member": {**member, **user}}
        return {} if event.direct else {"guild_id": GUILD, "member": member}

    def _person(self, event: AnyEvent) -> Person:
        return self._state.town.people[event.who.name]
