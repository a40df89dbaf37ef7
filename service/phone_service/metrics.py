"""Metrics as log lines in CloudWatch's embedded metric format. They need no permission, no SDK and no network.

Source: https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html.
The only dimension is the task family: the task definition can name it before the task exists. Every task writes at the
same interval, so the metric's average is the number of calls per task.
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
    """Writes ActiveCalls at a fixed interval and, during a rotation, how many requests each auth token signed."""

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
        """Writes one line, or nothing when there is no task family."""
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
        """How many requests each token signed since the last line. Empty outside a rotation: a metric costs money."""
        if len(self._signatures.counts) == 1:
            return {}
        before, self._written = self._written, dict(self._signatures.counts)
        return {_SIGNATURE_METRICS[name]: count - before[name] for name, count in self._written.items()}
