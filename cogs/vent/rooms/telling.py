"""What an author is told of, and how soon: what others saw, too, comes later (decision 0091)."""

from dataclasses import dataclass

from bot.model.venting import PostId, Voice


@dataclass(frozen=True, slots=True)
class Telling:
    """Who speaks, whether others saw why, and the post that it is about."""

    voice: Voice = Voice.PORCHLIGHT
    seen: bool = False
    of: PostId | None = None


OURS, MODERATORS = Telling(), Telling(Voice.MODERATOR)
REMOVED = Telling(Voice.MODERATOR, seen=True)
