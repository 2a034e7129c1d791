import { getEventListeners } from "node:events";
import * as fc from "fast-check";
import { describe, expect, it, vi } from "vitest";
import { onAbort } from "../src/abort-listeners.ts";

describe("onAbort", () => {
  it("calls every callback once, in the order they came, when the signal aborts", () => {
    const caller = new AbortController();
    const called: number[] = [];
    for (const number of [1, 2, 3]) onAbort(caller.signal, () => void called.push(number));

    caller.abort();
    caller.abort();

    expect(called).toEqual([1, 2, 3]);
  });

  it("gives the signal one listener for all callbacks, and none when the last is gone", () => {
    const { signal } = new AbortController();
    const listeners = (): number => getEventListeners(signal, "abort").length;

    const takeBack = Array.from({ length: 10 }, () => onAbort(signal, () => undefined));
    expect(listeners()).toBe(1);

    for (const stop of takeBack) stop();
    expect(listeners()).toBe(0);
  });

  it("adds and removes one listener for 50,000 callbacks", () => {
    const { signal } = new AbortController();
    const added = vi.spyOn(signal, "addEventListener");
    const removed = vi.spyOn(signal, "removeEventListener");

    const takeBack = Array.from({ length: 50_000 }, () => onAbort(signal, () => undefined));
    for (const stop of takeBack) stop();

    expect(added).toHaveBeenCalledOnce();
    expect(removed).toHaveBeenCalledOnce();
  });

  it("calls a callback that was given twice twice, and takes back only one", () => {
    const caller = new AbortController();
    const callback = vi.fn<() => void>();
    const stop = onAbort(caller.signal, callback);
    onAbort(caller.signal, callback);

    stop();
    stop();
    caller.abort();

    expect(callback).toHaveBeenCalledOnce();
  });

  it("does not call what another callback has taken back", () => {
    const caller = new AbortController();
    const callback = vi.fn<() => void>();
    let stop: (() => void) | undefined;
    onAbort(caller.signal, () => stop?.());
    stop = onAbort(caller.signal, callback);

    caller.abort();

    expect(callback).not.toHaveBeenCalled();
    expect(getEventListeners(caller.signal, "abort")).toHaveLength(0);
  });

  it("never calls for a signal that has aborted already, and leaves nothing on it", () => {
    const aborted = AbortSignal.abort();
    const callback = vi.fn<() => void>();

    onAbort(aborted, callback)();

    expect(callback).not.toHaveBeenCalled();
    expect(getEventListeners(aborted, "abort")).toHaveLength(0);
  });

  it("calls exactly what is registered, for any order of registering and taking back", () => {
    const steps = fc.array(fc.oneof(fc.constant("add" as const), fc.nat({ max: 20 })), { maxLength: 60 });
    fc.assert(
      fc.property(steps, (plan) => {
        const caller = new AbortController();
        const registered = new Set<number>();
        const stops: (() => void)[] = [];
        const called: number[] = [];
        for (const step of plan) {
          if (step === "add") {
            const name = stops.length;
            registered.add(name);
            stops.push(onAbort(caller.signal, () => void called.push(name)));
          } else {
            stops[step]?.();
            if (step < stops.length) registered.delete(step);
          }
          const listeners = getEventListeners(caller.signal, "abort");
          expect(listeners).toHaveLength(registered.size > 0 ? 1 : 0);
        }

        caller.abort();

        expect(called).toEqual([...registered]);
      }),
    );
  });
});
