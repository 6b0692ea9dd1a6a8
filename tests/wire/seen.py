"""What clients of people were sent, and whose of it is somebody's alone."""

import json
import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from tests.thief.forms import forms_of_word

WORD = re.compile(r"[\w+/=.:@-]{5,}")
ALL = "everybody"


@dataclass(slots=True)
class Seen:
    """All events of all clients. A word is kept once for each person who alone was shown it."""

    events: int = 0
    size: int = 0
    _words: dict[str, set[str]] = field(default_factory=dict[str, set[str]])

    def watch(self, people: Collection[str], name: str, payload: Mapping[str, object]) -> None:
        """One event on its way to these people's clients."""
        text = json.dumps([name, payload], ensure_ascii=False)
        self.events += len(people)
        self.size += len(people) * len(text.encode("utf-8", "replace"))
        owner = next(iter(people)) if len(people) == 1 else ALL
        for word in WORD.findall(text):
            self._words.setdefault(word.lower(), set()).add(owner)

    def telling(self, owner: str, anywhere: Iterable[str], whole: Iterable[str]) -> set[str]:
        """Of these what others than the owner were sent: within a word, or as a whole one."""
        others = [word for word, owners in self._words.items() if owners - {owner}]
        text, exact = "\n".join(others), set(others)
        return {one for one in anywhere if one in text} | {one for one in whole if one in exact}


def searchable(forms: Iterable[bytes]) -> Iterator[str]:
    """Of all forms those that can stand in a word, as they are kept here."""
    for form in forms:
        text = form.decode("utf-8", "ignore").lower()
        if len(text) >= 5 and WORD.fullmatch(text):
            yield text


def short_hashes(word: str) -> Iterator[bytes]:
    """What a hash without a key begins with, in hex: enough to join two places."""
    return (one[:10] for one in forms_of_word(word) if re.fullmatch(rb"[0-9a-f]{32,}", one))
