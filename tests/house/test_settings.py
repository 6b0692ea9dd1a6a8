"""`.env.example` is complete and true, and settings refuse what they cannot mean."""

import re
from pathlib import Path

import pytest
from pydantic import BaseModel, ValidationError

from bot.settings import GivenSettings, Settings
from tests.house.rules import HOUSE

EXAMPLE = (HOUSE / ".env.example").read_text("utf-8")
SECRETS = ("master_key", "pagers", "deadman_url")


def names(model: type[BaseModel], prefix: str = "PORCHLIGHT_") -> dict[str, str]:
    """Every name in the environment with its line of help."""
    found: dict[str, str] = {}
    for name, field in model.model_fields.items():
        inner = field.annotation
        if isinstance(inner, type) and issubclass(inner, BaseModel):
            found |= names(inner, f"{prefix}{name.upper()}__")
        else:
            found[f"{prefix}{name.upper()}"] = field.description or ""
    return found


def test_every_setting_stands_in_the_example_below_its_line_of_help() -> None:
    for name, about in names(Settings).items():
        assert about, name
        assert f"# {about}\n# {name}=" in EXAMPLE, name


def test_the_example_names_nothing_that_does_not_exist() -> None:
    shown = set(re.findall(r"^#? ?(PORCHLIGHT_\w+)=", EXAMPLE, re.MULTILINE))
    assert shown == set(names(Settings))


def test_the_example_uncommented_is_valid(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    lines = [line[2:] for line in EXAMPLE.splitlines() if line.startswith("# PORCHLIGHT_")]
    given = [line for line in lines if not line.endswith("=")]
    (tmp_path / ".env").write_text("\n".join(given), "utf-8")
    monkeypatch.chdir(tmp_path)
    settings = Settings()
    assert settings.ladder.waits[0].total_seconds() == 120
    assert len(settings.owners) == 2


def test_settings_are_frozen() -> None:
    with pytest.raises(ValidationError):
        GivenSettings().language = "de"  # type: ignore[misc] # that is the point


@pytest.mark.parametrize("name", SECRETS)
def test_a_secret_is_never_printed(name: str) -> None:
    value = ("s3cret-canary",) if name == "pagers" else "s3cret-canary"
    assert "s3cret-canary" not in repr(GivenSettings.model_validate({name: value}))


def test_a_wrong_setting_is_refused_without_its_value() -> None:
    with pytest.raises(ValidationError) as wrong:
        GivenSettings.model_validate({"owners": ["canary-of-a-person"]})
    assert "canary" not in str(wrong.value)
