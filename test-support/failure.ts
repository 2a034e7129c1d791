/**
 * Waits for a call to fail and returns its error.
 *
 * @param Class The class that the error must have; without one, any error is returned.
 * @throws Error when the call succeeds, or fails with an error of another class.
 */
export async function failureOf(call: PromiseLike<unknown>): Promise<unknown>;
export async function failureOf<Type extends Error>(
  call: PromiseLike<unknown>,
  Class: abstract new (...facts: never[]) => Type,
): Promise<Type>;
export async function failureOf(
  call: PromiseLike<unknown>,
  Class?: abstract new (...facts: never[]) => Error,
): Promise<unknown> {
  const failure = await call.then(
    () => {
      throw new Error(`Expected the call to fail${Class ? ` with ${Class.name}` : ""}, and it succeeded.`);
    },
    (error: unknown) => error,
  );
  if (Class === undefined || failure instanceof Class) return failure;
  throw new Error(`Expected the call to fail with ${Class.name}.`, { cause: failure });
}
