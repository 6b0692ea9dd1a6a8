"""What was picked from a platform's own list of rooms or roles, as the answer to a question.

Each is a mark, `<#discord:12>` or `<@&discord:34>`; one without an id says that nothing was. Unlike
a name it tells of its platform alone: what is set on another one stays.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from bot.model.people import Platform
from bot.ui.form import Kind

MARK = re.compile(r"<(?:#|@&)(\w{1,20}):([^|>\s,]{0,255})>")
SIGNS = {Kind.ROOMS: "#", Kind.ROLES: "@&"}


@dataclass(frozen=True, slots=True)
class Picks:
    """Ids of one platform."""

    platform: Platform
    ids: tuple[str, ...]


def answer_of(picks: Picks, kind: Kind) -> str:
    """The answer to a question of this kind, ROOMS or ROLES."""
    marks = (f"<{SIGNS[kind]}{picks.platform}:{one}>" for one in picks.ids or ("",))
    return ", ".join(marks)


def picks_in(answer: str) -> Picks | None:
    """What an answer picks; None for one that was typed, or that is of several platforms."""
    parts: Sequence[str] = [part.strip() for part in answer.split(",")]
    found = [MARK.fullmatch(part) for part in parts]
    platforms = {one[1] if one else "" for one in found}
    if len(platforms) != 1 or not platforms <= set(Platform):
        return None
    ids = tuple(dict.fromkeys(one[2] for one in found if one and one[2]))
    return Picks(Platform(platforms.pop()), ids)
