"""Shares with their uncertainty: of few lines little is known."""

from dataclasses import dataclass
from math import sqrt

Z95 = 1.959964
"""The normal quantile of a two-sided interval of 95 %."""


@dataclass(frozen=True, slots=True)
class Share:
    """`hits` of `of` lines."""

    hits: int
    of: int

    @property
    def rate(self) -> float:
        """From 0 to 1; 0 of nothing."""
        return self.hits / self.of if self.of else 0.0

    @property
    def interval(self) -> tuple[float, float]:
        """The Wilson score interval at 95 %, from 0 to 1.

        Source: E. B. Wilson, Probable Inference, the Law of Succession, and Statistical
        Inference, Journal of the American Statistical Association 22 (1927).
        """
        if not self.of:
            return 0.0, 1.0
        n, p = self.of, self.rate
        middle = p + Z95**2 / (2 * n)
        reach = Z95 * sqrt(p * (1 - p) / n + Z95**2 / (4 * n**2))
        scale = 1 + Z95**2 / n
        return max(0.0, (middle - reach) / scale), min(1.0, (middle + reach) / scale)

    def in_percent(self) -> str:
        """For people: `12 of 40: 30 % (18 to 45)`."""
        low, high = (100 * end for end in self.interval)
        return f"{self.hits} of {self.of}: {100 * self.rate:.1f} % ({low:.0f} to {high:.0f})"

    def in_ten_thousand(self) -> str:
        """For people, of rare things: `3 in 50,000: 0.6 per 10,000 (0.2 to 1.8)`."""
        low, high = (1e4 * end for end in self.interval)
        rate = f"{1e4 * self.rate:.1f} per 10,000 ({low:.1f} to {high:.1f})"
        return f"{self.hits} in {self.of:,}: {rate}"
