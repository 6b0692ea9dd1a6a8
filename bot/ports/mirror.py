"""What a platform's own filter may mirror, so that somebody is called while the bot is away."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from bot.model.people import Room


@dataclass(frozen=True, slots=True)
class Mirror:
    """Whole phrases in the languages of the community, and where a filter is to tell of them.

    `room` is None where the moderators have no room on the platform.
    """

    phrases: Sequence[str] = field(default=(), repr=False)
    room: Room | None = None
