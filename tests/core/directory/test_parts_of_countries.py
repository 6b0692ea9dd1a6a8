"""Parts of a country that CLDR counts by themselves: the numbers of their country ring there."""

import pytest

from bot.directory.lookup import Directory


@pytest.mark.parametrize(
    "query",
    ["suicide help canary islands", "kanarische inseln suizid", "suicidio islas canarias",
     "suicide line tenerife", "help in ceuta", "suicide melilla", "suicide \U0001f1ee\U0001f1e8"],
)  # fmt: skip
def test_the_canaries_ceuta_and_melilla_are_served_by_spain(
    directory: Directory, query: str
) -> None:
    found = directory.lookup(query, None, danger=True)
    assert found.country == "ES"
    assert found.emergency is not None
    assert found.emergency.numbers == ("112",)
    assert "es-024" in {one.id for one in found.results}
    assert {"IC", "EA"}.isdisjoint(directory.countries())
