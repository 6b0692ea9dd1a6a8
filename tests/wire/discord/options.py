"""The options of commands: a client sends what they take, each in its kind, and nothing else."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from adapters.discord.payload import Payload, payloads_of
from tests.wire.discord.objects import Json

TEXT, WHOLE, YES_NO, NUMBER = 3, 4, 5, 10
KINDS: Mapping[int, tuple[type, ...]] = {
    TEXT: (str,), WHOLE: (int,), YES_NO: (bool,), NUMBER: (int, float),
}  # fmt: skip
"""What each kind of option has as its value. Source: Discord's reference, Application Commands."""
CHAT, ON_MESSAGE = 1, 3
MOST = 25
"""Options of a command, and choices of an option."""
IN_GUILD, IN_PRIVATE = 0, 1
WORDS = {"yes": True, "no": False}


@dataclass(frozen=True, slots=True)
class Used:
    """A command as a client sends it. `focused` is the option that is being typed, if one is."""

    name: str
    kind: int
    direct: bool
    options: Sequence[Json] = ()
    focused: str = ""


def command(commands: Sequence[Json], name: str, kind: int = CHAT) -> Json | None:
    """The one of this name in the menu."""
    found = (one for one in commands if (one["name"], one.get("type", CHAT)) == (name, kind))
    return next(found, None)


def options_of(root: Json, typed: Mapping[str, str]) -> list[Json]:
    """What was typed behind a command, as its options have it."""
    known: dict[str, Json] = {one["name"]: one for one in root.get("options") or ()}
    return [
        {
            "name": name, "type": int(known.get(name, {}).get("type", TEXT)),
            "value": _picked(known.get(name, {}), value),
        }
        for name, value in typed.items()
    ]  # fmt: skip


def _picked(option: Json, value: str) -> str | bool:
    """Who picks an answer by its words sends what stands behind them."""
    if option.get("type") == YES_NO:
        return WORDS.get(value.casefold(), value)
    return behind(option.get("choices") or (), value)


def behind(choices: Sequence[Json], value: str) -> str:
    """What stands behind the words that a member reads, in whatever language."""
    for one in choices:
        localised: dict[str, str] = one.get("name_localizations") or {}
        words = (one.get("name", ""), one.get("label", ""), *localised.values())
        if value.casefold() in (str(word).casefold() for word in words):
            return str(one["value"])
    return value


def no_client_sends(commands: Sequence[Json], used: Used) -> Iterator[str]:
    """Why no client sends this. It tells of names and kinds alone."""
    root = command(commands, used.name, used.kind)
    if root is None:
        yield f"{used.name} is not in the menu"
        return
    contexts = root.get("contexts")
    if contexts is not None and (IN_PRIVATE if used.direct else IN_GUILD) not in contexts:
        yield f"{used.name} is not there"
    known: dict[str, Json] = {one["name"]: one for one in root.get("options") or ()}
    for one in used.options:
        option = known.pop(one["name"], None)
        if option is None:
            yield f"{used.name} has no option {one['name']}, or has it once"
        elif one["name"] == used.focused:
            if not option.get("autocomplete"):
                yield f"{used.name}: {one['name']} offers nothing"
        else:
            yield from (f"{used.name}: {one['name']} {why}" for why in _untaken(option, one))
    if not used.focused:
        missing = (name for name, one in known.items() if one.get("required"))
        yield from (f"{used.name}: {name} is required" for name in missing)


def _untaken(option: Json, sent: Json) -> Iterator[str]:
    kind, value = option["type"], sent["value"]
    if sent["type"] != kind or type(value) not in KINDS[kind]:
        yield f"takes no {type(value).__name__}"
    choices = option.get("choices")
    if choices and value not in [one["value"] for one in choices]:
        yield "has no such choice"
    if isinstance(value, str):
        shortest, longest = option.get("min_length") or 0, option.get("max_length") or 6000
        if not shortest <= len(value) <= longest:
            yield "takes no text of this length"


def is_refused(commands: Sequence[Payload]) -> bool:
    """Whether a menu is none that Discord takes, beyond what its document holds."""
    names = [(one["name"], one.get("type", CHAT)) for one in commands]
    chats = [one for one in commands if one.get("type", CHAT) == CHAT]
    return len(set(names)) < len(names) or any(map(_is_odd, chats))


def _is_odd(root: Payload) -> bool:
    """Names are small, and once there; what is required comes first; choices exclude offers."""
    options = payloads_of(root.get("options"))
    names = [one["name"] for one in options]
    required = [bool(one.get("required")) for one in options]
    choices = [one.get("choices") or () for one in options]
    return (
        len(set(names)) < len(names) or len(names) > MOST
        or any(name != name.lower() or " " in name for name in (root["name"], *names))
        or required != sorted(required, reverse=True)
        or any(len(some) > MOST for some in choices)
        or any(some and one.get("autocomplete") for some, one in zip(choices, options, strict=True))
        or any(one.get("autocomplete") and one["type"] == YES_NO for one in options)
    )  # fmt: skip
