"""All matchers over one text."""

from collections.abc import Sequence

from bot.relay.identity.addresses import Addresses
from bot.relay.identity.handles import Handles
from bot.relay.identity.kinds import Tells
from bot.relay.identity.names import Names
from bot.relay.identity.phones import Phones
from bot.relay.identity.places import Places
from bot.relay.identity.views import Views
from bot.relay.identity.vocabulary import Vocabulary


class Identity:
    """Knows what may tell who wrote a text. Pure; patterns are bounded, so time is linear."""

    def __init__(self, words: Vocabulary) -> None:
        """Compile the patterns that depend on words."""
        self.names = Names(words)
        self.handles = Handles(words)
        self.addresses = Addresses(words)
        self.phones = Phones(words)
        self.places = Places(words)

    def tells(
        self, text: str, names: Sequence[str], handles: Sequence[str] = ()
    ) -> tuple[Tells, ...]:
        """Which kinds of things in `text` may tell who wrote it, in the order of `Tells`."""
        views = Views(text)
        addressed = self.addresses.joined(views)
        found = {
            Tells.NAME: self.names.tell(views, names),
            Tells.HANDLE: self.handles.tell(views, handles),
            Tells.EMAIL: self.addresses.mail(addressed),
            Tells.PHONE: self.phones.tell(views),
            Tells.LINK: self.addresses.link(addressed),
            Tells.PLACE: self.places.tell(views),
        }
        return tuple(kind for kind, there in found.items() if there)
