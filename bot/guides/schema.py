"""The shape of a guide's row and of what stands above its text, checked by pydantic."""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError

from bot.directory.records.schema import ID_PATTERN, Topic

Theme = Literal["finding", "telling", "hard", "safety", "others"]
Id = Annotated[str, StringConstraints(pattern=ID_PATTERN, max_length=40)]
"""It stands in what a button is called."""
Country = Annotated[str, StringConstraints(pattern=r"^[A-Z]{2}$")]
Date = Annotated[str, StringConstraints(pattern=r"^\d{4}(-\d{2}(-\d{2})?)?$")]
Said = Annotated[str, StringConstraints(min_length=1, strip_whitespace=True)]
Title = Annotated[str, StringConstraints(min_length=1, max_length=70, strip_whitespace=True)]
"""It is a button, too, on which Discord shows 80 characters."""
Line = Annotated[str, StringConstraints(min_length=1, max_length=100, strip_whitespace=True)]
Phrase = Annotated[str, StringConstraints(pattern=r"^[^*]{2,60}\*?$")]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


class SourceRow(_Strict):
    """Where facts were seen; one of the two dates is there."""

    title: Said
    where: Said
    date: Date | None = None
    seen: Date | None = None
    region: Country | None = None


class GuideRow(_Strict):
    """What is the same in every language."""

    id: Id
    theme: Theme
    topics: list[Topic] = Field(default_factory=list[Topic])
    quiet: bool = False
    source: Annotated[list[SourceRow], Field(min_length=1)]


class Front(_Strict):
    """What stands above the text, in one language."""

    title: Title
    line: Line
    words: Annotated[list[Phrase], Field(min_length=3)]


def first_fault(broken: ValidationError) -> tuple[str, str]:
    """The field of the first fault, and the reason, without the value itself."""
    fault = broken.errors(include_url=False, include_input=False)[0]
    names = [part for part in fault["loc"] if isinstance(part, str)]
    field = names[-1] if names else ""
    where = ".".join(str(part) for part in fault["loc"]) or "guide"
    return field, f"{where}: {fault['msg']}"
