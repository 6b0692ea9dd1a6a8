# pyright: basic
"""The file of weights: rounded, without what hardly weighs anything."""

import math
from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from typing import NamedTuple

import numpy as np

from bot.crisis.weighing.traits import RULE, Trait
from bot.crisis.weighing.weights import HEAD, QUESTIONS, UNIT
from tests.core.crisis.weigh.learn import Answer, Numbers
from tests.core.crisis.weigh.matrix import Space

MOST_TRAITS, SHARE = 200_000, 0.4
"""How many traits are kept, and which share of all at most: the rest hardly weighs anything."""
LEAST = 10
"""Hundredths; what adds less to the other answers is left out of them."""
ABOUT = """\
# What words weigh, learned by `./run weigh` from the lines of tests/corpora/crisis (dev and
# train, without en_d, es_1 and de_1) and one half of the public chat. Do not edit: learn anew.
# A trait, then hundredths for: {questions}
"""


class Source(NamedTuple):
    """What a file was learned from: the language, the lines' digest, the words that they hold."""

    language: str
    digest: str
    known: AbstractSet[str]


class Head(NamedTuple):
    """The bar of each question, what the words of a window must weigh alone, borrowed words."""

    bars: Sequence[float]
    least: float
    borrowed: AbstractSet[str]


def text(source: Source, space: Space, answers: Sequence[Answer], head: Head) -> str:
    """The whole file. The traits of the first answer and all known words, in order."""
    columns = np.array([answer.weights * space.scale for answer in answers])
    names: list[Trait] = list(space.numbers)
    heaviest = [n for n, weight in enumerate(columns[0]) if weight or _is_rule(names[n])]
    rows = [
        (names[n], np.rint(UNIT * columns[:, n])) for n in sorted(heaviest, key=names.__getitem__)
    ]
    about = (
        ("language", [source.language]),
        ("learned-from", [source.digest]),
        ("bias", [round(UNIT * answer.bias) for answer in answers]),
        ("bars", [round(UNIT * bar) for bar in head.bars]),
        ("least", [math.floor(UNIT * head.least)]),
        ("borrowed", sorted(head.borrowed)),
    )
    told = ["\t".join((HEAD + name, *map(str, cells))) for name, cells in about]
    kept = [(name, cells) for name, cells in rows if cells.any() or name[0] == RULE]
    silent = source.known - {name for name, _ in kept}
    told += sorted([_row(name, cells) for name, cells in kept] + [f"{one}\t0" for one in silent])
    return ABOUT.format(questions=", ".join(QUESTIONS)) + "\n".join(told) + "\n"


def pruned(answer: Answer, space: Space) -> Answer:
    """The answer by its heaviest traits that more than one window has.

    The bar is laid for what ships, not for all of it.
    """
    strength = np.abs(answer.weights * space.scale) * (space.often > 1)
    most = min(MOST_TRAITS, round(SHARE * len(strength)))
    light = np.argsort(-strength)[most:]
    weights = answer.weights.copy()
    weights[light] = 0.0
    return Answer(weights, answer.bias)


def _is_rule(trait: Trait) -> bool:
    """Rules stay however little they weigh: one that is missing was never weighed."""
    return trait[0] == RULE


def _row(name: str, cells: Numbers) -> str:
    first, *rest = (int(cell) for cell in cells)
    shown = [str(cell) if abs(cell) >= LEAST else "" for cell in rest]
    return "\t".join((name, str(first), *shown)).rstrip("\t")
