"""Measures the service: start to healthy, calls at once on one core, calls in a row. Never part of the tests.

    python -m bench.calls --calls 30 --seconds 20 --row 300

With --url it calls a service that runs already; its auth token comes from TWILIO_AUTH_TOKEN.
"""

import argparse
import asyncio
import json
import os
import statistics
import sys
from typing import Any

from tests.support.twilio import Twilio, new_sid

from .caller import Heard, call
from .server import DOMAIN, Measured, measured_service


async def at_once(twilio: Twilio, calls: int, seconds: float) -> dict[str, Any]:
    """Makes calls at the same time. They begin one after another within two seconds."""

    async def late(index: int) -> Heard:
        await asyncio.sleep(index / calls * 2)
        return await call(twilio, seconds)

    heard = await asyncio.gather(*(late(index) for index in range(calls)))
    delays = sorted(delay for one in heard for delay in one.delays)
    return {
        "calls": calls,
        "framesSent": sum(one.sent for one in heard),
        "framesLost": sum(one.lost for one in heard),
        "delayMs": {
            "median": round(statistics.median(delays) * 1000),
            "p95": round(delays[int(len(delays) * 0.95)] * 1000),
            "max": round(delays[-1] * 1000),
        },
    }


async def in_a_row(measured: Measured, count: int) -> dict[str, Any]:
    """Makes short calls one after another, and records memory and descriptors five times."""
    seen = []
    for index in range(1, count + 1):
        call_sid = new_sid("CA")
        answer = await measured.twilio.webhook(call_sid)
        async with measured.twilio.stream(call_sid) as stream:
            await stream.begin(answer.call_token)
            listening = asyncio.create_task(stream.listen())
            await stream.say(bytes(160 * 5))
            await stream.send("stop", stop={})
            await listening
        if index % max(1, count // 5) == 0:
            use = measured.use()
            seen.append({"calls": index, "memoryMb": round(use.memory_mb, 1), "descriptors": use.descriptors})
    return {"calls": count, "seen": seen}


async def run(options: argparse.Namespace) -> dict[str, Any]:
    if options.url:
        twilio = Twilio(options.url, DOMAIN, os.environ["TWILIO_AUTH_TOKEN"])
        return {"atOnce": await at_once(twilio, options.calls, options.seconds)}
    async with measured_service(options.core) as measured:
        result: dict[str, Any] = {"healthySeconds": round(measured.healthy_seconds, 2)}
        before = measured.use()
        result["idle"] = {"memoryMb": round(before.memory_mb, 1), "descriptors": before.descriptors}
        if options.calls:
            result["atOnce"] = await at_once(measured.twilio, options.calls, options.seconds)
            cpu = measured.use().cpu_seconds - before.cpu_seconds
            call_seconds = options.calls * (options.seconds + 4.4)
            result["atOnce"]["cpuMsPerCallSecond"] = round(cpu / call_seconds * 1000, 1)
        if options.row:
            result["inARow"] = await in_a_row(measured, options.row)
        return result


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m bench.calls", description=__doc__)
    parser.add_argument("--calls", type=int, default=30, help="calls at once (default 30)")
    parser.add_argument("--seconds", type=float, default=20, help="how long each speaks (default 20)")
    parser.add_argument("--row", type=int, default=0, help="short calls in a row (default none)")
    parser.add_argument("--core", type=int, default=0, help="core that the service is pinned to (default 0)")
    parser.add_argument("--url", help="a service that runs already, as http://127.0.0.1:PORT")
    result = asyncio.run(run(parser.parse_args()))
    print(json.dumps(result, indent=2))
    return 1 if result.get("atOnce", {}).get("framesLost") else 0


if __name__ == "__main__":
    sys.exit(main())
