"""The ledger: everything that ever appeared on anybody's screen, in order."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from bot.model.people import Platform, Room
from bot.ui.form import Form
from bot.ui.reply import Button


@dataclass(frozen=True, slots=True)
class Shown:
    """One thing on some screens. `edits` is the number of what it replaces."""

    n: int
    at: datetime
    screen: tuple[str, ...]
    room: str
    platform: Platform
    sender: str
    text: str = field(repr=False)
    buttons: tuple[Button, ...] = ()
    private: bool = False
    edits: int | None = None
    where: Room | None = None
    form: Form | None = None
    key: str = ""
    pictures: tuple[bytes, ...] = field(default=(), repr=False)

    def as_json(self) -> dict[str, object]:
        """The object that `porchlight demo --jsonl` prints."""
        return {
            "n": self.n, "at": self.at.isoformat().replace("+00:00", "Z"),
            "screen": list(self.screen), "room": self.room, "platform": self.platform.value,
            "from": self.sender, "text": self.text,
            "buttons": [button.label for button in self.buttons],
            "private": self.private, "edits": self.edits,
        }  # fmt: skip


class Ledger:
    """Grows only. `watch` is called for each new entry."""

    def __init__(self) -> None:
        """Nothing was shown yet."""
        self.entries: list[Shown] = []
        self._later: dict[int, Shown] = {}
        self.watch: Callable[[Shown], None] | None = None

    def add(self, shown: Shown) -> Shown:
        """Write one down."""
        self.entries.append(shown)
        if shown.edits is not None:
            self._later[shown.edits] = shown
        if self.watch is not None:
            self.watch(shown)
        return shown

    @property
    def next(self) -> int:
        """The number of the next entry."""
        return len(self.entries) + 1

    def get(self, number: str) -> Shown | None:
        """The entry of this number."""
        known = number.isascii() and number.isdigit() and 0 < int(number) < self.next
        return self.entries[int(number) - 1] if known else None

    def newest(self, shown: Shown) -> Shown:
        """What this entry was edited to last."""
        while (later := self._later.get(shown.n)) is not None:
            shown = later
        return shown

    def first(self, shown: Shown) -> Shown:
        """What this entry is an edit of, in the end: the message as it was posted."""
        while shown.edits is not None:
            shown = self.entries[shown.edits - 1]
        return shown

    def now_shown(self) -> list[Shown]:
        """What stands on screens now: replaced things are left out, edits keep their place."""
        return [one for one in self.entries if one.n not in self._later]

    def newest_button(self, person: str, label: str, room: Room, name: str) -> Shown | None:
        """The newest thing that this person sees in this room and that has such a button."""
        for one in reversed(self.now_shown()):
            here = one.where == room or (one.room == name and one.platform is room.platform)
            if here and person in one.screen and button_of(one, label) is not None:
                return one
        return None


def button_of(shown: Shown, label: str) -> Button | None:
    """The button of this label; curly and straight marks are the same."""
    return next((one for one in shown.buttons if _same(one.label) == _same(label)), None)


def _same(label: str) -> str:
    return label.replace("\u2019", "'").replace("...", "…").strip().casefold()
