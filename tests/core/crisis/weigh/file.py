# pyright: basic
"""The file of weights: rounded, without what hardly weighs anything."""

from collections.abc import Sequence

import numpy as np

from bot.crisis.weighing.traits import RULE, Trait, written
from bot.crisis.weighing.weights import QUESTIONS, UNIT
from tests.core.crisis.weigh.learn import Answer
from tests.core.crisis.weigh.matrix import Space

MOST_TRAITS = 150_000
HEAD = """\
# What words weigh, learned by `./run weigh` from the lines of tests/corpora/crisis (dev and
# train, without en_d, es_1 and de_1) and one half of the public chat. Do not edit: learn anew.
# A trait, then hundredths for: {questions}
"""


def text(
    language: str, learned_from: str, space: Space, answers: Sequence[Answer], bars: Sequence[float]
) -> str:
    """The whole file. The heaviest traits of the first answer are kept, in the order of names."""
    columns = np.array([answer.weights * space.scale for answer in answers])
    names: list[Trait] = list(space.numbers)
    order = np.argsort(-np.abs(columns[0]))
    heaviest = [n for rank, n in enumerate(order) if rank < MOST_TRAITS or _is_rule(names[n])]
    rows: list[tuple[str, list[object]]] = sorted(
        (written(names[n]), [round(UNIT * weight) for weight in columns[:, n]]) for n in heaviest
    )
    head = HEAD.format(questions=", ".join(QUESTIONS))
    about: tuple[tuple[str, list[object]], ...] = (
        (":language", [language]),
        (":learned-from", [learned_from]),
        (":bias", [round(UNIT * answer.bias) for answer in answers]),
        (":bars", [round(UNIT * bar) for bar in bars]),
    )
    told = [_row(name, cells) for name, cells in (*about, *rows) if any(cells) or name[0] == RULE]
    return head + "".join(told)


def _is_rule(trait: Trait) -> bool:
    """Rules stay however little they weigh: one that is missing was never weighed."""
    return isinstance(trait, str) and trait[0] == RULE


def _row(name: str, cells: Sequence[object]) -> str:
    shown = ["" if cell == 0 and name[0] != ":" else str(cell) for cell in cells]
    return "\t".join((name, *shown)).rstrip("\t") + "\n"
