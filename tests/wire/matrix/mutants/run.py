"""Tells the real adapter of events with something wrong in them, and counts what was not heard."""

import asyncio
import copy
import json
import logging
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Any, cast

from adapters.matrix.payload import payload_of, values_of
from bot.crew import LOG as TASKS
from bot.model.events import AnyEvent, Invoked, texts_of
from tests.wire.discord.hearer import Hearer
from tests.wire.discord.mutants.changes import changed
from tests.wire.matrix.homeserver import DM, ROOM, SPACE, Homeserver, hearing_from, message
from tests.wire.matrix.mutants.rule import CRY, cries, due
from tests.wire.matrix.mutants.talk import FACTS, TALK

AT_ONCE, WITHIN_S, TALKS = 200, 20.0, 0.8
ROOMS = (DM, ROOM, SPACE)
END = "the end"


class Failed(logging.Handler):
    """Counts tasks that failed: what nobody has caught."""

    def __init__(self) -> None:
        super().__init__(logging.CRITICAL)
        self.told: Counter[str] = Counter()

    def emit(self, record: logging.LogRecord) -> None:
        """One more."""
        self.told[record.getMessage()] += 1


@dataclass(slots=True)
class Verdict:
    """What came of a run. `unheard` are events with the marks of the texts that were not heard."""

    told: int = 0
    texts: int = 0
    heard: Counter[str] = field(default_factory=Counter[str])
    unreadable: int = 0
    doubled: int = 0
    unheard: list[tuple[set[str], str]] = field(default_factory=list[tuple[set[str], str]])
    raised: list[str] = field(default_factory=list[str])
    failed: Counter[str] = field(default_factory=Counter[str])

    @property
    def good(self) -> bool:
        """Every text heard, under a name of its own; nothing raised."""
        return not (self.unheard or self.raised or self.failed or self.doubled)


async def survive(folder: Path, count: int, seed: int, *, whole: bool = False) -> Verdict:
    """So many events; nothing is wrong in `whole` ones."""
    chance, verdict = Random(seed), Verdict()  # noqa: S311 - events, no secrets
    asyncio.get_running_loop().set_exception_handler(
        lambda _, told: verdict.raised.append(str(told.get("exception") or told.get("message")))
    )
    server, hearer, failed = Homeserver(), Hearer(), Failed()
    TASKS.addHandler(failed)
    try:
        async with hearing_from(server, folder, hearer):
            while verdict.told < count:
                number = min(AT_ONCE, count - verdict.told)
                events = [_event(chance, verdict.told + n, whole) for n in range(number)]
                await _batch(server, hearer, events, chance, verdict)
    except TimeoutError:
        verdict.raised.append("nothing is heard any more")
    finally:
        TASKS.removeHandler(failed)
    verdict.failed = failed.told
    return verdict


def _event(chance: Random, number: int, whole: bool) -> Any:  # noqa: ANN401, FBT001 - any JSON
    told = copy.deepcopy(chance.choice(TALK if chance.random() < TALKS else FACTS))
    marks = iter(range(1 << 30))
    told = _marked(told, number, marks)
    return told if whole else _as_told(changed(told, chance))


def _marked(found: Any, number: int, marks: Any) -> Any:  # noqa: ANN401 - any JSON
    """With a mark in each text, and a name of its own."""
    if whole := payload_of(found):
        return {key: _marked(one, number, marks) for key, one in whole.items()}
    if isinstance(found, list):
        return [_marked(one, number, marks) for one in values_of(cast("object", found))]
    if found == "#":
        return f"$e{number}"
    is_text = isinstance(found, str) and "@" in found and "hs.test" not in found
    return found.replace("@", f"cry-{number}-{next(marks)}-") if is_text else found


def _as_told(found: Any) -> Any:  # noqa: ANN401 - any JSON
    """As it comes over the wire, where a name that stands twice counts once."""
    return json.loads(json.dumps(found))


async def _batch(
    server: Homeserver, hearer: Hearer, events: list[Any], chance: Random, verdict: Verdict
) -> None:
    hearer.events.clear()
    rooms: dict[str, list[Any]] = {room: [] for room in ROOMS}
    for event in events:
        rooms[chance.choice(ROOMS)].append(event)
    ends = [f"{END} {verdict.told} {room}" for room in ROOMS]
    for room, end in zip(ROOMS, ends, strict=True):
        rooms[room].append(message(f"${end}".replace(" ", "-"), end))
    server.tell(rooms)
    async with asyncio.timeout(WITHIN_S):
        while not set(ends) <= set(hearer.said()):  # noqa: ASYNC110 - it says nothing when done
            await asyncio.sleep(0.005)
    heard = cries([text for one in hearer.events for text in _carried(one)])
    verdict.told += len(events)
    verdict.heard += Counter(type(one).__name__ for one in hearer.events)
    verdict.unreadable += sum(bool(getattr(one, "unreadable", None)) for one in hearer.events)
    names = Counter(one.id for one in hearer.events if CRY.search("\n".join(_carried(one))))
    verdict.doubled += sum(number - 1 for number in names.values()) if _are_unique(events) else 0
    for event in events:
        marks = due(event)
        verdict.texts += len(marks)
        if marks - heard:
            verdict.unheard.append((marks - heard, json.dumps(event)))


def _are_unique(events: list[Any]) -> bool:
    """Two events under one id are one, for every homeserver."""
    ids = Counter(str(payload_of(one).get("event_id")) for one in events)
    return not [name for name, number in ids.items() if name.startswith("$") and number > 1]


def _carried(event: AnyEvent) -> list[str]:
    name = event.name if isinstance(event, Invoked) else ""
    return [*texts_of(event), name]
