"""Copies of who the bot is on Matrix: its identity, and whom it knows; never its device.

What a device encrypts with moves on with each message, and one that is brought back would speak
with what it has used: others could not read it. So a copy has none, nor any key of what was said:
whoever has it can read nothing. Who begins from one is a new device of the same identity, which
nobody is warned of. A copy is a folder that opens as it is, under a key of its own.
"""

import shutil
from pathlib import Path

from adapters.matrix.keeping.files import FOLDER, write_private
from adapters.matrix.keeping.kept import Kept, KeptBefore
from adapters.matrix.keeping.moved import Moved
from adapters.matrix.keeping.pins import Pins, pins_in
from adapters.matrix.keeping.seal import Seal

COPY = "matrix"
"""What it is called among copies of keys."""


def copy_identity(folder: Path, to: Path) -> bool:
    """Into a new folder (0700, files 0600), durable; whether there is one to copy.

    Raises Unusable where what is kept is broken, OSError where it cannot be written.
    """
    kept, copy = Kept(folder), Kept(to)
    seeds, device = kept.seeds(), kept.device()
    if seeds is None or device is None:
        return False
    to.mkdir(mode=FOLDER, parents=True)
    copy.keep_seeds(seeds)
    copy.keep_before(KeptBefore(device.user, device.id))
    seal = Seal.of(copy.pickle_key())
    Pins(to, seal).goes_on(pins_in(folder))
    if moved := Moved(folder, Seal.of(kept.pickle_key())).load():
        Moved(to, seal).save(moved)
    return True


def put_back(copy: Path, folder: Path) -> bool:
    """Let a copy be the bot's folder, where there is none; whether that was so.

    What is there is newer than any copy, and stays. Raises OSError.
    """
    if not copy.is_dir() or (folder.is_dir() and any(folder.iterdir())):
        return False
    stage = folder.with_name(f"{folder.name}.partial")
    if stage.exists():
        shutil.rmtree(stage)
    stage.mkdir(mode=FOLDER, parents=True)
    for one in copy.iterdir():
        write_private(stage / one.name, one.read_bytes())
    if folder.is_dir():
        folder.rmdir()
    stage.rename(folder)
    return True
