"""What Discord sends: JSON that nobody can be sure of, and how it is asked for things."""

from collections.abc import Mapping, Sequence
from typing import Any, TypeAlias, cast

Payload: TypeAlias = Mapping[str, Any]
"""A JSON object as it came. Any: its shape is Discord's, and is checked where it is read."""


def payload_of(found: object) -> Payload:
    """A JSON object; an empty one where there is none."""
    return cast("Payload", found) if isinstance(found, Mapping) else {}


def payloads_of(found: object) -> list[Payload]:
    """The JSON objects of a list; what else stands in it is left out."""
    if not isinstance(found, Sequence) or isinstance(found, str):
        return []
    return [payload_of(one) for one in cast("Sequence[object]", found) if _is_object(one)]


def _is_object(found: object) -> bool:
    return isinstance(found, Mapping)


def values_of(found: object) -> list[object]:
    """The members of a list, whatever they are; none where there is no list."""
    return list(cast("Sequence[object]", found)) if isinstance(found, list) else []


def text_of(found: object) -> str:
    """A text; empty where there is none."""
    return found if isinstance(found, str) else ""
