"""How far the machines go: some hundred steps on every run, as many as wanted by hand."""

from hypothesis import HealthCheck, Phase, settings

ALL_OF_THEM = (
    HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.large_base_example,
    HealthCheck.filter_too_much,
)  # fmt: skip
IN_CI = settings(
    max_examples=15, stateful_step_count=50, deadline=None,
    suppress_health_check=ALL_OF_THEM,
)  # fmt: skip
AT_LENGTH = settings(
    max_examples=25, stateful_step_count=100, deadline=None, database=None,
    suppress_health_check=ALL_OF_THEM, phases=(Phase.explicit, Phase.generate),
)  # fmt: skip
"""Without shrinking: what fails at length is shown as it happened, and at once."""
