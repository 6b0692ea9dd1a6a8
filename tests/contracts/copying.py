"""What the tests of backup and restore share: a deployment, its copies, and looking at files."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from adapters.sql.backup import Backup, Deployment, Refused, Why, back_up
from adapters.sql.restore import Restored, restore
from tests.contracts.houses import ANA, Files, living, remember

NOW = datetime(2026, 1, 5, 9, 0, tzinfo=UTC)
LATER = NOW + timedelta(hours=1)


class Case:
    """A deployment with a backup of its data and keys."""

    def __init__(self, folder: Path) -> None:
        """Everything lies below `folder`, each thing in a folder of its own."""
        self.files = Files(folder / "house")
        self.files.folder.mkdir(parents=True)
        self.at = Deployment(self.files.database, self.files.keys)
        self.to, self.keys_to = folder / "copies", folder / "copies of keys"
        self.made: Backup

    @classmethod
    async def begun(cls, folder: Path) -> "Case":
        """Ana is remembered and on duty, and that is in a backup."""
        case = cls(folder)
        await remember(case.files)
        async with living(case.files) as house:
            await house.store.unit("duty", lambda: house.rota.join(ANA, NOW))
        await case.back_up()
        return case

    async def back_up(self, now: datetime = NOW) -> Backup:
        """Copy data and keys."""
        self.made = await back_up(self.at, self.to, self.keys_to, now)
        return self.made

    async def restore(
        self, data: Path | None = None, keys: Path | None = None,
        *, replaced: bool = False, partly: bool = False,
    ) -> Restored:  # fmt: skip
        """Put the newest copy back, or another one."""
        copy = data or self.made.data
        return await restore(self.at, copy, keys, LATER, replace=replaced, partly=partly)

    async def refused(
        self, data: Path | None = None, keys: Path | None = None, *, replaced: bool = True
    ) -> Why:
        """Why it is refused; nothing that is there may have changed."""
        before = self.everything()
        with pytest.raises(Refused) as why:
            await self.restore(data, keys, replaced=replaced)
        assert self.everything() == before
        return why.value.why

    def lose_the_data(self) -> None:
        """The database and its logs are gone."""
        for file in self.files.folder.glob("house.db*"):
            file.unlink()

    def everything(self) -> dict[str, bytes]:
        """Every file but the lock, which is made whenever somebody asks for it."""
        found = self.files.everything()
        return {name: held for name, held in found.items() if not name.endswith(".lock")}


def names(folder: Path) -> list[str]:
    """What lies in a folder."""
    return sorted(one.name for one in folder.iterdir())


def tree(folder: Path) -> set[Path]:
    """Everything below a folder."""
    return set(folder.rglob("*"))
