"""What vectors of meaning say about danger: a few small networks, whose mean decides."""

# numpy leaves the shapes of arrays open.
# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false

import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any, Self
from zipfile import BadZipFile

from adapters.semantic.errors import HeadUnreadable

UNREADABLE = (
    ValueError, KeyError, OSError, EOFError, TypeError, AttributeError, BadZipFile, zlib.error,
)  # fmt: skip
Array = Any
"""A numpy array: the extra brings numpy, and nothing here imports it before it is asked for."""


@dataclass(frozen=True, slots=True)
class Head:
    """`nets` are (weights, bias, weights, bias) of one hidden layer each, of rectified units.

    Vectors are first evened by `mean` and `scale`. `bars` by language: what a text must reach.
    """

    mean: Array = field(repr=False)
    scale: Array = field(repr=False)
    nets: Sequence[tuple[Array, Array, Array, Array]] = field(repr=False)
    bars: Mapping[str, float]

    @classmethod
    def read(cls, raw: bytes) -> Self:
        """From the file that `./run weigh second` writes. Raises HeadUnreadable."""
        try:
            return cls._read(raw)
        except UNREADABLE as broken:
            raise HeadUnreadable(type(broken).__name__) from broken

    @classmethod
    def _read(cls, raw: bytes) -> Self:
        import numpy as np  # noqa: PLC0415 - an optional extra

        with np.load(BytesIO(raw), allow_pickle=False) as held:
            nets = [
                tuple(held[f"{name}{n}"].astype(np.float32) for name in ("w", "b", "v", "c"))
                for n in range(int(held["nets"]))
            ]
            bars = dict(zip(map(str, held["languages"]), map(float, held["bars"]), strict=True))
            numbers = [
                held["mean"],
                held["scale"],
                held["bars"],
                *(one for net in nets for one in net),
            ]
            if not nets or not all(np.isfinite(one).all() for one in numbers):
                raise ValueError
            return cls(held["mean"], held["scale"], nets, bars)

    def weight(self, vectors: Array) -> Array:
        """The mean of what the networks say (log-odds) of each of these vectors, a row each."""
        evened = (vectors - self.mean) / self.scale
        said = [(evened @ w + b).clip(min=0) @ v + c for w, b, v, c in self.nets]
        return sum(said) / len(said)
