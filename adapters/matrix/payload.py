"""What Matrix sends: JSON that nobody can be sure of."""

import json
from collections.abc import Mapping, Sequence
from typing import Any, TypeAlias, cast

Payload: TypeAlias = Mapping[str, Any]
"""A JSON object as it came. Any: its shape is a homeserver's, and is checked where it is read."""
UNREADABLE = (
    ArithmeticError, AssertionError, AttributeError, LookupError, RecursionError, TypeError,
    ValueError,
)  # fmt: skip
"""What a payload of another shape than the specification's raises."""


def payload_of(found: object) -> Payload:
    """A JSON object; an empty one where there is none."""
    return cast("Payload", found) if _is_object(found) else {}


def payloads_of(found: object) -> list[Payload]:
    """The JSON objects of a list; what else stands in it is left out."""
    if not isinstance(found, list):
        return []
    return [payload_of(one) for one in cast("Sequence[object]", found) if _is_object(one)]


def _is_object(found: object) -> bool:
    return isinstance(found, dict)  # what reads JSON makes nothing else


def text_of(found: object) -> str:
    """A text; empty where there is none."""
    return found if isinstance(found, str) else ""


def texts_of(found: object) -> tuple[str, ...]:
    """The texts of a list; what else stands in it is left out."""
    if not isinstance(found, list):
        return ()
    return tuple(one for one in cast("Sequence[object]", found) if isinstance(one, str))


def values_of(found: object) -> Sequence[object]:
    """What stands in a list, whatever it is; nothing where there is none."""
    return cast("Sequence[object]", found) if isinstance(found, list) else ()


def number_of(found: object) -> int | None:
    """A whole number; None for what is none, such as `true` or 6.0."""
    return found if type(found) is int else None


def canonical(found: Payload) -> bytes:
    """As the specification wants JSON that is signed: sorted, with no space between."""
    return json.dumps(
        found, ensure_ascii=False, separators=(",", ":"), sort_keys=True
    ).encode()  # fmt: skip
