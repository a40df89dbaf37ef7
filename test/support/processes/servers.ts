import { Server } from "node:net";

const listening = new Set<Server>();
let closed = false;
const listen: unknown = Reflect.get(Server.prototype, "listen");

// Modules that are loaded later listen through this function. There is no other way to reach the server of a policy pack.
Reflect.set(Server.prototype, "listen", function (this: Server, ...args: unknown[]): Server {
  listening.add(this);
  this.once("close", () => listening.delete(this));
  if (typeof listen === "function") Reflect.apply(listen, this, args);
  if (closed) this.close();
  return this;
});

/** Lets servers listen again. */
export function allowServers(): void {
  closed = false;
}

/** Closes the ports on which this process listens, now and later. A connection ends when its other side closes it. */
export function closeServers(): void {
  closed = true;
  for (const server of listening) server.close();
}
