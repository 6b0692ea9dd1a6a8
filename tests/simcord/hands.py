"""How a client fills in forms: what is picked is no text, and has its own kind."""

from collections.abc import Iterator, Mapping, Sequence

from simcord._modal import (
    _modal_control_map,  # pyright: ignore[reportPrivateUsage]
    _modal_submit_nodes,  # pyright: ignore[reportPrivateUsage]
)
from simcord.enums import SELECT_TYPES

from tests.simcord.screens import Json
from tests.wire.discord.options import behind

LISTS = (6, 8)
"""Lists of roles and of channels, which simcord's hands can pick from by its own objects alone."""


def filled(form: Json, answers: Mapping[str, str]) -> list[Json]:
    """The parts of a form as they are sent in, but for its lists of roles and channels.

    Raises SetupError for what its parts do not take.
    """
    controls = _modal_control_map(form)
    given = dict(_given(controls, answers))
    nodes = [one for one in form["components"] if one["component"]["type"] not in LISTS]
    return _modal_submit_nodes(nodes, None, given, {}, 0, [])


def _given(
    controls: Mapping[str, Json], answers: Mapping[str, str]
) -> Iterator[tuple[str, str | list[str]]]:
    for name, value in answers.items():
        control = controls.get(name, {})
        if control and control["type"] not in LISTS:
            picked = behind(control.get("options") or (), value)
            yield name, [picked] if control["type"] in SELECT_TYPES else picked


def is_on(rows: Sequence[Json], name: str) -> bool:
    """Whether a button of this name stands in these rows."""
    return any(one.get("custom_id") == name for row in rows for one in row["components"])
