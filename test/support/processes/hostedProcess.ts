import type { ChildProcess } from "node:child_process";
import { randomUUID } from "node:crypto";
import { EventEmitter } from "node:events";
import { PassThrough, type Readable } from "node:stream";
import type { NodeProcess } from "../../../offline/engine/nodeProcess";
import { isRecord } from "../../../offline/engine/wire";

/**
 * One run of a script in a process of host.ts. It looks like a child process of its own, which ends when the script ends.
 * Emits `idle` if the host can then run another script.
 */
export class HostedProcess extends EventEmitter implements NodeProcess {
  readonly stdout = new PassThrough({ encoding: "utf8" });
  readonly stderr = new PassThrough({ encoding: "utf8" });
  readonly #host: ChildProcess;
  readonly #mark = `\0${randomUUID()}\0`;
  readonly #unread = { stdout: "", stderr: "" };
  #code: number | undefined;
  #isAskedToEnd = false;

  /** @param run the message to host.ts that starts the run */
  constructor(host: ChildProcess, run: object) {
    super();
    this.#host = host;
    host.stdout?.on("data", this.#onStdout);
    host.stderr?.on("data", this.#onStderr);
    host.on("message", this.#onMessage).once("close", this.#onClose).once("error", this.#onError);
    host.send({ ...run, mark: this.#mark });
  }

  get pid(): number | undefined {
    return this.#host.pid;
  }

  /** Whether {@link kill} was called. */
  get isAskedToEnd(): boolean {
    return this.#isAskedToEnd;
  }

  /** Asks the script to end, as SIGTERM does with a server: its ports are closed. */
  kill(): void {
    this.#isAskedToEnd = true;
    // A host that is about to exit receives no message.
    if (this.#host.connected) this.#host.send("close servers", () => undefined);
  }

  /** Ends the script together with its host. */
  killHost(): void {
    this.#host.kill("SIGKILL");
  }

  readonly #onStdout = (text: string): void => {
    this.#read("stdout", text);
  };

  readonly #onStderr = (text: string): void => {
    this.#read("stderr", text);
  };

  readonly #onMessage = (message: unknown): void => {
    if (isRecord(message)) this.#code = Number(message["code"]);
    this.#endIfAllCame();
  };

  readonly #onClose = (code: number | null): void => {
    this.#end(code);
  };

  readonly #onError = (error: Error): void => {
    this.emit("error", error);
  };

  /** Passes on what was written, but not the mark at the end, which may come in pieces. */
  #read(stream: "stdout" | "stderr", text: string): void {
    const unread = this.#unread[stream] + text;
    const start = unread.indexOf("\0", Math.max(0, unread.length - this.#mark.length));
    const end = start === -1 ? unread.length : start;
    this[stream].write(unread.slice(0, end));
    this.#unread[stream] = unread.slice(end);
    this.#endIfAllCame();
  }

  #endIfAllCame(): void {
    const { stderr, stdout } = this.#unread;
    if (this.#code === undefined || stdout !== this.#mark || stderr !== this.#mark) return;
    this.#unread.stdout = "";
    this.#unread.stderr = "";
    const isConnected = this.#host.connected;
    this.#end(this.#code);
    if (isConnected) this.emit("idle");
  }

  #end(code: number | null): void {
    const host = this.#host;
    host.stdout?.off("data", this.#onStdout);
    host.stderr?.off("data", this.#onStderr);
    host.off("message", this.#onMessage).off("close", this.#onClose).off("error", this.#onError);
    for (const stream of ["stdout", "stderr"] as const) this[stream].end(this.#unread[stream]);
    this.emit("exit", code);
    void Promise.all([ended(this.stdout), ended(this.stderr)]).then(() => this.emit("close", code));
  }
}

/** Waits until a stream has been read to its end. */
function ended(stream: Readable): Promise<void> {
  return new Promise((resolve) => stream.once("end", resolve));
}
