"""What Discord sends: JSON that nobody can be sure of, and how it is asked for things."""

from collections.abc import Mapping, Sequence
from typing import Any, TypeAlias, cast

Payload: TypeAlias = Mapping[str, Any]
"""A JSON object as it came. Any: its shape is Discord's, and is checked where it is read."""
HIGHEST_ID = (1 << 63) - 1
"""The highest number that an id can be; a higher one was not made by Discord."""
LONGEST_ID = 19
"""Digits of the highest one."""
SHAPELESS = "data"
"""Under this name stands what came in the place of an object."""


def payload_of(found: object) -> Payload:
    """A JSON object; an empty one where there is none."""
    return cast("Payload", found) if _is_object(found) else {}


def event_of(found: object) -> Payload:
    """What an event tells; what is no object is kept, as it may hold a text."""
    return payload_of(found) if _is_object(found) else {SHAPELESS: found}


def payloads_of(found: object) -> list[Payload]:
    """The JSON objects of a list; what else stands in it is left out."""
    if not isinstance(found, Sequence) or isinstance(found, str):
        return []
    return [payload_of(one) for one in cast("Sequence[object]", found) if _is_object(one)]


def _is_object(found: object) -> bool:
    return isinstance(found, dict)  # what reads JSON makes nothing else


def values_of(found: object) -> list[object]:
    """The members of a list, whatever they are; none where there is no list."""
    return list(cast("Sequence[object]", found)) if isinstance(found, list) else []


def text_of(found: object) -> str:
    """A text; empty where there is none."""
    return found if isinstance(found, str) else ""


def number_of(found: object) -> int | None:
    """A count, a type or flags; None for what is none of these, such as `true` or 6.0."""
    return found if type(found) is int and found >= 0 else None


def id_of(found: object) -> str:
    """An id in digits; empty for what Discord did not make as one."""
    text = str(found) if type(found) is int else text_of(found)
    if not (0 < len(text) <= LONGEST_ID and text.isascii() and text.isdecimal()):
        return ""
    return text if 0 < int(text) <= HIGHEST_ID else ""


def known_id(found: object) -> str:
    """An id. Raises ValueError for what is none."""
    if not (told := id_of(found)):
        message = "there is no id"
        raise ValueError(message)
    return told
