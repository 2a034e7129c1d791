import { isObject } from "./json-object.ts";

/**
 * What is known about the effect of a call that failed: decides whether sending it again is safe. In browsers it speaks of a request
 * that the browser may have sent twice by itself, a POST too, unless the transport is `streamedWrites`.
 */
export type Outcome =
  /** Nothing left this machine, or nothing arrived: sending it again is safe. */
  | "not-sent"
  /** The vendor answered and refused: nothing was carried out. */
  | "refused"
  /** The call only reads: whether or not it arrived, nothing has changed, and sending it again is safe. */
  | "no-effect"
  /** The vendor may or may not have carried it out: look before sending it again. */
  | "unknown";

/** One place where a value is not what it should be: a parameter of a call, or a field of a reply. */
export interface Issue {
  /** Where it is, as in `productIds[0]`; in a reply, positions in lists are written `[]`, as in `products[].price`. */
  readonly field: string;
  /** What would have been right, as in `a string`. */
  readonly expected: string;
  /** What came, by kind and size, as in `a string of 3 characters`; never the text of a string, which may be a secret. */
  readonly received: string;
  /** The whole as a clause a person can act on. */
  readonly message: string;
}

const brandOf = (name: string): symbol => Symbol.for(`kelaskit.${name}`);

function brand(error: KelasError, classNames: readonly string[]): void {
  for (const name of classNames) Object.defineProperty(error, brandOf(name), { value: true });
  Object.defineProperty(error, "name", { value: classNames[0], configurable: true });
}

/** Whether a value is an error of a class, told by the class's name: for code that does without the class itself. */
export function hasBrand(value: unknown, className: string): boolean {
  return isObject(value) && brandOf(className) in value;
}

/** What an error is made with besides its message. */
export interface KelasErrorOptions extends ErrorOptions {
  /** What is known about the effect of the call, where the error is about one. */
  readonly outcome?: Outcome | undefined;
}

/** The root of all errors that Kelaskit throws. `KelasError.isInstance(error)` also works across two installed copies. */
export class KelasError extends Error {
  /** The class's name, also in minified bundles; what `isInstance` compares. */
  static readonly brand: string = "KelasError";
  /**
   * What is known about the effect of the call: whether sending it again is safe. Absent where there was no call. When its
   * connection broke, a browser may have sent the request twice by itself.
   */
  declare readonly outcome: Outcome | undefined;

  constructor(message: string, options?: KelasErrorOptions) {
    super(message, options);
    // Each class of the chain leaves its mark, so that `KelasError.isInstance` is true of every subclass.
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

  /** Tells whether a value is an error of this class, even one made by another copy of the package. */
  static isInstance<Type extends { readonly brand: string; readonly prototype: unknown }>(
    this: Type,
    value: unknown,
  ): value is Type["prototype"] {
    return hasBrand(value, this.brand);
  }

  /**
   * The error as data: its name, message and facts, for logs and for sending it to a worker. Holds no secret and no stack;
   * of its causes only those that Kelaskit has made.
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
 * Restores an error from what its `toJSON` gave, so that `isInstance` is true of it again on the other side of a worker, a
 * queue or a log. It has no stack of its own; `instanceof` works for `KelasError` only.
 *
 * @throws TypeError when the value is not such an object.
 */
export function errorFromJSON(value: unknown): KelasError {
  const classNames: unknown = isObject(value) ? value["classes"] : undefined;
  if (!isObject(value) || !Array.isArray(classNames) || !classNames.includes(KelasError.brand))
    throw new TypeError("errorFromJSON expects what an error's toJSON() gave.");
  const { name, message, classes: _classes, cause, ...facts } = value;
  const error = new KelasError(
    String(message),
    isObject(cause) && "classes" in cause ? { cause: errorFromJSON(cause) } : {},
  );
  // The name first: the classes of one that was restored before are in another order.
  brand(error, [name, ...(classNames as readonly unknown[])].map(String));
  delete error.stack;
  return Object.assign(error, facts);
}
