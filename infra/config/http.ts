import type { HttpInterface } from "../service/task/httpInterface";
import type { ConfigReader } from "./reader";

/** A port that a container without rights can listen on. */
const PORTS = { min: 1024, max: 65535 };

/** Where the service answers. */
export function readHttpInterface(reader: ConfigReader): HttpInterface {
  const http = {
    port: reader.integer("containerPort", PORTS),
    healthCheckPath: readPath(reader, "healthCheckPath", "/health"),
    webhookPath: readPath(reader, "webhookPath", "/incoming-call"),
    mediaStreamPath: readPath(reader, "mediaStreamPath", "/media-stream"),
  };
  if (http.webhookPath === http.mediaStreamPath) {
    reader.fault("mediaStreamPath", "expected another path than webhookPath", "/media-stream");
  }
  return http;
}

function readPath(reader: ConfigReader, key: string, example: string): string {
  const path = reader.text(key);
  if (!/^\/[A-Za-z0-9._~/-]{0,199}$/.test(path)) {
    const problem = "expected a path: / and up to 199 letters, digits and ._~/-, no query string";
    reader.fault(key, problem, example);
  }
  return path;
}
