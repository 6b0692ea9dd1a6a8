"""The schema of a lexicon's tables; a mistake becomes a LexiconError at its own line."""

from typing import Annotated, Literal, TypeVar, cast

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from bot.crisis.blocks import Block
from bot.crisis.errors import LexiconError

Id = Annotated[str, Field(pattern=r"^[a-z0-9]+([.-][a-z0-9]+)*$", max_length=80)]
Texts = Annotated[list[str], Field(min_length=1)]


class Row(BaseModel):
    """A table whose keys are all known; TOML's types are taken as they are."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


class Head(Row):
    """The lines before the first table."""

    language: Annotated[str, Field(pattern=r"^[a-z]{2,3}$")]
    joins: list[str] = []
    first_person: Annotated[list[str], Field(alias="first-person")] = []
    elided: list[str] = []
    common: list[str] = []
    weighed: str = ""
    again: str = ""
    meant: str = ""


class OverlayHead(Row):
    """The first lines of a community's overlay: rules that shall not speak here."""

    mute: list[str] = []


class SquashedRow(Row):
    """Strong phrases that are also found when cut or glued anywhere."""

    phrases: Texts


class TypoRow(Row):
    """Key words whose slips are understood, and real words that such slips would hit."""

    words: Texts
    spared: list[str] = []


class ModifierRow(Row):
    """See `bot.crisis.rules.Modifier`."""

    id: Id
    step: Annotated[int, Field(ge=0, le=4)]
    clause: list[str] = []
    before: list[str] = []
    spills: bool = False
    quoted: bool = False
    cancels: list[str] = []


class RuleRow(Row):
    """One rule. `any` is one list of patterns; `together` needs one pattern of each list."""

    id: Id
    severity: Literal[0, 1, 2, 3, 4]
    category: Literal[
        "distress", "suicide", "self-harm", "eating-disorder", "abuse", "harm-to-others"
    ]
    subject: Literal["self", "other", "unknown"] = "self"
    note: Annotated[str, Field(min_length=5, max_length=120)]
    source: Annotated[str, Field(min_length=1)]
    any: list[str] = []
    together: list[Texts] = []
    unless: list[str] = []
    ignores: list[str] = []
    examples: Texts
    counter: list[str] = []


RowT = TypeVar("RowT", bound=Row)


def row(block: Block, shape: type[RowT]) -> RowT:
    """The block as `shape`, or a LexiconError at the first key that does not fit."""
    try:
        return shape.model_validate(dict(block.values))
    except ValidationError as unfit:
        first = unfit.errors(include_url=False, include_input=False, include_context=False)[0]
        key, *inside = map(str, first["loc"])
        raise LexiconError(
            block.file, block.line_of(key, _item(block, key, inside)), f"{key}: {first['msg']}"
        ) from None


def words(block: Block) -> dict[str, str]:
    """A table of text to text, as [slots] and [words] are."""
    for key, value in block.values.items():
        if not isinstance(value, str) or not value.strip():
            raise block.wrong(key, f"{key}: write it as text in quotation marks")
    return {key: str(value) for key, value in block.values.items()}


def _item(block: Block, key: str, inside: list[str]) -> str | None:
    """The text inside a list that the schema refused, where it is a text at all."""
    value = block.values.get(key)
    if inside and inside[0].isdecimal() and isinstance(value, list):
        found = cast("list[object]", value)[int(inside[0])]
        return found if isinstance(found, str) else None
    return None
