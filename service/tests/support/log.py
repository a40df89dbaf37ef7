"""The log lines of a service in this process."""

import asyncio
import json
from typing import Any


class Log:
    """Collects lines as they would be written."""

    def __init__(self) -> None:
        self.lines: list[dict[str, Any]] = []

    def write(self, line: dict[str, object]) -> None:
        self.lines.append(json.loads(json.dumps(line)))

    def events(self, name: str) -> list[dict[str, Any]]:
        return [line for line in self.lines if line.get("event") == name]

    def metrics(self) -> list[dict[str, Any]]:
        return [line for line in self.lines if "_aws" in line]

    async def event(self, name: str, seconds: float = 3) -> dict[str, Any]:
        """The first line of this name, as soon as there is one."""
        async with asyncio.timeout(seconds):
            while not self.events(name):
                await asyncio.sleep(0.01)
        return self.events(name)[0]
