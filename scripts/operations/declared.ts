import path from "node:path";
import { pathToFileURL } from "node:url";
import type { AnyDeclaration } from "@kelaskit/core/vendor";
import { workspaceRoot } from "../lib/workspace.ts";

/** The operations of a module that a package's index exports. */
export interface Resource {
  /** The name under which the index exports it: `orders`. */
  readonly name: string;
  readonly declarations: readonly AnyDeclaration[];
}

/** The operations of a package, by resource. */
export async function declaredResources(directory: string): Promise<readonly Resource[]> {
  const file = path.join(workspaceRoot, "packages", directory, "src/index.ts");
  const index = (await import(pathToFileURL(file).href)) as Readonly<Record<string, unknown>>;
  return Object.entries(index).flatMap(([name, module]) => {
    if (typeof module !== "object" || module === null) return [];
    const declarations = Object.values(module).flatMap((member: unknown) =>
      // Nothing else that an index exports has a property of this name.
      typeof member === "function" && "declaration" in member ? [member.declaration as AnyDeclaration] : [],
    );
    return declarations.length === 0 ? [] : [{ name, declarations }];
  });
}
