import type { Client } from "./client.ts";
import type { AnyDeclaration } from "./declaration.ts";
import { ConfigurationError } from "./errors.ts";
import { type ChangedOptions, withOptions } from "./with-options.ts";

/** The operations of one module, bound to a client: `orders.create(params)`. */
export type Bound<Module> = {
  readonly [
    Name in keyof Module as Module[Name] extends { readonly declaration: AnyDeclaration } ? Name : never
  ]: Module[Name] extends { readonly "~bound"?: infer Method } ? NonNullable<Method> : never;
};

/** A client with methods. */
export interface MethodClient extends Client {
  /**
   * Creates a client with other settings, such as for calls that may take longer. It shares everything else with this one: address,
   * credentials with their tokens, limiter, transport, middleware and routes. Requests for tokens keep the settings of the first client.
   *
   * @throws ConfigurationError when an option is invalid, or cannot be changed.
   * @example
   * ```ts
   * await skilvul.withOptions({ timeout: 5_000 }).orders.create({ user, productIds });
   * ```
   */
  withOptions(options: ChangedOptions): this;
}

/** A client with the operations of all its modules: `skilvul.orders.create(params)`. */
export type BoundClient<Modules> = MethodClient & { readonly [Name in keyof Modules]: Bound<Modules[Name]> };

type AnyOperation = ((client: Client, params?: object, options?: object) => unknown) & {
  readonly declaration: AnyDeclaration;
};

function isOperation(value: unknown): value is AnyOperation {
  return typeof value === "function" && "declaration" in value;
}

function bindModule(client: Client, module: object): object {
  const bound: Record<string, unknown> = {};
  for (const [name, member] of Object.entries(module)) {
    if (!isOperation(member)) continue;
    // A bound function adds no frame to the stack of an error.
    bound[name] = member.bind(undefined, client);
  }
  return Object.freeze(bound);
}

function operationNames(module: object): readonly string[] {
  return Object.values(module).flatMap((member: unknown) =>
    isOperation(member) ? [member.declaration.name] : [],
  );
}

/** @throws ConfigurationError when the option `routes` names operations that the modules do not have. */
function checkOverridden(
  { vendor, "~overridden": overridden }: Client,
  modules: Readonly<Record<string, object>>,
): void {
  if (overridden.length === 0) return;
  const known = new Set(Object.values(modules).flatMap(operationNames));
  const unknown = overridden.filter((name) => !known.has(name));
  if (unknown.length === 0) return;
  throw new ConfigurationError(
    `routes names ${unknown.map((name) => JSON.stringify(name)).join(", ")}, which the ${vendor} client does not have: expected resource.method, such as ${[...known].slice(0, 3).join(", ")}.`,
    { code: "unknown-operation" },
  );
}

/**
 * Adds the operations of modules to a client as methods. A module's methods are created when it is first used, so that a
 * client with hundreds of operations is cheap to create.
 *
 * @param client The client to which the methods are added.
 * @param modules Modules of operations by resource name: `{ orders, products }`.
 * @param methods Creates further methods, for this client and for each that its `withOptions` creates. @default none
 * @throws ConfigurationError when the client's option `routes` names an operation that no module has.
 */
export function bind<Modules extends Readonly<Record<string, object>>, Methods extends object = object>(
  client: Client,
  modules: Modules,
  methods?: (client: Client) => Methods,
): BoundClient<Modules> & Methods {
  checkOverridden(client, modules);
  for (const [name, module] of Object.entries(modules)) {
    let bound: object | undefined;
    Object.defineProperty(client, name, {
      enumerable: true,
      get: () => (bound ??= bindModule(client, module)),
    });
  }
  Object.assign(client, methods?.(client), {
    withOptions: (options: ChangedOptions) => bind(withOptions(client, options), modules, methods),
  });
  return client as BoundClient<Modules> & Methods;
}
