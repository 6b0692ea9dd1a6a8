"""Works out the numbering plans that ship, from libphonenumber: `./run plans`."""

from importlib import resources
from pathlib import Path

import phonenumbers
from phonenumbers import PhoneMetadata
from phonenumbers.phonemetadata import PhoneNumberDesc

from bot.directory.records.plan import Plan

KINDS = (
    "fixed_line", "mobile", "toll_free", "premium_rate", "shared_cost", "personal_number",
    "voip", "pager", "uan", "voicemail",
)  # fmt: skip


def plan_of(country: str) -> Plan:
    """The numbers of every kind as one pattern."""
    full = PhoneMetadata.metadata_for_region(country)
    assert full is not None
    found = (_pattern(getattr(full, kind)) for kind in KINDS)
    short = PhoneMetadata.short_metadata_for_region(country)
    return Plan(
        country=country,
        code=str(full.country_code),
        prefix=full.national_prefix_for_parsing,
        transform=full.national_prefix_transform_rule,
        numbers="|".join(dict.fromkeys(one for one in found if one)),
        short=_pattern(short.short_code) if short else None,
    )


def made() -> str:
    """The whole file, a line for each country."""
    plans = (plan_of(country) for country in sorted(phonenumbers.SUPPORTED_REGIONS))
    return "".join(f"{plan.model_dump_json(exclude_none=True)}\n" for plan in plans)


def _pattern(kind: PhoneNumberDesc | None) -> str | None:
    return kind.national_number_pattern if kind is not None else None


if __name__ == "__main__":
    file = Path(str(resources.files("data"))) / "helplines" / "plans.jsonl"
    file.write_text(made(), "utf-8")
