import type { Client } from "./client.ts";
import type { AnyDeclaration } from "./declaration.ts";

/** The operations of one module with the client already given: `orders.create(params)`. */
export type Bound<Module> = {
  readonly [
    Name in keyof Module as Module[Name] extends { readonly declaration: AnyDeclaration } ? Name : never
  ]: Module[Name] extends { readonly "~bound"?: infer Method } ? NonNullable<Method> : never;
};

/** A client with the operations of all its modules: `skilvul.orders.create(params)`. */
export type BoundClient<Modules> = Client & { readonly [Name in keyof Modules]: Bound<Modules[Name]> };

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
    // A bound function leaves no frame in the stack of an error.
    bound[name] = member.bind(undefined, client);
  }
  return Object.freeze(bound);
}

function operationNames(module: object): readonly string[] {
  return Object.values(module).flatMap((member: unknown) =>
    isOperation(member) ? [member.declaration.name] : [],
  );
}

/**
 * Gives a client the operations of modules as methods. A module's methods are made when it is first used, so that a
 * client of hundreds of operations costs nothing to construct.
 *
 * @param client The client; the methods are added to it.
 * @param modules Modules of operations by resource name: `{ orders, products }`.
 * @throws ConfigurationError when the client's option `routes` names an operation that no module has.
 */
export function bind<Modules extends Readonly<Record<string, object>>>(
  client: Client,
  modules: Modules,
): BoundClient<Modules> {
  client["~checkRoutes"](() => new Set(Object.values(modules).flatMap(operationNames)));
  for (const [name, module] of Object.entries(modules)) {
    let bound: object | undefined;
    Object.defineProperty(client, name, {
      enumerable: true,
      get: () => (bound ??= bindModule(client, module)),
    });
  }
  return client as BoundClient<Modules>;
}
