/** The part of an undici dispatcher that is used here. */
interface Dispatcher {
  readonly isMockActive?: boolean;
  dispatch(options: object, handler: object): boolean;
}

interface NodeLike {
  readonly process?: { readonly versions?: Readonly<Record<string, string | undefined>> };
  readonly Response?: unknown;
}

/** Where fetch finds its dispatcher, and where a process-wide proxy or mock is set: up to undici 7, and from undici 8. */
const symbols = {
  first: Symbol.for("undici.globalDispatcher.1"),
  second: Symbol.for("undici.globalDispatcher.2"),
} as const;

function globalDispatcher(which: keyof typeof symbols): Dispatcher | undefined {
  return (globalThis as Readonly<Record<symbol, Dispatcher | undefined>>)[symbols[which]];
}

/**
 * Passes requests on to the process's current dispatcher, without its timeouts: Node's own fetch ends
 * every request after 300 seconds, but the caller decides how long a call may take.
 */
const patient: Dispatcher = {
  get isMockActive() {
    return [globalDispatcher("first"), globalDispatcher("second")].some((one) => one?.isMockActive === true);
  },
  dispatch(options, handler) {
    // Each generation of dispatchers accepts only handlers of its own generation.
    const speaksSecond = "onRequestStart" in handler;
    const current = (speaksSecond ? globalDispatcher("second") : undefined) ?? globalDispatcher("first");
    // fetch sets one before it uses any.
    if (current === undefined) throw new TypeError("this process has no dispatcher for fetch");
    return current.dispatch({ ...options, headersTimeout: 0, bodyTimeout: 0 }, handler);
  },
};

/**
 * Whether the process's dispatcher is visible from here. It is not in a `node:vm` context, in which Jest runs tests with the fetch
 * of the outer process.
 */
function seesDispatcher(): boolean {
  // Accessing one of fetch's classes makes Node load fetch, which sets the dispatcher.
  if ((globalThis as NodeLike).Response === undefined) return false;
  return (globalDispatcher("first") ?? globalDispatcher("second")) !== undefined;
}

/** The `dispatcher` for the platform's fetch on Node; `undefined` elsewhere. */
export function platformDispatcher(): unknown {
  const isNode = (globalThis as NodeLike).process?.versions?.["undici"] !== undefined;
  return isNode && seesDispatcher() ? patient : undefined;
}
