# pyright: basic, reportMissingTypeStubs=false
"""What the second reader learns: vectors of lines and of chat, a few small networks, a bar."""

import sys
from collections.abc import Sequence
from importlib import resources
from pathlib import Path
from typing import Any

import numpy as np
from sklearn.neural_network import MLPClassifier

from adapters.semantic.e5 import readable
from adapters.semantic.head import Head
from bot.app.lexicons import LEXICONS, detector_of
from bot.crisis.detector import Detector
from bot.crisis.second import REACH
from tests.core.crisis.weigh import lines
from tests.core.crisis.weigh.lines import Example

FILE = Path(str(resources.files("data"))) / "lexicon" / "second.npz"
NETS, UNITS, EVENNESS, ROUNDS = 3, 256, 0.03, 12
CHAT_LINES = 2_500
"""So many lines of each file of chat, beside those that the second reader would be asked about."""
MORE_ALERTS = 2 / 10_000
"""Of the half of the chat that was not learned from, beside those of rules and scale."""
Vectors = Any
