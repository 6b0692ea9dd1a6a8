"""The shipped directory, made once for all tests of this folder."""

from collections.abc import Mapping
from importlib import resources

import pytest

from bot.app import helplines
from bot.app.shipped import shipped_all
from bot.directory import trust
from bot.directory.lookup import Directory
from bot.directory.places.atlas import Atlas
from bot.directory.places.countries import Countries
from bot.directory.query.needs import Needs
from bot.directory.records import retired, rows
from bot.directory.records.plan import Plans
from bot.directory.records.retired import Retired
from bot.directory.records.rows import Service


@pytest.fixture(scope="session")
def texts() -> Mapping[str, str]:
    shipped = resources.files("data").joinpath("helplines")
    files = [file for file in shipped.iterdir() if file.is_file()]
    return {file.name: file.read_text(encoding="utf-8") for file in files}


@pytest.fixture(scope="session")
def files() -> Mapping[str, str]:
    """The rows that ship, a file for each country."""
    return helplines.Rows.at(None).files


@pytest.fixture(scope="session")
def services(files: Mapping[str, str]) -> tuple[Service, ...]:
    return rows.parse_all(files)


@pytest.fixture(scope="session")
def denied(texts: Mapping[str, str]) -> tuple[Retired, ...]:
    return retired.parse(texts["retired.jsonl"], "retired.jsonl")


@pytest.fixture(scope="session")
def plans() -> Plans:
    return helplines.plans()


@pytest.fixture(scope="session")
def countries(texts: Mapping[str, str]) -> Countries:
    atlas = Atlas.parse(texts["places.txt"], "places.txt")
    return Countries.parse(texts["countries.toml"], "countries.toml", atlas)


@pytest.fixture(scope="session")
def needs() -> Needs:
    return Needs.parse(shipped_all("helplines", "needs"))


@pytest.fixture(scope="session")
def directory(
    texts: Mapping[str, str],
    services: tuple[Service, ...],
    denied: tuple[Retired, ...],
    countries: Countries,
    needs: Needs,
) -> Directory:
    publishers = trust.parse_publishers(texts["publishers.toml"], "publishers.toml")
    return Directory(services, denied, countries, needs, publishers)
