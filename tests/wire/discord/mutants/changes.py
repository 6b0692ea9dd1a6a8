"""What may be wrong in a payload: at one to four places something else, or nothing."""

import copy
from collections.abc import Callable
from random import Random
from typing import Any

LONG, DEEP = 64 << 10, 150
HUGE = (1 << 63, -(1 << 63), 1 << 62, 1e308, -1, -7, 0.5, 6.0, 99, 2_147_483_648)
Change = Callable[[Any, Random], Any]


class Again(str):
    """A name that stands twice in one object, as JSON allows."""

    __slots__ = ()
    __hash__ = object.__hash__

    def __eq__(self, other: object) -> bool:
        return self is other


def _deep(value: Any, _: Random) -> Any:  # noqa: ANN401 - any JSON
    for _level in range(DEEP):
        value = [value]
    return value


def _unlike(value: Any, chance: Random) -> Any:  # noqa: ANN401 - any JSON
    """A text with something in it that breaks readers; a number where there is no text."""
    if not isinstance(value, str):
        return chance.choice(HUGE)
    ways: tuple[str, ...] = (
        f"{value}\ud83d", f"\udc00{value}", f"{value}\x00", f"\u202e{value}",
        f"\u2066{value}\u2069",
        f"{value}\u200b\ufeff", value + "9" * 400, f"{value} <@1> @everyone `||", f"a\r\n{value}",
    )  # fmt: skip
    return chance.choice(ways)


def _long(value: Any, _: Random) -> Any:  # noqa: ANN401 - any JSON
    return f"{'x ' * (LONG // 2)}{value}" if isinstance(value, str) else "y" * LONG


def _number(value: Any, chance: Random) -> Any:  # noqa: ANN401 - any JSON
    """An id that is a number, or a number that is a text."""
    if isinstance(value, str) and value.isdecimal() and len(value) < 20:
        return int(value)
    return str(value) if type(value) is int else chance.choice(HUGE)


def _is_object(found: object) -> bool:
    return isinstance(found, dict)


def _is_whole(found: object) -> bool:
    return isinstance(found, dict | list)


EMPTY: tuple[Any, ...] = ("", 0, [], {}, False)
JUNK: tuple[Any, ...] = (True, "x", [None], {"a": 1}, ["x"], "9" * 400, "-1")
CHANGES: tuple[tuple[int, Change], ...] = (
    (6, lambda _, __: None),
    (6, lambda _, chance: copy.copy(chance.choice(EMPTY))),
    (4, lambda _, chance: copy.deepcopy(chance.choice(JUNK))),
    (6, lambda _, chance: chance.choice(HUGE)),
    (6, _number),
    (6, _unlike),
    (3, lambda value, _: [value]),
    (3, lambda value, _: {"a": value}),
    (2, _deep),
    (1, _long),
)
WEIGHTS = [weight for weight, _ in CHANGES]
DELETED, DOUBLED, DESCENDS = 0.2, 0.03, 0.75


def changed(payload: Any, chance: Random) -> Any:  # noqa: ANN401 - any JSON
    """A copy of a payload with one to four changes."""
    root: dict[str, Any] = {"d": copy.deepcopy(payload)}
    for _ in range(chance.randint(1, 4)):
        if _is_whole(root["d"]) and chance.random() > 0.01:
            _change(root["d"], chance)
        else:
            _replace(root, "d", chance)
    return root["d"]


def _change(at: Any, chance: Random) -> None:  # noqa: ANN401 - any JSON
    keys: list[Any] = [*at] if _is_object(at) else [*range(len(at))]
    if not keys:
        return
    key = chance.choice(keys)
    inner: Any = at[key]
    if _is_whole(inner) and inner and chance.random() < DESCENDS:
        _change(inner, chance)
    elif (dice := chance.random()) < DELETED:
        del at[key]
    elif dice < DELETED + DOUBLED and _is_object(at):
        at[Again(key)] = chance.choice((None, "x", copy.deepcopy(inner)))
    else:
        _replace(at, key, chance)


def _replace(at: Any, key: Any, chance: Random) -> None:  # noqa: ANN401 - any JSON
    (_, change), *_rest = chance.choices(CHANGES, WEIGHTS)
    at[key] = change(at[key], chance)
