"""Who takes part: an author whose every detail is a canary, and the residents beside them."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import count

from adapters.memory.places import Person
from adapters.memory.town import Town
from bot.model.events import AnyEvent
from bot.model.people import Member, Platform
from tests.thief.canary.finder import Finder
from tests.thief.forms import hashed, numbers_of, words_of

AUTHOR = "quillonbrax"
"""The user name; the rooms for private conversations are called by it, too."""
SNOWFLAKE = 1_173_918_264_905_518_847
"""As Discord's own, so that a leak as a number is found; no other id in the town is near it."""
MXID = "@drumwhistle.7741:fennelgate.example"
SHOWN = {Platform.DISCORD: "Vexalindor Ashmyre", Platform.MATRIX: "Thessavryn Oolund"}
MARK = "ruvoqandel"
"""Stands in every text of the author, and nowhere else in the world."""
QUIET = (
    "today was long and grey and nobody asked how it went {mark}",
    "the garden behind the station is full of birds {mark} and then it rained",
    "it is late, {mark}, and the neighbours are loud again",
)
ALARMING = "i want to kill myself and i am so tired {mark}"
MEANS = "the vet gave us pills and it was a bad day {mark}"


def author() -> Person:
    """The canary: no word of theirs can occur by chance."""
    return Person(AUTHOR, frozenset(), {
        Platform.DISCORD: Member(Platform.DISCORD, str(SNOWFLAKE), SHOWN[Platform.DISCORD]),
        Platform.MATRIX: Member(Platform.MATRIX, MXID, SHOWN[Platform.MATRIX]),
    })  # fmt: skip


def moves_in(town: Town) -> Person:
    """The author lives in the town, and sees its public rooms."""
    who = author()
    town.people[who.name] = who
    for room, place in list(town.places.items()):
        if room.name != "#moderators":
            town.places[room] = type(place)(room, place.people | {who.name})
    return who


@dataclass(slots=True)
class Pen:
    """What the author writes: each text has a mark of its own."""

    texts: list[str] = field(default_factory=list[str], repr=False)
    _numbers: Iterator[int] = field(default_factory=count)

    def writes(self, shape: str) -> str:
        """A text of this shape with a fresh mark in it."""
        text = shape.format(mark=f"{MARK}{next(self._numbers):04x}")
        self.texts.append(text)
        return text

    def something(self) -> str:
        """A text that alarms nobody."""
        return self.writes(QUIET[len(self.texts) % len(QUIET)])


def seek_author(finder: Finder, who: Person) -> None:
    """Look for every detail of the author."""
    for word in words_of(who):
        finder.seek_word(_called(who, word), word)
    for word in (part for name in SHOWN.values() for part in name.split() if len(part) > 7):
        finder.seek_word("a part of the shown name", word)
    finder.seek_word("a part of the handle", MXID[1:].partition(".")[0])
    finder.seek_word("the homeserver", MXID.partition(":")[2])
    finder.seek("the snowflake as a number", numbers_of(who.on(Platform.DISCORD)))


def seek_texts(finder: Finder, texts: list[str]) -> None:
    """Look for what the author wrote: the mark in every form, and each text hashed."""
    finder.seek_mark("a text", MARK)
    for text in texts:
        finder.seek("a hash of a text", hashed(text.encode()))


def seek_trail(finder: Finder, events: list[AnyEvent]) -> None:
    """Look for what only the author did: the ids of those events, and the tokens of answers.

    Whoever holds the platform's own log could join them to a name.
    """
    for event in events:
        finder.seek_word("the id of an event", event.id)
        if event.whisper is not None:
            finder.seek_word("the token of an answer", event.whisper.token)


def _called(who: Person, word: str) -> str:
    for platform, account in who.accounts.items():
        match word:
            case account.id:
                return f"the id on {platform}"
            case account.name:
                return f"the shown name on {platform}"
            case _:
                continue
    return "the user name" if word == who.name else f"a word that names ({word})"
