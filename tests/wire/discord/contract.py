"""Bodies held against Discord's official document: requests of the bot, answers of the server."""

import functools
import json
import os
import re
from pathlib import Path
from typing import Any

import jsonschema_rs

SHARED = Path(os.environ.get("PORCHLIGHT_SHARED", Path(__file__).parents[4] / "shared"))
FILE = "data/discord-openapi.json"


class BrokenError(AssertionError):
    """A body that the document does not allow."""


@functools.cache
def _document() -> dict[str, Any]:
    found: dict[str, Any] = json.loads((SHARED / FILE).read_text(encoding="utf-8"))
    return found


@functools.cache
def _routes() -> list[tuple[re.Pattern[str], str]]:
    paths = sorted(_document()["paths"], key=lambda path: ("{" in path, -len(path)))
    return [(re.compile(re.sub(r"\{[^}]+\}", r"[^/]+", path)), path) for path in paths]


def path_of(url: str) -> str | None:
    """The path of the document that a request goes to."""
    exact = [path for pattern, path in _routes() if pattern.fullmatch(url)]
    return min(exact, key=lambda path: path.count("{"), default=None)


@functools.cache
def _validator(path: str, method: str, status: int | None) -> Any:  # noqa: ANN401 - none has a type
    operation = _document()["paths"][path].get(method.lower())
    if operation is None:
        message = f"{method} {path} is not in the document"
        raise BrokenError(message)
    if status is None:
        content = operation.get("requestBody", {}).get("content", {})
    else:
        answers = operation["responses"]
        content = answers.get(str(status), {}).get("content", {})
        if status < 400 and str(status) not in answers and "2XX" not in answers:
            message = f"{method} {path} never answers with {status}"
            raise BrokenError(message)
    schema = content.get("application/json", {}).get("schema")
    if schema is None:
        return None
    whole = {**schema, "components": _document()["components"]}
    return jsonschema_rs.Draft202012Validator(whole, validate_formats=False)


def check(url: str, method: str, body: object, status: int | None = None) -> None:
    """Raise BrokenError where a body is not as the document has it; `status` makes it an answer."""
    path = path_of(url)
    if path is None:
        message = f"{url} is not in the document"
        raise BrokenError(message)
    validator = _validator(path, method, status)
    if validator is None:
        return
    errors = [f"{one.instance_path}: {one.message[:300]}" for one in validator.iter_errors(body)]
    if errors:
        what = "request" if status is None else f"answer {status}"
        message = f"{method} {path}, {what}: {'; '.join(errors[:3])}"
        raise BrokenError(message)
