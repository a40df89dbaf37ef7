"""`python -m phone_service`: starts the service with nothing but its environment."""

import asyncio
import os
import sys

from phone_service import log
from phone_service.settings import SettingsError, read_settings


def main() -> int:
    """Runs the service; 0 after draining, 1 when it failed, 2 when its settings are wrong."""
    log.take_over_logging()
    try:
        settings = read_settings(os.environ)
    except SettingsError as error:
        log.event("settings-refused", "ERROR", faults=error.faults)
        return 2
    # Pipecat takes most of a second to import. Wrong settings are reported before that.
    import uvloop  # noqa: PLC0415

    from phone_service.server import serve  # noqa: PLC0415

    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        return runner.run(serve(settings))


if __name__ == "__main__":
    code = main()
    sys.stdout.flush()
    # Ends the process at once. The interpreter's normal exit waits for every thread, and takes half a second when
    # speech libraries are loaded.
    os._exit(code)
