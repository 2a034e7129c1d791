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

/** How many cases a property is tried on: 25 times as many in `pnpm test:deep`. */
export function cases(usual: number): number {
  return byDepth({ usual, deep: 25 * usual });
}
