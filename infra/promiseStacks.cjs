/**
 * Lets the SDK note no stack for each promise. It shows these stacks only with PULUMI_DEBUG_PROMISE_LEAKS, and to write them takes
 * half of the time in which the program registers its resources, because each one is mapped to the TypeScript sources.
 * @param debuggable the SDK's module `runtime/debuggable`
 */
module.exports = function leaveOutPromiseStacks(debuggable) {
  const { debuggablePromise, debugPromiseLeaks } = debuggable;
  // Another version of the SDK may work differently.
  if (debugPromiseLeaks || typeof debuggablePromise !== "function") return;
  debuggable.debuggablePromise = (...args) => {
    const { stackTraceLimit } = Error;
    Error.stackTraceLimit = 0;
    try {
      return debuggablePromise(...args);
    } finally {
      Error.stackTraceLimit = stackTraceLimit;
    }
  };
};
