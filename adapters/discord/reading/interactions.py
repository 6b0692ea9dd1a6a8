"""Interactions: commands, pressed buttons and filled forms, as events."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta

from adapters.discord.drawing.names import action_of
from adapters.discord.payload import (
    Payload,
    id_of,
    known_id,
    number_of,
    payload_of,
    payloads_of,
    text_of,
    values_of,
)
from adapters.discord.reading.complete import must_be_whole
from adapters.discord.reading.guild import HERE, Guild, member_of, roles_of
from adapters.discord.reading.hidden import further_texts
from adapters.discord.reading.moments import moment_of
from bot.model.events import EventId, Invoked, Pressed, Target
from bot.model.people import Whisper
from bot.ports.menu import Typing
from bot.skew import Skew
from bot.ui.form import Kind
from bot.ui.picks import Picks, answer_of

COMMAND, COMPONENT, AUTOCOMPLETE, MODAL = 2, 3, 4, 5
"""Types of interactions."""
ON_MESSAGE = 3
"""The type of a command in a message's menu."""
ANSWERS_FOR = timedelta(minutes=14)
"""How long a token is used; Discord takes it for 15 minutes."""
LISTS: Mapping[object, Kind] = {6: Kind.ROLES, 8: Kind.ROOMS}
"""Types of components by which roles and channels are picked: also nothing is an answer then."""
IN_WORDS = {True: "yes", False: "no"}


@dataclass(frozen=True, slots=True)
class Interactions:
    """Reads interactions in one guild. `menu` gives a command's name for a label of the menu."""

    guild: Guild
    menu: Mapping[str, str]
    skew: Skew

    def read(self, raw: Payload) -> Invoked | Pressed | None:
        """What somebody did; None for what is no act of theirs. Raises what a broken one raises."""
        event = self._read(raw)
        if event is not None:
            must_be_whole(event, raw)
        return event

    def _read(self, raw: Payload) -> Invoked | Pressed | None:
        match number_of(raw.get("type")):
            case 2:
                return self._invoked(raw, payload_of(raw.get("data")))
            case 3:
                return self._pressed(raw, None)
            case 5:
                given = payload_of(raw.get("data")).get("components")
                return self._pressed(raw, dict(_answers(payloads_of(given))))
            case 1 | 4:
                return None
            case _:
                message = "an interaction of an unknown type"
                raise ValueError(message)

    def typing(self, raw: Payload) -> Typing | None:
        """What is being typed, before anybody sent it; None where nothing is."""
        data = payload_of(raw.get("data"))
        options = (one for one in payloads_of(data.get("options")) if one.get("focused") is True)
        focused = next(options, None)
        if raw.get("type") != AUTOCOMPLETE or focused is None:
            return None
        name, typed = text_of(data.get("name")), text_of(focused.get("value"))
        return Typing(name, text_of(focused.get("name")), typed, text_of(raw.get("locale")) or "en")

    def _invoked(self, raw: Payload, data: Payload) -> Invoked:
        name = text_of(data.get("name"))
        if data.get("type") == ON_MESSAGE or "target_id" in data:
            target = self._target(raw, data)
            return Invoked(**self._facts(raw), name=self.menu.get(name, name), target=target)  # type: ignore[arg-type]
        answers = dict(_options(payloads_of(data.get("options"))))
        return Invoked(**self._facts(raw), name=name, answers=answers)  # type: ignore[arg-type]

    def _target(self, raw: Payload, data: Payload) -> Target:
        number = known_id(data.get("target_id"))
        message = payload_of(payload_of(payload_of(data.get("resolved")).get("messages"))[number])
        ref = self.guild.ref(_channel(raw), number, direct=self.guild.is_direct(raw))
        author = member_of(payload_of(message.get("author")))
        text = text_of(message.get("content")) or "\n".join(further_texts(message))
        return Target(message=ref, author=author, text=text)

    def _pressed(self, raw: Payload, answers: dict[str, str] | None) -> Pressed:
        action, about, _ = action_of(pressed_name(raw))
        return Pressed(**self._facts(raw), action=action, about=about, answers=answers)  # type: ignore[arg-type]

    def _facts(self, raw: Payload) -> dict[str, object]:
        number = int(known_id(raw.get("id")))
        member = payload_of(raw.get("member"))
        who = member_of(payload_of(member.get("user") or raw.get("user")), member)
        at, room = self.skew.ours(moment_of(number)), self.guild.room(_channel(raw))
        whisper = Whisper(room, who, _token(raw), at + ANSWERS_FOR)
        return {
            "id": EventId(f"discord:i{number}"), "at": at, "who": who, "room": room,
            "holds": roles_of(member), "locale": text_of(raw.get("locale")) or "en",
            "direct": self.guild.is_direct(raw), "whisper": whisper,
        }  # fmt: skip


def pressed_name(raw: Payload) -> str:
    """The name of what was pressed or sent in."""
    return text_of(payload_of(raw.get("data")).get("custom_id"))


def _channel(raw: Payload) -> str:
    channel = id_of(raw.get("channel_id")) or payload_of(raw.get("channel")).get("id")
    return known_id(channel)


def _token(raw: Payload) -> str:
    if not (token := text_of(raw.get("token"))):
        message = "an interaction that cannot be answered"
        raise ValueError(message)
    return token


def _options(options: list[Payload]) -> Iterator[tuple[str, str]]:
    """What was typed behind a command, also behind a part of one."""
    for one in options:
        if inner := payloads_of(one.get("options")):
            yield from _options(inner)
        if (value := one.get("value")) is not None:
            yield text_of(one.get("name")), _in_words(value)


def _in_words(value: object) -> str:
    return IN_WORDS[value] if isinstance(value, bool) else str(value)


def _answers(components: list[Payload]) -> Iterator[tuple[str, str]]:
    """The answers of a form, wherever labels and rows hold them."""
    for one in components:
        if inner := payloads_of([one.get("component")]) or payloads_of(one.get("components")):
            yield from _answers(inner)
        elif name := text_of(one.get("custom_id")):
            chosen = [str(value) for value in values_of(one.get("values"))]
            if (kind := LISTS.get(one.get("type"))) is not None:
                yield name, answer_of(Picks(HERE, tuple(chosen)), kind)
                continue
            yield name, ", ".join(chosen) if chosen else text_of(one.get("value"))
