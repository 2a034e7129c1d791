import { isObject } from "./json-object.ts";

/**
 * What is known about the effect of a failed call, which decides whether it is safe to retry. A browser may have sent the request
 * twice by itself, including a POST, unless the transport is `streamedWrites`.
 */
export type Outcome =
  /** Nothing left this machine, or nothing arrived: safe to retry. */
  | "not-sent"
  /** The vendor answered and refused: nothing was carried out. */
  | "refused"
  /** The call only reads, so nothing changed even if it arrived: safe to retry. */
  | "no-effect"
  /** The vendor may or may not have carried it out: check before sending it again. */
  | "unknown";

/** One invalid value: a parameter of a call, or a field of a reply. */
export interface Issue {
  /** Where it is, such as `productIds[0]`; in a reply, list positions are written `[]`, such as `products[].price`. */
  readonly field: string;
  /** What was expected, such as `a string`. */
  readonly expected: string;
  /** What was received, by type and size, such as `a string of 3 characters`; never the text of a string, which may be a secret. */
  readonly received: string;
  /** All of this as a clause for people. */
  readonly message: string;
}

const brandOf = (name: string): symbol => Symbol.for(`kelaskit.${name}`);

function brand(error: KelasError, classNames: readonly string[]): void {
  for (const name of classNames) Object.defineProperty(error, brandOf(name), { value: true });
  Object.defineProperty(error, "name", { value: classNames[0], configurable: true });
}

/** Whether a value is an error of a class, checked by the class's name: for code that does not import the class itself. */
export function hasBrand(value: unknown, className: string): boolean {
  return isObject(value) && brandOf(className) in value;
}

/** Options of a `KelasError`. */
export interface KelasErrorOptions extends ErrorOptions {
  /** What is known about the effect of the call, if the error is about one. */
  readonly outcome?: Outcome | undefined;
}

/** The base class of all errors that Kelaskit throws. `KelasError.isInstance(error)` also works across two installed copies. */
export class KelasError extends Error {
  /** The class's name, unchanged in minified bundles; used by `isInstance`. */
  static readonly brand: string = "KelasError";
  /**
   * What is known about the effect of the call, which decides whether it is safe to retry. Absent if there was no call. When its
   * connection broke, a browser may have sent the request twice by itself.
   */
  declare readonly outcome: Outcome | undefined;

  constructor(message: string, options?: KelasErrorOptions) {
    super(message, options);
    // Each class in the chain adds its brand, so that `KelasError.isInstance` is true for every subclass.
    const classNames: string[] = [];
    for (
      let type = new.target as typeof KelasError | undefined;
      type?.brand !== undefined;
      type = Object.getPrototypeOf(type) as typeof KelasError | undefined
    ) {
      classNames.push(type.brand);
    }
    brand(this, classNames);
    if (options?.outcome !== undefined) this.outcome = options.outcome;
  }

  /** Whether a value is an error of this class, even one from another copy of the package. */
  static isInstance<Type extends { readonly brand: string; readonly prototype: unknown }>(
    this: Type,
    value: unknown,
  ): value is Type["prototype"] {
    return hasBrand(value, this.brand);
  }

  /**
   * The error as data: its name, message and fields, for logs and for sending it to a worker. Contains no secret, no stack, and
   * only those causes that are Kelaskit errors.
   */
  toJSON(): Readonly<Record<string, unknown>> {
    const classes = Object.getOwnPropertySymbols(this)
      .map((symbol) => /^kelaskit\.(.+)$/.exec(symbol.description ?? "")?.[1])
      .filter((name) => name !== undefined);
    const cause = KelasError.isInstance(this.cause) ? { cause: this.cause.toJSON() } : {};
    const facts = { ...(this as object) };
    return { name: this.name, message: this.message, ...facts, ...cause, classes };
  }
}

/**
 * Restores an error from the result of its `toJSON`, so that `isInstance` is true again on the other side of a worker, a
 * queue or a log. The error has no stack; `instanceof` works for `KelasError` only.
 *
 * @throws TypeError when the value is not the result of `toJSON`.
 */
export function errorFromJSON(value: unknown): KelasError {
  const classNames: unknown = isObject(value) ? value["classes"] : undefined;
  if (!isObject(value) || !Array.isArray(classNames) || !classNames.includes(KelasError.brand))
    throw new TypeError("errorFromJSON expects the result of an error's toJSON().");
  const { name, message, classes: _classes, cause, ...facts } = value;
  const error = new KelasError(
    String(message),
    isObject(cause) && "classes" in cause ? { cause: errorFromJSON(cause) } : {},
  );
  // The name first: an error that was restored before has its classes in another order.
  brand(error, [name, ...(classNames as readonly unknown[])].map(String));
  delete error.stack;
  return Object.assign(error, facts);
}
