# pyright: basic, reportMissingTypeStubs=false
"""`./run weigh second`: vectors of lines and of chat, a few small networks, a bar. An hour."""

import warnings
from collections.abc import Sequence
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
from bot.crisis.detector import Detector
from bot.crisis.second import REACH
from bot.model.finding import Severity
from tests.core.crisis.weigh import lines
from tests.core.crisis.weigh.lines import Example

FILE = Path(str(resources.files("data"))) / "lexicon" / "second.npz"
NETS, UNITS, EVENNESS, PACE, ROUNDS = 3, 256, 0.03, 5e-4, 12
CHAT_LINES = 2_500
"""So many lines of each language's chat, beside those that it will be asked about."""
MORE_ALERTS = 2 / 10_000
"""Of the chat that was not learned from, beside those of rules and scale."""
Vectors = Any
Net = tuple[Vectors, Vectors, Vectors, Vectors]


def learn() -> None:
    """Learn, write, tell."""
    detector, _ = detector_of(None)
    examples = [one for language in LEXICONS for one in _learned(detector, language)]
    vectors = embedded([one.text for one in examples])
    cries = np.array([one.severity >= Severity.PASSIVE for one in examples])
    mean, scale = vectors.mean(0), vectors.std(0) + 1e-6
    nets = [_net((vectors - mean) / scale, cries, seed) for seed in range(NETS)]
    head = Head(mean, scale, nets, {})
    bars = {language: _bar(detector, head, language) for language in LEXICONS}
    _write(head, bars)
    print(f"second: {len(examples)} texts, bars {bars}")


def embedded(texts: Sequence[str]) -> Vectors:
    """A row for each text."""
    reader = model()
    return np.array([reader.query(readable(text)) for text in texts])


def nearly(detector: Detector, language: str, examples: Sequence[Example]) -> list[Example]:
    """Those that it will be asked about: that weigh nearly enough, and are not found yet."""
    (one,) = (one for one in detector.listeners if one.language == language)
    assert one.scale is not None
    found: list[Example] = []
    for example in examples:
        heard = one.scale.heard(detector.words.of(example.text).said)
        is_near = heard is not None and heard.weight >= one.bar - REACH
        if is_near and not detector.assess(example.text).alerted:
            found.append(example)
    return found


def _learned(detector: Detector, language: str) -> list[Example]:
    chat = lines.chat(language, learned=True)
    some = Random(0).sample(chat, min(len(chat), CHAT_LINES))  # noqa: S311 - the same each time
    return [*lines.labelled(language), *nearly(detector, language, chat), *some]


def _net(evened: Vectors, cries: Vectors, seed: int) -> Net:
    network: Any = MLPClassifier(
        (UNITS,), alpha=EVENNESS, learning_rate_init=PACE, max_iter=ROUNDS, random_state=seed
    )
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ConvergenceWarning)  # stopped before it learns by heart
        network.fit(evened, cries)
    (w, v), (b, c) = network.coefs_, network.intercepts_
    return w, b, v[:, 0], c[0]


def _bar(detector: Detector, head: Head, language: str) -> float:
    """Where few lines more are past it, of all chat that was not learned from; 0 at least."""
    judged = lines.chat(language, learned=False)
    near = nearly(detector, language, judged)
    said = sorted(head.weight(embedded([one.text for one in near]))) if near else []
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
