"""Metric lines, and the task's protection while there are calls."""

import asyncio
import json
from typing import Any

from .conftest import StartService
from .support.log import Log
from .support.servers import Recorded, recording_server
from .support.wait import wait_for

PROTECTED = {"protection": {"ProtectionEnabled": True}}


def asked(agent: Recorded) -> list[dict[str, Any]]:
    assert {(request["method"], request["path"]) for request in agent.requests} <= {
        ("PUT", "/api/x/task-protection/v1/state")
    }
    return [json.loads(request["text"]) for request in agent.requests]


async def test_active_calls_are_an_embedded_metric_with_one_dimension(start_service: StartService, lines: Log) -> None:
    service = await start_service(task_family="measured", metric_namespace="Some/Space")
    async with service.twilio().call():
        await wait_for(lambda: any(line["ActiveCalls"] == 1 for line in lines.metrics("measured")))
    await wait_for(lambda: lines.metrics("measured")[-1]["ActiveCalls"] == 0)
    first = lines.metrics("measured")[0]
    assert set(first) == {"_aws", "TaskFamily", "ActiveCalls"}
    assert first["_aws"]["CloudWatchMetrics"] == [
        {
            "Namespace": "Some/Space",
            "Dimensions": [["TaskFamily"]],
            "Metrics": [{"Name": "ActiveCalls", "Unit": "Count"}],
        }
    ]
    assert isinstance(first["_aws"]["Timestamp"], int)


async def test_without_a_task_family_there_is_no_metric(start_service: StartService, lines: Log) -> None:
    await start_service(task_family=None)
    await asyncio.sleep(0.15)
    assert not [line for line in lines.lines if "_aws" in line and line["TaskFamily"] is None]


async def test_protects_the_task_from_the_first_call_to_the_last(start_service: StartService) -> None:
    async with recording_server(body=PROTECTED) as agent:
        service = await start_service(agent_url=f"{agent.url}/api/x", max_call_minutes=45)
        await asyncio.sleep(0.2)
        assert asked(agent) == []
        async with service.twilio().call():
            await wait_for(lambda: agent.requests)
            async with service.twilio().call():
                await asyncio.sleep(0.2)
            # The second call began at nearly the same time: no second request.
            assert asked(agent) == [{"ProtectionEnabled": True, "ExpiresInMinutes": 45}]
        await wait_for(lambda: len(agent.requests) == 2)
        assert asked(agent)[1] == {"ProtectionEnabled": False}


async def test_does_not_protect_a_task_whose_calls_a_deployment_moves(start_service: StartService) -> None:
    async with recording_server(body=PROTECTED) as agent:
        service = await start_service(agent_url=f"{agent.url}/api/x", call_handover=True)
        async with service.twilio().call():
            await wait_for(lambda: service.server.calls.active)
            await asyncio.sleep(0.3)
        assert asked(agent) == []


async def test_protection_covers_the_youngest_call_and_never_one_that_is_too_long(start_service: StartService) -> None:
    async with recording_server(body=PROTECTED) as agent:
        service = await start_service(agent_url=f"{agent.url}/api/x", max_call_minutes=10)
        async with service.twilio().call():
            await wait_for(lambda: agent.requests)
            # As if the call had begun long ago: it needs nothing any more, a new one does.
            (call,) = service.server.calls.active
            call.began -= 3600
            async with service.twilio().call():
                await wait_for(lambda: len(service.server.calls.active) == 2)
                youngest = max(service.server.calls.active, key=lambda call: call.began)
                youngest.began += 60
                service.server.calls.listeners[0]()
                await wait_for(lambda: len(agent.requests) == 2)
                youngest.began -= 60
        minutes = [request.get("ExpiresInMinutes") for request in asked(agent)]
        assert minutes[:2] == [10, 11]


async def test_tries_again_after_a_failure_of_the_agent(
    start_service: StartService, lines: Log, monkeypatch: Any
) -> None:
    monkeypatch.setattr("phone_service.ecs.RETRY_SECONDS", 0.1)
    failure = {"failure": {"Arn": "arn:aws:ecs:eu-north-1:123456789012:task/x", "Reason": "TASK_NOT_VALID"}}
    async with recording_server(body=failure) as agent:
        service = await start_service(agent_url=f"{agent.url}/api/x")
        async with service.twilio().call() as stream, stream.silence():
            await wait_for(lambda: len(lines.events("protection-failed")) >= 2)
            assert "arn:aws" not in str(lines.lines)
            agent.silent = True
            await wait_for(lambda: lines.events("protection-failed")[-1].get("error") == "TimeoutError")
            agent.silent, agent.body = False, PROTECTED
            await wait_for(lambda: lines.events("protection"))
