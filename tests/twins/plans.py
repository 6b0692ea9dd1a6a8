"""What happens in both towns: some random steps, one act of somebody by name, then probes."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from random import Random

SAD = "today was a long and sad day"
OPENINGS = (SAD, "i want to die tonight", "nobody here would miss me")
CRY = "i want to kill myself"


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a script; `opens` is the thread that is there after it."""

    text: str
    opens: str | None = None


@dataclass(frozen=True, slots=True)
class Own:
    """The author of a thread presses a button of it."""

    thread: str
    action: str
    answers: Mapping[str, str] = field(default_factory=dict[str, str])


@dataclass(frozen=True, slots=True)
class Probe:
    """An observer presses one of the buttons on their screens, of this label or of any."""

    who: str
    which: int
    label: str = ""


Step = Line | Own | Probe


@dataclass(frozen=True, slots=True)
class Plan:
    """The steps, and the two ways in which the threads have authors."""

    steps: tuple[Step, ...]
    one: Mapping[str, str]
    other: Mapping[str, str]


APART = {"T1": "ana", "T2": "ben"}
"""Two authors."""
OTHERS: tuple[Mapping[str, str], ...] = (
    {"T1": "ben", "T2": "ana"},
    {"T1": "ana", "T2": "ana"},
    {"T1": "ben", "T2": "ben"},
)
"""Exchanged, or one author of both."""
ERASES = "[Yes, erase it]"
BY_NAME: tuple[tuple[str, ...], ...] = (
    ("ana @bot: /privacy", "ana @bot: [Erase…]", f"ana @bot: {ERASES}"),
    ("* leaves ana", "* dms ana closed"),
    (f"ana #general: {CRY}",),
    ("ana @bot: /help-me-now",),
    ("ana @bot: /consent no",),
    ("ana #vent: reply: you are not alone",),
)
"""What ana does under her own name, in both towns."""
COMMANDS = (
    "mo #moderators: /vents", "mo #moderators: /bans", "mo #moderators: /incidents",
    'mo #moderators: /thread name="<T1>"', 'mo #moderators: /thread name="<T2>"',
    'mo @bot: /unseal name="<T1>" reason="i fear for them"', "ada #moderators: /doctor",
    "mo #moderators: /lockdown", "lia #general: /my-vents",
)  # fmt: skip
"""What observers may ask for."""
OWN: tuple[tuple[str, Mapping[str, str]], ...] = (
    ("vent.edit", {"text": "other words for it"}),
    ("vent.answer", {"text": "thank you all"}),
    ("vent.tell", {"text": "please look at this"}),
    ("vent.close", {}),
    ("vent.withdraw", {}),
    ("listen.accept", {}),
    ("listen.refuse", {}),
    ("listen.speak", {"text": "thank you for listening"}),
    ("listen.end", {}),
    ("listen.report", {}),
)
NAMED = (f"ana #general: {CRY}", f"ben #general: {CRY}", "ben @bot: /help-me-now")
"""What authors do under their names before."""
WAITS = ("* wait 5s", "* wait 1m", "* wait 3m", "* wait 2h")
OBSERVERS = ("mo", "mo", "mo", "kit", "lia")
PROBES = 24


def plan(seed: int) -> Plan:
    """A random plan. What comes after the named act is at its moment, within half a minute."""
    chance = Random(seed)  # noqa: S311 - a plan, no secret
    steps: list[Step] = [Line("mo #moderators: /duty on")]
    steps += [Line(f"{name} @bot: /consent yes") for name in ("ana", "ben", "lia")]
    for thread in ("T1", "T2"):
        steps += opening(thread, chance.choice(OPENINGS))
    steps += [Line("* wait 3m"), *(_any(chance) for _ in range(chance.randint(0, 10)))]
    steps += [Line(text) for text in chance.choice(BY_NAME)]
    steps += [_probe(chance) for _ in range(PROBES)]
    return Plan(tuple(steps), APART, chance.choice(OTHERS))


def erases(step: Step) -> bool:
    """Whether somebody erases what is theirs."""
    return isinstance(step, Line) and ERASES in step.text


def opening(thread: str, text: str) -> list[Step]:
    """Its author writes this and posts it; at a level of danger they ask to see it first."""
    asks = [] if text == SAD else [Line(f"{{{thread}}} @bot: [Show me how it would look]")]
    wrote, posts = Line(f"{{{thread}}} @bot: {text}"), Line(f"{{{thread}}} @bot: [Post it]", thread)
    return [wrote, *asks, posts]


def _any(chance: Random) -> Step:
    kind = chance.random()
    if kind < 0.3:
        action, answers = chance.choice(OWN)
        return Own(chance.choice(("T1", "T2")), action, answers)
    if kind < 0.5:
        return Line(chance.choice((*WAITS, *NAMED)))
    return Probe("lia", chance.randrange(9), "Offer to listen") if kind < 0.6 else _probe(chance)


def _probe(chance: Random) -> Step:
    if chance.random() < 0.3:
        return Line(chance.choice(COMMANDS))
    return Probe(chance.choice(OBSERVERS), chance.randrange(1_000))
