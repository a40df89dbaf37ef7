"""The TwiML that the webhook answers with. Source: https://www.twilio.com/docs/voice/twiml."""

from xml.sax.saxutils import escape, quoteattr

BUSY = '<Reject reason="busy"/>'
HANG_UP = "<Hangup/>"


def document(verbs: str) -> str:
    """Puts verbs into a `<Response>`."""
    return f'<?xml version="1.0" encoding="UTF-8"?><Response>{verbs}</Response>'


def stream(url: str, token: str) -> str:
    """Connects the call to the media stream. Twilio runs the next verb when the server closes the stream."""
    parameter = f'<Parameter name="token" value={quoteattr(token)}/>'
    return f"<Connect><Stream url={quoteattr(url)}>{parameter}</Stream></Connect>"


def redirect(url: str) -> str:
    """Makes Twilio ask the webhook again. Any task may answer."""
    return f'<Redirect method="POST">{escape(url)}</Redirect>'


def pause(seconds: int) -> str:
    """Makes the caller wait."""
    return f'<Pause length="{seconds}"/>'
