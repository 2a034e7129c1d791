/** The part of undici's dispatchers that is used here. */
interface Dispatcher {
  readonly isMockActive?: boolean;
  dispatch(options: object, handler: unknown): boolean;
}

interface NodeLike {
  readonly process?: { readonly versions?: Readonly<Record<string, string | undefined>> };
}

/** Where Node's fetch finds its dispatcher, and where a proxy or a mock for the whole process is set. */
const globalDispatcher = Symbol.for("undici.globalDispatcher.1");

function currentDispatcher(): Dispatcher | undefined {
  return (globalThis as { readonly [globalDispatcher]?: Dispatcher })[globalDispatcher];
}

/**
 * Passes requests on to whatever dispatcher is the process's at that time, without its time-outs: Node's own fetch ends
 * every request after 300 seconds, and how long a call may take is the caller's to say.
 */
const patient: Dispatcher = {
  get isMockActive() {
    return currentDispatcher()?.isMockActive ?? false;
  },
  dispatch(options, handler) {
    const current = currentDispatcher();
    // Node sets it when its fetch is loaded, and a dispatcher is first asked for after that.
    if (current === undefined) throw new TypeError("This process has no dispatcher for fetch.");
    return current.dispatch({ ...options, headersTimeout: 0, bodyTimeout: 0 }, handler);
  },
};

/** What to give the platform's fetch as its `dispatcher`: something on Node, nothing elsewhere. */
export function platformDispatcher(): unknown {
  return (globalThis as NodeLike).process?.versions?.["undici"] === undefined ? undefined : patient;
}
