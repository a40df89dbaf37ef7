/** Where the service answers inside its container. */
export interface HttpInterface {
  /** Port of calls and health checks, from 1024 on: the container has no right to a lower one. */
  readonly port: number;
  /** Path that answers `GET` with 200 as long as the process lives. */
  readonly healthCheckPath: string;
  /** Path of Twilio's webhook. */
  readonly webhookPath: string;
  /** Path of the media stream's WebSocket. */
  readonly mediaStreamPath: string;
}

/**
 * A container health check for images of any kind: one line for the image's shell that asks the service by curl, wget or
 * Python, whichever the image has.
 */
export function healthCheckCommand({ port, healthCheckPath }: HttpInterface): readonly string[] {
  // Not localhost: some images resolve it to ::1, where the service does not listen.
  const url = `http://127.0.0.1:${port}${healthCheckPath}`;
  const ways = [
    `if command -v curl; then curl -fsS ${url}`,
    `elif command -v wget; then wget -q -O - ${url}`,
    `else python3 -c "from urllib.request import urlopen; urlopen('${url}')"`,
  ];
  return ["CMD-SHELL", `{ ${ways.join("; ")}; fi; } > /dev/null || exit 1`];
}
