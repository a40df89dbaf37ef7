"""Metrics as log lines in CloudWatch's embedded metric format: no right, no SDK, no network.

Source: https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html.
The one dimension is the task family: no other name of the task is known to its container before it starts. Every task
writes at the same pace, so the metric's average is the calls of a task.
"""

import asyncio
import time

from phone_service import log
from phone_service.calls import Calls
from phone_service.settings import Settings
from phone_service.twilio.signature import SignatureCheck

_SIGNATURE_METRICS = {
    "TWILIO_AUTH_TOKEN": "SignedByToken",
    "TWILIO_AUTH_TOKEN_NEXT": "SignedByNextToken",
}


class Metrics:
    """Writes ActiveCalls at a steady pace and, during a rotation, which token Twilio signs with."""

    def __init__(self, settings: Settings, calls: Calls, signatures: SignatureCheck) -> None:
        self._settings = settings
        self._calls = calls
        self._signatures = signatures
        self._written = dict(signatures.counts)

    async def run(self) -> None:
        """Writes until it is cancelled."""
        while True:
            self.write()
            await asyncio.sleep(self._settings.limits.metric_seconds)

    def write(self) -> None:
        """Writes one line; nothing without a task family."""
        if self._settings.task_family is None:
            return
        values = {"ActiveCalls": len(self._calls.active), **self._signed()}
        directive = {
            "Namespace": self._settings.metric_namespace,
            "Dimensions": [["TaskFamily"]],
            "Metrics": [{"Name": name, "Unit": "Count"} for name in values],
        }
        aws = {"Timestamp": int(time.time() * 1000), "CloudWatchMetrics": [directive]}
        log.write({"_aws": aws, "TaskFamily": self._settings.task_family, **values})

    def _signed(self) -> dict[str, int]:
        """Which token signed since the last line; at rest there is one token and nothing to tell (or to pay for)."""
        if len(self._signatures.counts) == 1:
            return {}
        before, self._written = self._written, dict(self._signatures.counts)
        return {_SIGNATURE_METRICS[name]: count - before[name] for name, count in self._written.items()}
