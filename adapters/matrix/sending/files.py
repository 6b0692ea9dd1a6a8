"""What goes with a reply: files and pictures, sealed where the room is encrypted."""

import logging
from collections.abc import Sequence
from dataclasses import dataclass

from adapters.matrix.crypto.asking import upload
from adapters.matrix.crypto.media import sealed_file
from adapters.matrix.drawing.content import Content
from adapters.matrix.drawing.files import Kept, picture
from adapters.matrix.gateway.errors import Refused
from adapters.matrix.payload import payload_of, text_of
from adapters.matrix.sending.outcomes import speaks_of_us
from adapters.matrix.sending.wire import Wire
from bot.ui.reply import File, Reply, picture_name

LOG = logging.getLogger(__name__)
SHORT = 2_000
"""Characters of a file that is shown as text where it could only lie in plain on a homeserver."""
TEXT, JPEG, SEALED = "text/plain", "image/jpeg", "application/octet-stream"


@dataclass(frozen=True, slots=True)
class Files:
    """Uploads. Raises Refused, or OSError."""

    wire: Wire

    async def of(self, what: Reply, room: str) -> tuple[list[Content], list[Content], list[File]]:
        """The messages of its files, those of its pictures, and the files to show as text.

        No picture where something is hidden: it could not be hidden with it. A file that the
        homeserver does not take is shown as text; a picture is left out, and the words go alone.
        """
        pictures = () if what.hidden else what.pictures
        if not what.files and not pictures:
            return [], [], []
        sealed = await self.wire.is_encrypted(room)
        files, inline = await self._files(what.files, sealed=sealed)
        return files, await self._pictures(pictures, what.voice, sealed=sealed), inline

    async def _pictures(
        self, pictures: Sequence[bytes], voice: str, *, sealed: bool
    ) -> list[Content]:
        contents = list[Content]()
        for number, one in enumerate(pictures, 1):
            try:
                kept = await self._kept(picture_name(number), one, JPEG, sealed=sealed)
            except Refused as no:
                if speaks_of_us(no):
                    raise
                LOG.error("a picture was not taken: %s", no)
            else:
                contents.append(picture(kept, voice))
        return contents

    async def _files(
        self, files: Sequence[File], *, sealed: bool
    ) -> tuple[list[Content], list[File]]:
        contents, inline = list[Content](), list[File]()
        for one in files:
            if not sealed and len(one.content) <= SHORT:
                inline.append(one)
                continue
            try:
                kept = await self._kept(one.name, one.content.encode(), TEXT, sealed=sealed)
            except Refused as no:
                if speaks_of_us(no):
                    raise
                LOG.warning("a file was not taken: %s", no)
                inline.append(one)
            else:
                contents.append(kept.content("m.file"))
        return contents, inline

    async def _kept(self, name: str, what: bytes, kind: str, *, sealed: bool) -> Kept:
        given, opens = sealed_file(what) if sealed else (what, payload_of(None))
        told = await upload(self.wire.client(), given, SEALED if sealed else kind)
        address = text_of(told.get("content_uri"))
        if not address:
            raise ConnectionAbortedError
        return Kept(name, kind, len(what), address, opens)
