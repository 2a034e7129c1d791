import { inject } from "vitest";

declare module "vitest" {
  interface ProvidedContext {
    /** Whether `pnpm test:deep` runs, which repeats for long what `pnpm test` does a few times. */
    readonly isDeep: boolean;
  }
}

/** What a test needs for a few repetitions in `pnpm test`, or for many in `pnpm test:deep`. */
export function byDepth<Value>(values: { readonly usual: Value; readonly deep: Value }): Value {
  return inject("isDeep") ? values.deep : values.usual;
}
