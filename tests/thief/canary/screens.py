"""What was shown and sent: screens of others, calls to the platforms, and the names of things."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

from pydantic import TypeAdapter

from adapters.memory.ledger import Shown
from bot.model.events import Invoked
from bot.ui.reply import Reply
from tests.thief.canary.cast import AUTHOR
from tests.thief.canary.watched import Seen, WatchedTown

REPLIES: TypeAdapter[Reply] = TypeAdapter(Reply)
OPENS, APPROVES, ASKS = "unseal-open", "unseal-approve", "unseal"
ALIVE = timedelta(hours=1)
"""Half an hour for the second custodian, and half an hour for the first one to look."""
Bytes = tuple[str, bytes]


@dataclass(frozen=True, slots=True)
class Reveal:
    """The one exception: a custodian asked, another one agreed, and the first one opened it."""

    seen: Seen
    tells: frozenset[str]


def of_others(town: WatchedTown) -> Iterator[tuple[Seen, Bytes]]:
    """Everything on a screen that somebody else can see, as text and with all that is behind it."""
    for seen in town.seen:
        shown = seen.shown
        if set(shown.screen) - {AUTHOR}:
            where = f"a screen of {', '.join(shown.screen)} ({shown.room} on {shown.platform})"
            room = shown.where.id if shown.where else ""
            raw = b"\n".join((shown.text.encode(), room.encode(), REPLIES.dump_json(seen.reply)))
            yield seen, (where, raw)


def calls(town: WatchedTown) -> Iterator[Bytes]:
    """Every call to a platform that goes not to the author alone, as it goes over the wire."""
    yield from (("a call to a platform", one) for one in town.calls)


def names(town: WatchedTown) -> Iterator[Bytes]:
    """Keys, and what buttons and forms carry: also the author's, for they stand in other places."""
    yield from (("the key of a delivery", one.encode()) for one in town.keys)
    for seen in town.seen:
        yield from (("what a button or form carries", one.encode()) for one in _carried(seen.shown))


def _carried(shown: Shown) -> Iterator[str]:
    yield shown.key
    for button in shown.buttons:
        yield from (button.action, button.about)
    if shown.form is not None:
        yield from (shown.form.submit, shown.form.about)


def allowed(town: WatchedTown, seen: Seen) -> bool:
    """Whether this screen is the answer to the one who asked for a seal that another agreed to."""
    cause, who = seen.cause, seen.shown.screen
    if not isinstance(cause, Invoked) or cause.name != OPENS or len(who) != 1:
        return False
    before = [
        (name, event.name) for name, event in town.did
        if isinstance(event, Invoked) and cause.at - ALIVE <= event.at <= cause.at
    ]  # fmt: skip
    asked = before.index((who[0], ASKS)) if (who[0], ASKS) in before else len(before)
    return any(name != who[0] and did == APPROVES for name, did in before[asked:])
