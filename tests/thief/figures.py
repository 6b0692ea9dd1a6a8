"""Figures of an attack: how well a score parts pairs, and how alike two orders are."""

from collections.abc import Sequence
from statistics import fmean, stdev


def auc(yes: Sequence[float], no: Sequence[float]) -> float:
    """The chance that a pair of one author scores above a pair of two; ties count half."""
    both = sorted([(score, True) for score in yes] + [(score, False) for score in no])
    ranks = ranked([score for score, _ in both])
    total = sum(rank for rank, (_, of_one) in zip(ranks, both, strict=True) if of_one)
    return (total - len(yes) * (len(yes) + 1) / 2) / (len(yes) * len(no))


def rho(one: Sequence[float], other: Sequence[float]) -> float:
    """Spearman's rank correlation; 0 where an order is constant."""
    a, b = ranked(one), ranked(other)
    mean_a, mean_b = fmean(a), fmean(b)
    top = sum((x - mean_a) * (y - mean_b) for x, y in zip(a, b, strict=True))
    under = sum((x - mean_a) ** 2 for x in a) * sum((y - mean_b) ** 2 for y in b)
    return 0.0 if under == 0 else float(top / under**0.5)


def ranked(values: Sequence[float]) -> list[float]:
    """Ranks from 1; equal values share the mean of theirs."""
    order = sorted(range(len(values)), key=values.__getitem__)
    ranks = [0.0] * len(values)
    at = 0
    while at < len(order):
        end = at
        while end < len(order) and values[order[end]] == values[order[at]]:
            end += 1
        for n in order[at:end]:
            ranks[n] = (at + 1 + end) / 2
        at = end
    return ranks


def spread(values: Sequence[float]) -> float:
    """1.96 standard errors of a mean over independent parts."""
    return float(1.96 * stdev(values) / len(values) ** 0.5)
