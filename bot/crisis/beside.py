"""What speaks beside the rules of a language: the weight of words, a count, the second reader."""

from bot.crisis.weighing.scale import Meaning
from bot.model.finding import Category, Finding

WEIGHED = "weighed"
"""What the rule is called by which the weight of words speaks, after the language."""
AGAIN = "again"
"""The same where distress was heard again and again."""
MEANT = "meant"
"""The same where the second reader spoke."""


def raised(found: Finding, meaning: Meaning, name: str, span: tuple[int, int]) -> Finding:
    """What rules left below level 2, raised by weight."""
    return Finding(
        meaning.level, meaning.category, meaning.subject, (name, *found.rules), (span, *found.spans)
    )


def beside_id(language: str, kind: str, category: Category) -> str:
    """The id of what speaks beside the rules: `en.weighed.suicide`, `en.again.distress`."""
    return f"{language}.{kind}.{category.value}"


def all_beside(language: str) -> frozenset[str]:
    """Every such id of a language, each of which a community may mute."""
    kinds = {beside_id(language, kind, one) for kind in (WEIGHED, MEANT) for one in Category}
    return frozenset({*kinds, beside_id(language, AGAIN, Category.DISTRESS)})


def is_beside(rule: str) -> bool:
    """Whether an id is one by which weight or the second reader speaks."""
    return any(f".{kind}." in rule for kind in (WEIGHED, MEANT))
