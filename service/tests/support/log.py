"""The log lines of a service in this process."""

import json
from typing import Any

from .wait import wait_for


class Log:
    """Collects lines as they would be written."""

    def __init__(self) -> None:
        self.lines: list[dict[str, Any]] = []

    def write(self, line: dict[str, object]) -> None:
        self.lines.append(json.loads(json.dumps(line)))

    def events(self, name: str) -> list[dict[str, Any]]:
        return [line for line in self.lines if line.get("event") == name]

    def metrics(self, task_family: str) -> list[dict[str, Any]]:
        return [line for line in self.lines if line.get("TaskFamily") == task_family]

    async def event(self, name: str, seconds: float = 3) -> dict[str, Any]:
        """The first line of this name, as soon as there is one."""
        await wait_for(lambda: self.events(name), seconds)
        return self.events(name)[0]
