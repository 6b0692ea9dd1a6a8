"""The shape of a row of helplines and of the denylist, checked by pydantic.

Names are those of the Open Referral HSDS 3 where it has one (`status`, `alternate_name`,
`eligibility_description`, `fees_description`, `minimum_age`, `assured_date` ...). The order of
fields is the order in which a row is written. `data/helplines/README.md` says it in words.
"""

import json
from typing import Annotated, Literal

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    StringConstraints,
    ValidationError,
    field_validator,
)

ID_PATTERN = r"^[a-z0-9][a-z0-9-]*$"
ONE_LINE = r"^[^\x00-\x1f\x7f\u0085\u2028\u2029]*$"
"""What would break a line could write one that the bot never said."""

Id = Annotated[str, StringConstraints(pattern=ID_PATTERN)]
Text = Annotated[str, StringConstraints(min_length=1, max_length=300, pattern=ONE_LINE)]
Name = Annotated[str, StringConstraints(min_length=1, max_length=100, pattern=ONE_LINE)]
Country = Annotated[str, StringConstraints(pattern=r"^[A-Z]{2}$")]
Language = Annotated[str, StringConstraints(pattern=r"^[a-z]{2,3}(-[A-Za-z]+)?$")]
Number = Annotated[
    str, StringConstraints(pattern=r"^[+(*#]{0,2}\d[0-9A-Za-z ().,*#/-]*$", max_length=60)
]
Email = Annotated[str, StringConstraints(pattern=r"^\S+@\S+$", max_length=100)]
Day = Annotated[str, StringConstraints(pattern=r"^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$")]
Age = Annotated[int, Field(ge=0, le=120)]
EmergencyNumber = Annotated[str, StringConstraints(pattern=r"^[\d*# -]{2,}$")]
Link = Annotated[str, StringConstraints(pattern=r"^https?://\S+$", max_length=200)]
Status = Literal["active", "inactive", "defunct", "temporarily closed", "disputed"]
Confidence = Literal["two-sources", "one-source", "memory"]
RoleConfidence = Literal["one-source", "disputed"]
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
    """Where a row was seen: who publishes it, when, at which address, in which words."""

    title: Text
    date: Text
    url_or_repo: Annotated[str, StringConstraints(max_length=300, pattern=ONE_LINE)] = ""
    licence: str = ""
    seen_in: str = ""


class ContactRow(_Strict):
    """How the service is reached, as people write it; short codes are never rewritten."""

    phone: Number | None = None
    sms: Number | None = None
    sms_keyword: Name | None = None
    chat_url: Link | None = None
    whatsapp: Number | None = None
    email: Email | None = None
    text_relay: Name | None = None


class NumbersRow(_Strict):
    """The emergency numbers of a country."""

    general: list[EmergencyNumber]
    police: EmergencyNumber | None = None
    ambulance: EmergencyNumber | None = None
    fire: EmergencyNumber | None = None


class ConfidenceRow(_Strict):
    """How far each field is trusted.

    `number` is about the contact: seen at two independent publishers, at one, or at none. A
    field that is named "memory" was seen nowhere and is never shown; one that is not named is
    as the row's sources give it, not compared. `police`, `ambulance` and `fire` are named
    where sources differ ("disputed") or only one has them.
    """

    number: Confidence
    name: Confidence | None = None
    languages: Confidence | None = None
    phone: Confidence | None = None
    sms: Confidence | None = None
    sms_keyword: Confidence | None = None
    chat_url: Confidence | None = None
    whatsapp: Confidence | None = None
    email: Confidence | None = None
    text_relay: Confidence | None = None
    hours: Confidence | None = None
    fees_description: Confidence | None = None
    eligibility_description: Confidence | None = None
    url: Confidence | None = None
    police: RoleConfidence | None = None
    ambulance: RoleConfidence | None = None
    fire: RoleConfidence | None = None


class ServiceRow(_Strict):
    """One service, one line."""

    id: Id
    name: Name
    alternate_name: Name | None = None
    status: Status = "active"
    replaced_by: Id | None = None
    country: Country | None
    region: Annotated[str, StringConstraints(pattern=r"^[A-Z]{2}-[A-Z0-9]{1,3}$")] | None = None
    languages: list[Language] = Field(default_factory=list)
    topics: Annotated[list[Topic], Field(min_length=1)]
    contact: ContactRow = Field(default_factory=ContactRow)
    numbers: NumbersRow | None = None
    hours: Text = "unknown"
    tz: str | None = None
    fees_description: Text = "unknown"
    eligibility_description: Text = "anyone"
    minimum_age: Age | None = None
    maximum_age: Age | None = None
    url: Link | Literal[""] = ""
    confidence: ConfidenceRow
    sources: list[SourceRow] = Field(default_factory=list[SourceRow])
    assured_date: Day | None = None
    assurer_email: Email | None = None
    replaces: str | None = None
    note: str | None = None

    @field_validator("confidence", mode="before")
    @classmethod
    def _about_the_number(cls, given: object) -> object:
        """`confidence = "one-source"`, as short overlays write it, is about the number."""
        return {"number": given} if isinstance(given, str) else given


class RetiredRow(_Strict):
    """A number that must never be shown again."""

    country: Country
    number: Number
    service: Text
    status: Text
    use_instead: list[Id]
    evidence: Text


def json_schema() -> str:
    """The shape of a row as JSON Schema, for editors and other programs."""
    made = ServiceRow.model_json_schema()
    about = {"$schema": "https://json-schema.org/draft/2020-12/schema"}
    return json.dumps(about | made, indent=1, ensure_ascii=False) + "\n"


RENAMED = {
    "cost": "fees_description",
    "audience": "eligibility_description",
    "as_of": "the dates of sources",
    "memory_fields": "confidence",
    "roles_disputed": "confidence",
    "roles_one_source": "confidence",
}
"""Fields of earlier rows, and where what they said stands now."""


def first_fault(broken: ValidationError) -> str:
    """The field and the reason of the first fault, without the value itself."""
    fault = broken.errors(include_url=False, include_input=False)[0]
    where = ".".join(str(part) for part in fault["loc"]) or "row"
    if fault["type"] == "extra_forbidden":
        now = RENAMED.get(where)
        return f"{where}: no such field" + (f"; it is {now} now" if now else "; take it out")
    return f"{where}: {fault['msg']}"
