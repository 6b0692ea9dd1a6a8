"""What clients of people were sent, and whose of it names an author."""

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from adapters.memory.places import dm_room
from tests.thief.forms import forms_of, forms_of_word
from tests.wire.discord.bot import HERE
from tests.wire.discord.objects import Faced, Json

WORD = re.compile(r"[\w+/=.:@-]{5,}")
ALL = "everybody"


@dataclass(slots=True)
class Seen:
    """All events of all clients. A word is kept once for each person who alone was shown it."""

    events: int = 0
    size: int = 0
    _words: dict[str, set[str]] = field(default_factory=dict[str, set[str]])

    def watch(self, people: tuple[str, ...], name: str, payload: Json) -> None:
        """One event on its way to these people's clients."""
        text = json.dumps([name, payload], ensure_ascii=False)
        self.events += len(people)
        self.size += len(people) * len(text.encode("utf-8", "replace"))
        owner = people[0] if len(people) == 1 else ALL
        for word in WORD.findall(text):
            self._words.setdefault(word.lower(), set()).add(owner)

    def naming(self, author: Faced, more: Iterable[str]) -> set[str]:
        """The words that others were sent in which something stands that is the author's alone."""
        others = [word for word, owners in self._words.items() if owners - {author.name}]
        whole, exact = "\n".join(others), set(others)
        found = {one for one in details(author) if one in whole}
        return found | {one for one in more if one in exact}


def details(author: Faced) -> Iterator[str]:
    """Ids, names, the picture and the private room of somebody, in every usual form."""
    words = (author.called, author.nick, author.avatar, author.avatar[:12])
    raw = [*forms_of(author)]
    for word in (*words, dm_room(author.name, HERE).id):
        raw += forms_of_word(word)
    number = int(author.on(HERE).id)
    digests = (one for one in (str(number), f"discord:{number}"))
    raw += [form[:10] for one in digests for form in _short_hashes(one)]
    for form in raw:
        text = form.decode("utf-8", "ignore").lower()
        if len(text) >= 5 and WORD.fullmatch(text):
            yield text


def _short_hashes(word: str) -> Iterator[bytes]:
    """What a hash without a key begins with, in hex: enough to join two places."""
    return (one for one in forms_of_word(word) if re.fullmatch(rb"[0-9a-f]{32,}", one))
