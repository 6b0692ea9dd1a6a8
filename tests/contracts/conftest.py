"""What the contract tests are given."""

from pathlib import Path

import pytest

from tests.contracts.houses import Files


@pytest.fixture
def files(tmp_path: Path) -> Files:
    """A deployment's folder, still empty."""
    return Files(tmp_path)
