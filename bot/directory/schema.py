"""The shape of a row of helplines and of the denylist, checked by pydantic."""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError

ID_PATTERN = r"^[a-z0-9][a-z0-9-]*$"

Id = Annotated[str, StringConstraints(pattern=ID_PATTERN)]
Text = Annotated[str, StringConstraints(min_length=1)]
Country = Annotated[str, StringConstraints(pattern=r"^[A-Z]{2}$")]
Language = Annotated[str, StringConstraints(pattern=r"^[a-z]{2,3}(-[A-Za-z]+)?$")]
Number = Annotated[str, StringConstraints(pattern=r"\d")]
EmergencyNumber = Annotated[str, StringConstraints(pattern=r"^[\d*# -]{2,}$")]
Link = Annotated[str, StringConstraints(pattern=r"^https?://\S+$")]
Role = Literal["police", "ambulance", "fire"]
Topic = Literal[
    "crisis",
    "domestic-violence",
    "eating-disorder",
    "emergency",
    "general",
    "grief",
    "lgbtq",
    "perinatal",
    "self-harm",
    "sexual-assault",
    "substance",
    "suicide",
    "veterans",
    "youth",
]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


class SourceRow(_Strict):
    """Where a row was seen."""

    url_or_repo: Text
    title: Text
    licence: str = ""
    date: Text
    seen_in: str = ""


class ContactRow(_Strict):
    """How the service is reached, as people write it; short codes are never rewritten."""

    phone: Number | None = None
    sms: Number | None = None
    sms_keyword: Text | None = None
    chat_url: Link | None = None
    whatsapp: Number | None = None
    email: Annotated[str, StringConstraints(pattern=r"^\S+@\S+$")] | None = None
    text_relay: Text | None = None


class NumbersRow(_Strict):
    """The emergency numbers of a country."""

    general: list[EmergencyNumber]
    police: EmergencyNumber | None = None
    ambulance: EmergencyNumber | None = None
    fire: EmergencyNumber | None = None


class ServiceRow(_Strict):
    """One service, one line."""

    id: Id
    name: Text
    country: Country | None
    languages: list[Language] = Field(default_factory=list)
    topics: Annotated[list[Topic], Field(min_length=1)]
    contact: ContactRow
    hours: Text = "unknown"
    cost: Text = "unknown"
    audience: Text = "anyone"
    url: Link | Literal[""] = ""
    sources: list[SourceRow] = Field(default_factory=list[SourceRow])
    confidence: Literal["two-sources", "one-source", "memory"]
    as_of: str = ""
    status: Literal["active", "inactive", "defunct", "temporarily closed", "disputed"] = "active"
    tz: str | None = None
    region: Annotated[str, StringConstraints(pattern=r"^[A-Z]{2}-[A-Z0-9]{1,3}$")] | None = None
    replaces: str | None = None
    note: str | None = None
    memory_fields: list[str] = Field(default_factory=list[str])
    numbers: NumbersRow | None = None
    roles_disputed: list[Role] = Field(default_factory=list[Role])
    roles_one_source: list[Role] = Field(default_factory=list[Role])


class RetiredRow(_Strict):
    """A number that must never be shown again."""

    country: Country
    number: Number
    service: Text
    status: Text
    use_instead: list[Id]
    evidence: Text


def first_fault(broken: ValidationError) -> str:
    """The field and the reason of the first fault, without the value itself."""
    fault = broken.errors(include_url=False, include_input=False)[0]
    where = ".".join(str(part) for part in fault["loc"]) or "row"
    return f"{where}: {fault['msg']}"
