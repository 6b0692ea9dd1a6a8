"""Who spoke in a conversation whose way back is destroyed: in the memory of this process alone."""

from collections import OrderedDict
from dataclasses import dataclass, field

from bot.model.venting import PersonTag

MOST = 1_000


@dataclass(frozen=True, slots=True)
class Remembered:
    """Whose ban a report of an ended conversation would be.

    No row holds it, on purpose: a mark in a row could be tried against every member by whoever
    has all keys (decision 0055).
    """

    authors: OrderedDict[str, PersonTag] = field(
        default_factory=OrderedDict[str, PersonTag], repr=False
    )

    def put(self, pair: str, author: PersonTag) -> None:
        """Until the conversation is forgotten, or this process ends."""
        self.authors[pair] = author
        while len(self.authors) > MOST:
            self.authors.popitem(last=False)

    def get(self, pair: str) -> PersonTag | None:
        """Who wrote on the author's side."""
        return self.authors.get(pair)

    def drop(self, pair: str) -> None:
        """The conversation is forgotten."""
        self.authors.pop(pair, None)
