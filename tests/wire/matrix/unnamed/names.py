"""Everything by which an author could be told, in the forms in which it might be let slip."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field

from tests.thief.forms import forms_of_word
from tests.wire.seen import searchable, short_hashes

USES = ("{0}", "matrix:{0}", "say:{0}", "say:matrix:{0}", "key:{0}", "key:say:matrix:{0}")
"""What our own code puts before an id; a hash of it without a key can be made by anybody."""


@dataclass(frozen=True, slots=True)
class Author:
    """Somebody who writes: what nobody else has."""

    part: str
    id: str = field(repr=False)
    called: str = field(repr=False)
    picture: str = field(repr=False)

    @property
    def handle(self) -> str:
        """The first half of their id."""
        return self.id.removeprefix("@").partition(":")[0]


def anywhere(author: Author, room: str) -> Iterator[str]:
    """Within any word: ids, names, the picture, the private room, in every usual form."""
    picture = author.picture.rpartition("/")[2]
    words = (author.id, author.handle, author.called, author.picture, picture, room, room[1:])
    raw = [form for one in words for form in forms_of_word(one)]
    for one in (author.id, author.handle, f"matrix:{author.id}", room):
        raw += short_hashes(one)
    return searchable(raw)


def whole(events: Iterable[str], rooms: Collection[str]) -> Iterator[str]:
    """As a whole word: the ids of events in their private room, and hashes of those."""
    for event in events:
        words = [use.format(event) for use in USES]
        words += [f"transaction:say:matrix:{event}::{room}" for room in rooms]
        yield from searchable((event[1:].encode(),))
        for word in words:
            yield from searchable(forms_of_word(word))
