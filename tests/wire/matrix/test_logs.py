"""What a bot logs at its most talkative: nothing that anybody wrote, and nobody's name."""

import asyncio
import json
import signal
from pathlib import Path

from tests.wire.matrix.conftest import Arrives
from tests.wire.matrix.synapse import Synapse
from tests.wire.matrix.test_process import CRY, facts, running, told
from tests.wire.matrix.town import Space, account, come

SECRET = "my sister's dog is called biscuit"  # noqa: S105 - nobody's password


async def test_at_debug_no_log_tells_who_wrote_or_what(
    synapse: Synapse, arrives: Arrives, tmp_path: Path
) -> None:
    bot = account(synapse)
    mo, ana = await arrives("mo"), await arrives("ana")
    space = await Space.made(synapse, mo, bot[0], ana.id)
    staff, talk = await space.room("Moderators", bot[0]), await space.room("Talk", bot[0], ana.id)
    await come(ana, [space.id, talk])
    rooms = json.dumps([staff])
    env = facts(
        synapse, tmp_path, bot, MATRIX__SPACE=space.id, MATRIX__MODERATOR_ROOMS=rooms,
        LOG_LEVEL="DEBUG",
    )  # fmt: skip
    async with running(env, stderr=asyncio.subprocess.PIPE) as process:
        assert process.stderr is not None
        logging = asyncio.ensure_future(process.stderr.read())
        await mo.is_with(bot[0], staff)
        await ana.is_with(bot[0], talk)
        private = await ana.opens(bot[0])
        await ana.is_with(bot[0], private)
        said = [await ana.says(private, SECRET), await ana.says(talk, f"{CRY}, {SECRET}")]
        await told(mo, staff, "Incident")
        process.send_signal(signal.SIGTERM)
        await process.wait()
        log = (await logging).decode(errors="replace")
    assert "INFO" in log or "DEBUG" in log
    for one in (ana.id, ana.name, mo.id, private, talk, bot[1], CRY, SECRET, *said):
        assert one not in log, one
