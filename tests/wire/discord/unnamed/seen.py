"""Whose of what clients were sent names an author."""

from collections.abc import Iterable, Iterator

from adapters.memory.places import dm_room
from tests.thief.forms import forms_of, forms_of_word
from tests.wire.discord.bot import HERE
from tests.wire.discord.objects import Faced
from tests.wire.seen import Seen, searchable, short_hashes


def naming(seen: Seen, author: Faced, more: Iterable[str]) -> set[str]:
    """The words that others were sent in which something stands that is the author's alone."""
    return seen.telling(author.name, details(author), more)


def details(author: Faced) -> Iterator[str]:
    """Ids, names, the picture and the private room of somebody, in every usual form."""
    words = (author.called, author.nick, author.avatar, author.avatar[:12])
    raw = [*forms_of(author)]
    for word in (*words, dm_room(author.name, HERE).id):
        raw += forms_of_word(word)
    number = int(author.on(HERE).id)
    for word in (str(number), f"discord:{number}"):
        raw += short_hashes(word)
    return searchable(raw)
