# pyright: basic, reportMissingTypeStubs=false
"""`./run weigh second`: vectors of lines and of chat, a few small networks, a bar. An hour."""

import warnings
from collections.abc import Sequence
from dataclasses import replace
from importlib import resources
from pathlib import Path
from random import Random
from typing import Any

import numpy as np
from sklearn.exceptions import ConvergenceWarning
from sklearn.neural_network import MLPClassifier

from adapters.semantic.e5 import model, readable
from adapters.semantic.head import Head
from bot.app.lexicons import LEXICONS, detector_of
from bot.model.finding import Severity
from tests.core.crisis.weigh import lines
from tests.core.crisis.weigh.lines import Example

FILE = Path(str(resources.files("data"))) / "lexicon" / "second.npz"
NETS, UNITS, EVENNESS, PACE, ROUNDS = 3, 256, 0.03, 5e-4, 12
MOST_LINES = 15_000
"""Of a language, of those that no writer of rules read: more of them hardly change the networks."""
CHAT_LINES = 2_500
"""So many lines of each file of chat, beside those that it will be asked about."""
MORE_ALERTS = 2 / 10_000
"""Of the chat that was not learned from, beside those of rules and scale."""
Vectors = Any
Net = tuple[Vectors, Vectors, Vectors, Vectors]


def learn() -> None:
    """Learn, write, tell."""
    examples = [one for language in LEXICONS for one in _learned(language)]
    vectors = embedded([one.text for one in examples])
    cries = np.array([one.severity >= Severity.PASSIVE for one in examples])
    mean, scale = vectors.mean(0), vectors.std(0) + 1e-6
    nets = [_net((vectors - mean) / scale, cries, seed) for seed in range(NETS)]
    head = Head(mean, scale, nets, {})
    bars = {language: _bar(head, language) for language in LEXICONS}
    _write(head, bars)
    print(f"second: {len(examples)} texts, bars {bars}")


def embedded(texts: Sequence[str]) -> Vectors:
    """A row for each text."""
    reader = model()
    return np.array([reader.query(readable(text)) for text in texts])


class Asked:
    """A second reader that says no, and keeps what it was shown, and how far below the bar."""

    def __init__(self) -> None:
        """Nothing yet."""
        self.texts: list[str] = []
        self.below: list[float] = []

    def reads_a_cry(self, text: str, language: str, below: float) -> bool:
        """No."""
        del language
        self.texts.append(text)
        self.below.append(below)
        return False


def shown(examples: Sequence[Example]) -> Asked:
    """What of these texts it will be shown, by the very code that shows it."""
    asked = Asked()
    detector, _ = detector_of(None, asked)
    for example in examples:
        detector.assess(example.text)
    return asked


def _learned(language: str) -> list[Example]:
    said, chat = lines.labelled(language), lines.chat(language, learned=True)
    unread = [one for one in said if not one.read]
    Random(1).shuffle(unread)  # noqa: S311 - the same each time
    every = [*(one for one in said if one.read), *unread[:MOST_LINES]]
    for name in lines.CHAT[language]:
        every += Random(2).sample([one for one in chat if one.source == name], CHAT_LINES)  # noqa: S311
    return [*every, *(replace(chat[0], text=text) for text in shown(chat).texts)]


def _net(evened: Vectors, cries: Vectors, seed: int) -> Net:
    network: Any = MLPClassifier(
        (UNITS,), alpha=EVENNESS, learning_rate_init=PACE, max_iter=ROUNDS, random_state=seed
    )
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ConvergenceWarning)  # stopped before it learns by heart
        network.fit(evened, cries)
    (w, v), (b, c) = network.coefs_, network.intercepts_
    return w, b, v[:, 0], c[0]


def _bar(head: Head, language: str) -> float:
    """Where few lines more are past it, of all chat that was not learned from; 0 at least."""
    judged = lines.chat(language, learned=False)
    near = shown(judged)
    said = sorted(head.weight(embedded(near.texts)) - near.below) if near.texts else []
    most = round(MORE_ALERTS * len(judged))
    return max(0.0, float(said[-most - 1]) + 1e-3) if len(said) > most else 0.0


def _write(head: Head, bars: dict[str, float]) -> None:
    nets: dict[str, Vectors] = {}
    for number, net in enumerate(head.nets):
        for name, values in zip("wbvc", net, strict=True):
            nets[f"{name}{number}"] = np.asarray(values, dtype=np.float16)
    np.savez_compressed(
        FILE, mean=head.mean.astype(np.float32), scale=head.scale.astype(np.float32),
        nets=len(head.nets), languages=list(bars), bars=list(bars.values()), **nets,
    )  # fmt: skip
