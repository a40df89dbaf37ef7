/**
 * Arguments for a Node.js process that must not outlive this one, whichever way this one ends: it ends itself when its
 * standard input closes. Its standard input must be a pipe to this process. A Pulumi program whose engine has gone would
 * otherwise retry forever, at full speed.
 */
export const END_WITH_PARENT: readonly string[] = [
  "--import",
  `data:text/javascript,${encodeURIComponent(
    'process.stdin.once("close",()=>process.kill(process.pid,"SIGKILL")).resume().unref();',
  )}`,
];
