"""Learn the weights of each language that is named (all by default), and say what they reach.

`second` is the second reader, which takes an hour and leans on the weights as they are.
"""

import sys
from collections.abc import Sequence
from importlib import resources
from pathlib import Path

import numpy as np

from bot.app.lexicons import LEXICONS
from bot.crisis.weighing.traits import SPACE
from bot.evaluation.lines import learned_from
from tests.core.crisis.weigh import file, lines, second
from tests.core.crisis.weigh.borrowing import borrowed
from tests.core.crisis.weigh.learn import Answer, Numbers, Windows, alert, others
from tests.core.crisis.weigh.matrix import Rows, Space
from tests.core.crisis.weigh.rows import Reader

FOLDER = Path(str(resources.files("data"))) / "lexicon"
SECOND = "second"
MOST_ALERTS, IN_DIALOGUE = 2 / 10_000, 7 / 10_000
"""Of the half of the chat that was not learned from: where the bar is laid. Where there is dialogue
alone, at what English has in dialogue: of few lines, the highest two or three say little."""
MOST_HARMLESS = 0.08
"""Of harmless lines that were not learned from, for a language with little chat or none."""
SPARE = 0.3
"""So much lighter the words of a window may be than any that was learned from."""
OTHER_BARS = (0.0, -0.3, 0.0, 0.0, 0.0, 0.0, 0.0)
"""Level 4 is said in some doubt: too late is worse than too soon."""


def main(languages: Sequence[str]) -> int:
    """Learn, write, tell."""
    for name in languages or LEXICONS:
        if name == SECOND:
            second.learn()
        else:
            learn(name)
    return 0


def learn(language: str) -> None:
    """One language: its weights, with the bar laid by what was not learned from."""
    reader = Reader(language)
    examples = [*lines.labelled(language), *lines.chat(language, learned=True)]
    known = reader.learn_words(examples)
    windows = reader.windows(examples)
    space = Space.of(windows.rows)
    matrix = space.matrix(windows.rows)
    whole, chosen = alert(matrix, windows)
    first = file.pruned(whole, space)
    answers = [first, *others(matrix, windows, chosen)]
    judged = lines.chat(language, learned=False)
    little = language in lines.LITTLE_CHAT
    most = IN_DIALOGUE if little else MOST_ALERTS
    bar = float(np.quantile(loudest(reader, space, first, judged), 1 - most))
    if little:
        bar = max(bar, harmless_bar(windows, matrix, space))
    source = file.Source(language, lines.digest(examples), known)
    head = file.Head([bar, *OTHER_BARS], least(matrix, space, first, bar), borrowed(language))
    told = file.text(source, space, answers, head)
    (FOLDER / f"{language}.weights").write_text(told, encoding="utf-8")
    print(f"{language}: {len(examples)} texts, {matrix.shape[1]} traits, bar {bar:.2f}")


def loudest(
    reader: Reader, space: Space, answer: Answer, examples: Sequence[lines.Example]
) -> Numbers:
    """What each of these texts weighs."""
    windows = reader.windows(examples)
    return windows.loudest(answer.of(space.matrix(windows.rows)))


def least(matrix: Rows, space: Space, answer: Answer, bar: float) -> float:
    """What the words alone weigh in each window that is past the bar, and a little less."""
    alone = np.array([SPACE not in trait for trait in space.numbers])
    past = matrix[answer.of(matrix) >= bar]
    return float((past @ (answer.weights * alone)).min()) + answer.bias - SPARE


def harmless_bar(windows: Windows, matrix: Rows, space: Space) -> float:
    """The bar past which few harmless lines of one half are, with weights of the other half."""
    halves = windows.of([learned_from(example.text) for example in windows.examples])
    weights = np.empty(len(halves))
    for side in (True, False):
        learned, judged = halves == side, halves != side
        answer, _ = alert(matrix[learned], windows.only(learned))
        weights[judged] = file.pruned(answer, space).of(matrix[judged])
    loud = windows.loudest(weights)
    harmless = [e.severity == 0 and not e.chat for e in windows.examples]
    return float(np.quantile(loud[harmless], 1 - MOST_HARMLESS))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
