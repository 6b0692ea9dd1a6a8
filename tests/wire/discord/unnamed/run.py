"""A town in which people write without their names, and what others' clients are sent of it."""

from collections import Counter
from dataclasses import dataclass, field, replace
from pathlib import Path
from random import Random

from bot.app.content import Content
from tests.wire.discord.bot import HERE
from tests.wire.discord.rehearsal import WireRehearsal
from tests.wire.discord.unnamed.cast import authors
from tests.wire.discord.unnamed.play import Play
from tests.wire.discord.unnamed.seen import naming
from tests.wire.seen import Seen

VENTS_EACH, RESTARTS_EVERY = 20, 60


@dataclass(slots=True)
class Verdict:
    """What came of it. `named` are the details of each author that others were sent."""

    done: Counter[str]
    authors: int
    details: int
    events: int
    size: int
    named: dict[str, set[str]] = field(default_factory=dict[str, set[str]])


async def listen_in(vents: int, seed: int, folder: Path, content: Content) -> Verdict:
    """Play, then search all that anybody but the author was sent."""
    chance, seen = Random(seed), Seen()  # noqa: S311 - a town, no secrets
    people = authors(max(3, vents // VENTS_EACH), chance)
    town = WireRehearsal(folder / "p.db", content=content)
    town.town.people.update({one.name: one for one in people})
    for room, place in town.town.places.items():
        if room.name != "#moderators":
            everybody = place.people | {one.name for one in people}
            town.town.places[room] = replace(place, people=everybody)
    town.wire.state.watch = seen.watch
    play = Play(town, people, chance)
    async with town.running():
        await play.begins()
        for number in range(1, vents + 1):
            await play.vents()
            if number % RESTARTS_EVERY == 0 or number == vents // 2:
                await play.restarts()
    return _verdict(play, seen)


def _verdict(play: Play, seen: Seen) -> Verdict:
    state, found, count = play.town.wire.state, dict[str, set[str]](), 0
    for one in play.authors:
        acted = {word for token, opened in state.opened.items() if opened.name == one.name
                 for word in (token, opened.id)}  # fmt: skip
        private = play.town.town.dm(one.name, HERE).room
        wrote = {state.ids.of(shown) for shown in play.town.town.ledger.entries
                 if shown.where == private}  # fmt: skip
        count += len(acted) + len(wrote)
        if named := naming(seen, one, acted | wrote):
            found[one.name] = named
    return Verdict(play.done, len(play.authors), count, seen.events, seen.size, found)
