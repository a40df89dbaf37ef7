"""Logs one JSON object per line to stdout, with known fields only: no phone number, credential or foreign text."""

import json
import logging
import sys
import time
import traceback
from typing import TYPE_CHECKING, Literal, TypedDict, Unpack

from loguru import logger as loguru

if TYPE_CHECKING:
    from loguru import Message

Level = Literal["INFO", "WARNING", "ERROR"]


class Fields(TypedDict, total=False):
    """The fields of a line. Add a field only if it can never contain a phone number or a credential."""

    call: str
    """A call SID whose format was checked."""
    reason: str
    """A word that is defined in this program."""
    scheme: str
    seconds: float
    minutes: int
    calls: int
    max_calls: int
    moves: int
    status: int
    code: int
    faults: list[str]
    error: str
    """The name of an exception's type, never its text."""
    where: str
    """Module and line."""
    path: str
    port: int


def event(name: str, level: Level = "INFO", **fields: Unpack[Fields]) -> None:
    """Writes one line."""
    write({"time": _now(), "level": level, "event": name, **fields})


def failure(name: str, cause: BaseException, **fields: Unpack[Fields]) -> None:
    """Logs what failed and where, without the exception's text: it could contain a credential or a phone number."""
    frames = traceback.extract_tb(cause.__traceback__)
    where = f"{frames[-1].filename.rpartition('site-packages/')[2]}:{frames[-1].lineno}" if frames else "unknown"
    known: Fields = {**fields, "error": type(cause).__name__, "where": where}
    event(name, "ERROR", **known)


def write(line: dict[str, object]) -> None:
    """Writes a JSON object as one line and flushes it."""
    sys.stdout.write(json.dumps(line, separators=(",", ":")) + "\n")
    sys.stdout.flush()


def take_over_logging() -> None:
    """Logs where a library reports a problem, without its text: such texts quote messages and answers."""
    logging.basicConfig(handlers=[_LibraryHandler()], level=logging.WARNING, force=True)
    # asyncio warns about connections that have ended normally.
    logging.getLogger("asyncio").setLevel(logging.ERROR)
    loguru.remove()
    loguru.add(_from_loguru, level="WARNING", format="", backtrace=False, diagnose=False)


class _LibraryHandler(logging.Handler):
    def emit(self, record: logging.LogRecord) -> None:
        error = record.exc_info[1] if record.exc_info else None
        _library(record.levelname, f"{record.name}:{record.lineno}", error)


def _from_loguru(message: "Message") -> None:
    record = message.record
    error = record["exception"].value if record["exception"] else None
    _library(record["level"].name, f"{record['name']}:{record['line']}", error)


def _library(level: str, where: str, error: BaseException | None) -> None:
    line: dict[str, object] = {"time": _now(), "level": level, "event": "library", "where": where}
    if error is not None:
        line["error"] = type(error).__name__
    write(line)


def _now() -> str:
    seconds = time.time()
    return time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime(seconds)) + f".{int(seconds % 1 * 1000):03d}Z"
