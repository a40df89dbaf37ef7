"""The service's routes: two for health checks and people, two for Twilio."""

import asyncio
import time
from urllib.parse import parse_qsl

from starlette.applications import Starlette
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route, WebSocketRoute
from starlette.types import ASGIApp, Receive, Scope, Send

from phone_service import log
from phone_service.calls import Call, Calls, State
from phone_service.line import run_line
from phone_service.settings import Settings
from phone_service.twilio import twiml
from phone_service.twilio.call_token import CallTokens
from phone_service.twilio.messages import CALL_SID, Close, StreamFault
from phone_service.twilio.signature import SignatureCheck
from phone_service.twilio.stream import TwilioSocket


class PhoneApp:
    """Health, readiness, webhook and media stream."""

    def __init__(self, settings: Settings, calls: Calls, signatures: SignatureCheck) -> None:
        self._settings = settings
        self._calls = calls
        self._signatures = signatures
        self._tokens = CallTokens([settings.api_secret, *settings.auth_tokens])
        self._webhook_url = f"https://{settings.external_domain}{settings.webhook_path}"
        self._stream_url = f"wss://{settings.external_domain}{settings.media_stream_path}"

    def asgi(self) -> Starlette:
        """Builds the application."""
        return Starlette(
            routes=[
                Route("/health", self._health),
                Route("/ready", self._ready),
                Route(self._settings.webhook_path, self._incoming_call, methods=["POST"]),
                WebSocketRoute(self._settings.media_stream_path, _Asgi(self._media_stream)),
            ]
        )

    async def _health(self, _request: Request) -> Response:
        """Answers 200 while the process runs. ECS stops a task that fails this check, and with it the task's calls."""
        return JSONResponse({"status": "ok"})

    async def _ready(self, _request: Request) -> Response:
        """Tells people whether the task would take a call."""
        state = self._calls.state
        counts = {"calls": len(self._calls.active), "maxCalls": self._settings.max_calls}
        return JSONResponse({"status": state, **counts}, 200 if state is State.READY else 503)

    async def _incoming_call(self, request: Request) -> Response:
        parameters = await self._parameters(request)
        if isinstance(parameters, Response):
            return parameters
        query = f"?{request.url.query}" if request.url.query else ""
        if not self._signatures.matched(self._webhook_url + query, parameters, request.headers):
            log.event("webhook-refused", "WARNING", reason="signature")
            return Response(status_code=403)
        call_sid = dict(parameters).get("CallSid", "")
        if not CALL_SID.match(call_sid):
            log.event("webhook-refused", "WARNING", reason="no-call-sid")
            return Response(status_code=400)
        return _twiml(self._answer(call_sid, _moves(request.query_params.get("moved"), self._settings.limits.moves)))

    async def _parameters(self, request: Request) -> list[tuple[str, str]] | Response:
        body = bytearray()
        try:
            async with asyncio.timeout(self._settings.limits.body_seconds):
                async for chunk in request.stream():
                    body += chunk
                    if len(body) > self._settings.limits.message_bytes:
                        return Response(status_code=413)
            return parse_qsl(body.decode(), keep_blank_values=True, strict_parsing=bool(body), max_num_fields=1000)
        except TimeoutError:
            return Response(status_code=408)
        except (ValueError, ClientDisconnect):
            return Response(status_code=400)

    def _answer(self, call_sid: str, moves: int) -> str:
        if self._calls.is_over(call_sid):
            return twiml.HANG_UP
        on = twiml.redirect(f"{self._webhook_url}?moved={moves + 1}") if moves < self._settings.limits.moves else ""
        if self._calls.reserve(call_sid):
            log.event("call-answered", call=call_sid, moves=moves)
            return twiml.stream(self._stream_url, self._token(call_sid)) + on
        log.event("call-refused", "WARNING", call=call_sid, reason=self._calls.state, moves=moves)
        if moves == 0:
            return twiml.BUSY
        # A call in progress cannot be rejected any more. The redirect lets it try another task.
        return twiml.pause(1) + on if on else twiml.HANG_UP

    def _token(self, call_sid: str) -> str:
        return self._tokens.make(call_sid, time.time(), self._settings.limits.token_seconds)

    async def _media_stream(self, scope: Scope, receive: Receive, send: Send) -> None:
        socket = TwilioSocket(scope, receive, send, self._settings.limits)
        if not self._signatures.matched(self._stream_url, (), socket.headers):
            log.event("stream-refused", "WARNING", reason="signature")
            # The upgrade is not accepted yet, so the peer gets HTTP 403.
            await socket.refuse()
            return
        await socket.accept()
        call = await self._begin(socket)
        if call is None:
            return
        try:
            await _run(call)
        finally:
            self._calls.finish(call)
            seconds = round(time.monotonic() - call.began, 3)
            log.event("call-ended", call=call.call_sid, reason=socket.end_reason, seconds=seconds)

    async def _begin(self, socket: TwilioSocket) -> Call | None:
        try:
            start = await socket.read_start()
            if not self._tokens.is_good(start.token, start.call_sid, time.time()):
                raise StreamFault("token")
            call = self._calls.begin(start.call_sid, start.stream_sid, socket)
            if call is None:
                raise StreamFault(self._calls.state, Close.TRY_AGAIN_LATER)
        except StreamFault as fault:
            log.event("stream-refused", "WARNING", reason=fault.reason, code=fault.code)
            await socket.end(fault.reason, fault.code)
            return None
        log.event("call-began", call=call.call_sid, calls=len(self._calls.active))
        return call


async def _run(call: Call) -> None:
    """Runs the line. If the line returns first, hangs up the call. If the call ends first, stops the line."""
    line = asyncio.create_task(run_line(call))
    ended = asyncio.create_task(call.socket.ended.wait())
    keep_alive = asyncio.create_task(call.socket.keep_alive())
    try:
        await asyncio.wait({line, ended}, return_when=asyncio.FIRST_COMPLETED)
        await asyncio.wait({line}, timeout=call.settings.limits.line_stop_seconds)
        if line.done() and not line.cancelled() and (error := line.exception()):
            log.failure("line-failed", error, call=call.call_sid)
            await call.socket.end("line-failed", Close.INTERNAL_ERROR)
        elif not call.socket.ended.is_set():
            reading = asyncio.create_task(call.socket.read_to_end())
            await call.hang_up()
            reading.cancel()
        await call.socket.end("line")
    finally:
        for task in (line, ended, keep_alive):
            task.cancel()


class _Asgi:
    """Lets Starlette call a method as an ASGI application."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        await self._app(scope, receive, send)


def _twiml(verbs: str) -> Response:
    return Response(twiml.document(verbs), media_type="text/xml")


def _moves(text: str | None, most: int) -> int:
    """How often the call was moved. An invalid number counts as the maximum, so the call is not moved again."""
    if text is None:
        return 0
    return min(int(text), most) if text.isascii() and text.isdigit() and len(text) <= 2 else most
