"""The service in its own process, as a container starts it: environment, signals, exit codes, log."""

import asyncio
import json
import os
import secrets
import signal
import socket
import sys
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import aiohttp

from phone_service.server import drain_seconds

from .support.audio import marked
from .support.servers import recording_server
from .support.twilio import Twilio, new_phone_number, new_sid
from .support.wait import wait_for

FOLDER = Path(__file__).parent.parent


HOST = "127.0.0.9"
"""A loopback address that nothing else uses: on 127.0.0.1 another server may take the port before the service does."""


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])


def environment(**changes: str) -> dict[str, str]:
    return {
        "PATH": os.environ["PATH"],
        "HOST": HOST,
        "PORT": str(free_port()),
        "EXTERNAL_DOMAIN": "phone.example.com",
        "TWILIO_ACCOUNT_SID": new_sid("AC"),
        "TWILIO_AUTH_TOKEN": secrets.token_hex(16),
        "TWILIO_AUTH_TOKEN_NEXT": secrets.token_hex(16),
        "TWILIO_API_SID": new_sid("SK"),
        "TWILIO_API_SECRET": secrets.token_hex(16),
        "TWILIO_PHONE_NUMBER": new_phone_number(),
        "TASK_FAMILY": "phone",
        "GRACEFUL_SHUTDOWN_TIMEOUT": "3",
        **changes,
    }


async def start(env: dict[str, str], *command: str) -> asyncio.subprocess.Process:
    pipe = asyncio.subprocess.PIPE
    return await asyncio.create_subprocess_exec(
        sys.executable, *(command or ("-m", "phone_service")), cwd=FOLDER, env=env, stdout=pipe, stderr=pipe
    )


@dataclass
class Process:
    process: asyncio.subprocess.Process
    twilio: Twilio
    read: bytes = b""
    """What was read of its log so far."""

    async def event(self, name: str) -> None:
        """Reads the log up to the first event of this name."""
        assert self.process.stdout
        async with asyncio.timeout(15):
            while f'"event":"{name}"'.encode() not in self.read:
                line = await self.process.stdout.readline()
                assert line, "the process ended"
                self.read += line

    async def stop(self) -> tuple[int, str, float]:
        """Sends SIGTERM; returns exit code, everything written, and the seconds that it took."""
        began = time.monotonic()
        self.process.send_signal(signal.SIGTERM)
        written = self.read + b"".join(await asyncio.wait_for(self.process.communicate(), 10))
        return self.process.returncode or 0, written.decode(), time.monotonic() - began


@asynccontextmanager
async def running(env: dict[str, str], *command: str) -> AsyncIterator[Process]:
    process = await start(env, *command)
    url = f"http://{HOST}:{env['PORT']}"
    try:
        async with asyncio.timeout(20), aiohttp.ClientSession() as session:
            while True:
                try:
                    async with session.get(f"{url}/health") as answer:
                        assert answer.status == 200
                        break
                except aiohttp.ClientConnectionError:
                    await asyncio.sleep(0.05)
        yield Process(process, Twilio(url, env["EXTERNAL_DOMAIN"], env["TWILIO_AUTH_TOKEN"]))
    finally:
        if process.returncode is None:
            process.kill()
            await process.communicate()


async def test_wrong_settings_are_exit_code_2_with_every_fault_and_no_value() -> None:
    env = environment(PORT="99999", TWILIO_API_SECRET="no-secret-of-twilio", MAX_CALLS="lots")
    process = await start(env)
    out, err = await asyncio.wait_for(process.communicate(), 10)
    assert process.returncode == 2
    assert err == b""
    (line,) = out.decode().splitlines()
    faults = json.loads(line)["faults"]
    assert [fault.split(":")[0] for fault in faults] == ["TWILIO_API_SECRET", "PORT", "MAX_CALLS"]
    assert not any(value in line for value in ("99999", "no-secret-of-twilio", "lots"))


async def test_a_port_in_use_is_exit_code_1() -> None:
    with socket.socket() as taken:
        taken.bind((HOST, 0))
        taken.listen()
        process = await start(environment(PORT=str(taken.getsockname()[1])))
        out, _ = await asyncio.wait_for(process.communicate(), 20)
    assert process.returncode == 1
    assert json.loads(out.decode().splitlines()[-1])["event"] == "cannot-listen"


async def test_sigterm_moves_calls_and_the_log_holds_no_credential_and_no_number() -> None:
    agent_body = {"protection": {"ProtectionEnabled": True}}
    async with recording_server(status=500) as api, recording_server(body=agent_body) as agent:
        env = environment(PHONE_TEST_TWILIO_API_URL=api.url, ECS_AGENT_URI=agent.url)
        api.body = {"message": f"{env['TWILIO_ACCOUNT_SID']} failed"}
        numbers = [new_phone_number(), new_phone_number()]
        async with running(env) as process:
            twilio = process.twilio
            call_sid = new_sid("CA")
            answer = await twilio.webhook(call_sid, data={"From": numbers[0], "To": numbers[1]})
            await twilio.webhook(call_sid, signature=env["TWILIO_AUTH_TOKEN"])
            async with twilio.stream(call_sid) as stream, twilio.call() as quitter, twilio.call() as junk:
                await stream.begin(answer.call_token)
                await quitter.press("#")
                await junk.socket.send(
                    json.dumps({"event": "media", "from": numbers[0], "token": env["TWILIO_API_SID"]})
                )
                async with stream.silence(), quitter.silence():
                    listening = asyncio.create_task(stream.listen())
                    await wait_for(lambda: stream.audio)
                    assert (await quitter.listen(), await junk.listen()) == (1000, 1007)
                    code, log, seconds = await process.stop()
                    assert await listening == 1000
        assert code == 0
        # Exit code 0 also says that the process ended within its grace: later it would have stopped itself with 1.
        assert drain_seconds(3) < seconds < 10
        assert '"event":"moving-calls"' in log
        assert '"event":"hang-up"' in log
        secret = [value for name, value in env.items() if name.startswith("TWILIO_")]
        for value in [*secret, *numbers, answer.call_token, *(number[2:] for number in numbers)]:
            assert value not in log
        for line in log.splitlines():
            assert isinstance(json.loads(line), dict)


async def test_a_short_call_ends_by_itself_and_the_process_right_after_it() -> None:
    async with running(environment(GRACEFUL_SHUTDOWN_TIMEOUT="30")) as process, process.twilio.call() as stream:
        stopping = asyncio.create_task(process.stop())
        await stream.say(marked(25))
        ended = time.monotonic()
        await stream.send("stop", stop={})
        code, _, _ = await stopping
        assert code == 0
        assert time.monotonic() - ended < 10


async def test_a_line_that_does_not_let_go_is_left_behind_in_time() -> None:
    """The grace's end comes before ECS's SIGKILL, which would hide what went wrong."""
    program = (
        "import time, phone_service.web as web, phone_service.__main__ as main\n"
        "async def run_line(call):\n    time.sleep(30)\n"
        "web.run_line = run_line\n"
        "raise SystemExit(main.main())"
    )
    async with running(environment(), "-c", program) as process, process.twilio.call():
        await process.event("call-began")
        signalled = datetime.now(UTC)
        code, log, seconds = await process.stop()
        assert code == 1
        assert seconds < 10
        (forced,) = [line for line in log.splitlines() if '"event":"stopped-by-force"' in line]
        assert (datetime.fromisoformat(json.loads(forced)["time"]) - signalled).total_seconds() < 3
