import { Server } from "node:net";

const listening = new Set<Server>();
const listen: unknown = Reflect.get(Server.prototype, "listen");

// What loads later listens by this: a policy pack's server has no other handle.
Reflect.set(Server.prototype, "listen", function (this: Server, ...args: unknown[]): Server {
  listening.add(this);
  this.once("close", () => listening.delete(this));
  if (typeof listen === "function") Reflect.apply(listen, this, args);
  return this;
});

/** Closes the ports on which this process listens; connections end when the other side closes them. */
export function closeServers(): void {
  for (const server of listening) server.close();
}
