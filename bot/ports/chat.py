"""What the core needs of a chat platform."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from bot.model.events import AnyEvent, Attached, Said
from bot.model.people import MessageRef, Platform, Role, Room, Target
from bot.ports.delivery import DeliveryKey, Later, Outcome
from bot.ports.lacks import Lacks
from bot.ports.menu import Entry, Typing
from bot.ports.mirror import Mirror
from bot.ports.survey import Survey
from bot.ui.form import Choice
from bot.ui.reply import Reply

Cursors = Mapping[Room, int]
"""The position up to which each room was read; `anywhere` stands for all that have none."""


def anywhere(platform: Platform) -> Room:
    """What stands in `Cursors` for every room of a platform without a position of its own.

    Such a room is read from there on, and never from its beginning: what is older was handled,
    or was erased. Where this stands in no cursors either, from the beginning.
    """
    return Room(platform, "")


class Receiver(Protocol):
    """The engine, as an adapter sees it."""

    async def receive(self, event: AnyEvent) -> Reply | None:
        """Take one event in; what it returns is shown to the person who acted."""
        ...

    async def gathered(self, event: Said) -> Reply | None:
        """Look at the files of a private text that was received; what is shown once that is done.

        It may take long: nothing that is said after it may wait for it, nor what was missed.
        """
        ...

    def is_urgent(self, event: Said) -> bool:
        """Whether a text calls people by itself, whatever went before it. Costs no input or output.

        To be asked where many wait: what is urgent goes before them, by `receive_early`.
        """
        ...

    async def receive_early(self, event: Said) -> Reply | None:
        """Take an urgent text in before its turn, in which `receive` is called for it all the same.

        Up to there its room is not read: what waits before it is not finished by this.
        """
        ...

    async def begins_at(self, positions: Cursors) -> None:
        """The first start of all: what was said before these positions is not for us."""
        ...

    async def returned(self, platform: Platform, since: datetime, read: int) -> None:
        """The platform was out of reach since then, and this many messages were read again."""
        ...

    def turn(self, platform: Platform) -> timedelta:
        """For how long an answer that is not owed has to wait; zero: it may go, and is counted.

        To be asked again then, where a platform takes few messages: alerts use the same measure.
        """
        ...

    def menu(self) -> Sequence[Entry]:
        """Every command, for platforms that list them."""
        ...

    def suggestions(self, typing: Typing) -> Sequence[Choice]:
        """Answers that may be meant, the likeliest first; none where nothing can be offered."""
        ...

    def roles(self, platform: Platform, gives: Role) -> Sequence[str]:
        """The platform's own ids of the roles whose holders are this in the community."""
        ...

    async def mirror(self, platform: Platform) -> Mirror:
        """The strongest phrases, for a platform with a filter of its own."""
        ...


@dataclass(frozen=True, slots=True)
class Abilities:
    """What a platform can show, and how fast it may be used.

    `remembers` is how long the platform itself recognises a delivery's key; after that (and
    always when it is zero) the history is looked up before a retry. `rate` is messages a
    second, `burst` how many at once, `reserve` how many of those only alerts may use. With `picks`
    its forms show lists of its rooms and roles to pick from. `opens_a_day` is how many private
    conversations may be begun in a day for what is not urgent; zero where nobody counts them.
    """

    forms: bool
    remembers: timedelta
    rate: float = 5.0
    burst: int = 10
    reserve: int = 4
    picks: bool = False
    opens_a_day: int = 0


class ChatPlatform(Protocol):
    """One chat network. An adapter has no policy: it reads events and shows replies."""

    @property
    def name(self) -> Platform:
        """Which network this is."""
        ...

    @property
    def abilities(self) -> Abilities:
        """What it can show."""
        ...

    @property
    def lacks(self) -> Lacks:
        """What it keeps from us now, as far as that is known; nothing is before the start."""
        ...

    async def start(self, receiver: Receiver, cursors: Cursors) -> None:
        """Connect, hand over what was missed since `cursors`, then everything as it comes.

        Where they hold nothing of this platform, this is its first start: `begins_at` is called.
        """
        ...

    async def stop(self) -> None:
        """Take no more events; wait for those that are under way."""
        ...

    async def fetch(self, one: Attached, most: int) -> bytes:
        """What came with a message, from where this platform keeps it and nowhere else.

        Raises Unfit for more bytes than `most`, or what is no address of the platform's; OSError
        where it is not reached.
        """
        ...

    async def post(self, to: Target, what: Reply, key: DeliveryKey) -> Outcome:
        """Show something once; the same key again within `remembers` shows nothing twice."""
        ...

    def opens(self, to: Target) -> bool | None:
        """Whether a post there would begin a private conversation, as far as anybody knows.

        None: those of earlier runs are not known yet.
        """
        ...

    async def edit(self, ref: MessageRef, what: Reply) -> Outcome:
        """Replace what a message of ours shows."""
        ...

    async def find(
        self, to: Target, key: DeliveryKey, since: datetime
    ) -> MessageRef | Later | None:
        """The message that this key posted to this target since then, if it did arrive.

        Later, where the platform lets nobody look now: that decides nothing, and takes its time.
        By the key alone, which the adapter puts where only we see it: what is owed under a key
        may have been reworded since, so no text tells whether it was posted.
        """
        ...

    def moderator_rooms(self) -> tuple[Room, ...]:
        """The rooms of the moderators on this platform, from the settings."""
        ...

    def vent_rooms(self) -> tuple[Room, ...]:
        """The rooms where anonymous posts are published on this platform."""
        ...

    async def survey(self) -> Survey:
        """Its rooms, roles and who runs it, as they are now. OSError when it is out of reach."""
        ...
