"""Why a text was found as it was: views, rules, what softened them, and the weight of its words."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from bot.crisis.detector import Detector
from bot.crisis.listener import Listener, said
from bot.crisis.matching import Hit
from bot.crisis.words import Cut
from bot.model.finding import Severity

MOST_REASONS = 12


@dataclass(frozen=True, slots=True)
class Spoke:
    """A rule that spoke: its own level, the level after what softened it, and where it stands."""

    rule: str
    note: str
    own_level: int
    level: int
    softened_by: Sequence[str]
    said: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Why:
    """What one language says of a text, and why.

    `weight` against `bar` decides whether people are called; `reasons` are the traits that add
    most to it, or take most from it. `lowered` is by how many levels rules were lowered for it.
    """

    language: str
    level: int
    views: Sequence[str] = field(repr=False)
    rules: Sequence[Spoke]
    window: Sequence[str] = field(repr=False)
    weight: float | None
    bar: float | None
    lowered: int
    reasons: Sequence[tuple[str, float]] = field(repr=False)


def why(detector: Detector, text: str) -> list[Why]:
    """One answer for each language that the text may be written in, the likeliest first."""
    cut = detector.words.of(text)
    return [_of_one(one, text, cut) for one in detector.understanding(cut.words)]


def _of_one(listener: Listener, text: str, cut: Cut) -> Why:
    look = listener.look(text, cut)
    hits = look.hits
    spans = listener.engine.spans(text, hits)
    spoke = [_spoke(hit, text[start:end]) for hit, (start, end) in zip(hits, spans, strict=True)]
    found, views = listener.assess(text, cut), listener.engine.views(text)
    if found.level < Severity.PASSIVE:
        found = listener.meant(text, cut, found)
    level, scale = int(found.level), listener.scale
    heard = scale.heard(cut.said, said(hits), wholly=True) if scale else None
    if scale is None or heard is None:
        return Why(listener.language, level, views, spoke, (), None, None, 0, ())
    added = scale.reasons(heard, said(hits))[:MOST_REASONS]
    return Why(
        listener.language, level, views, spoke, heard.window, round(heard.weight, 2),
        listener.bar, listener.steps(look),
        [(trait, round(weight, 2)) for trait, weight in added],
    )  # fmt: skip


def _spoke(hit: Hit, said_there: str) -> Spoke:
    rule = hit.rule
    return Spoke(
        rule.id, rule.note, int(rule.severity), int(hit.level), sorted(hit.softened), said_there
    )
