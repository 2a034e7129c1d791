/** The part of undici's dispatchers that is used here. */
interface Dispatcher {
  readonly isMockActive?: boolean;
  dispatch(options: object, handler: object): boolean;
}

interface NodeLike {
  readonly process?: { readonly versions?: Readonly<Record<string, string | undefined>> };
  readonly Response?: unknown;
}

/** Where fetch finds its dispatcher, and where a proxy or a mock for the whole process is set: up to undici 7, and from 8 on. */
const symbols = {
  first: Symbol.for("undici.globalDispatcher.1"),
  second: Symbol.for("undici.globalDispatcher.2"),
} as const;

function globalDispatcher(which: keyof typeof symbols): Dispatcher | undefined {
  return (globalThis as Readonly<Record<symbol, Dispatcher | undefined>>)[symbols[which]];
}

/**
 * Passes requests on to whatever dispatcher is the process's at that time, without its time-outs: Node's own fetch ends
 * every request after 300 seconds, and how long a call may take is the caller's to say.
 */
const patient: Dispatcher = {
  get isMockActive() {
    return [globalDispatcher("first"), globalDispatcher("second")].some((one) => one?.isMockActive === true);
  },
  dispatch(options, handler) {
    // The two generations of dispatchers understand handlers of their own generation only.
    const speaksSecond = "onRequestStart" in handler;
    const current = (speaksSecond ? globalDispatcher("second") : undefined) ?? globalDispatcher("first");
    // fetch has set it before it asks any.
    if (current === undefined) throw new TypeError("this process has no dispatcher for fetch");
    return current.dispatch({ ...options, headersTimeout: 0, bodyTimeout: 0 }, handler);
  },
};

/**
 * Whether the process's dispatcher can be seen from here: not from a context of `node:vm`, as Jest runs tests in, whose fetch
 * is that of the process outside.
 */
function seesDispatcher(): boolean {
  // Asking for one of its classes makes Node load fetch, which sets it.
  if ((globalThis as NodeLike).Response === undefined) return false;
  return (globalDispatcher("first") ?? globalDispatcher("second")) !== undefined;
}

/** What to give the platform's fetch as its `dispatcher`: something on Node, nothing elsewhere. */
export function platformDispatcher(): unknown {
  const isNode = (globalThis as NodeLike).process?.versions?.["undici"] !== undefined;
  return isNode && seesDispatcher() ? patient : undefined;
}
