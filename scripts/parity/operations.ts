import type ts from "typescript";
import { workspaceRoot } from "../lib/workspace.ts";
import { writtenOperations } from "../operations/written.ts";
import type { Shape } from "./shape.ts";
import { TypeShapes } from "./type-shapes.ts";

/** An operation with the shapes of its types. */
export interface ShapedOperation {
  /** The public name: `orders.create`. */
  readonly name: string;
  /** The file, from the root. */
  readonly file: string;
  readonly params: Shape;
  readonly reply: Shape;
}

/** The operations that a program's sources declare, with the shapes of their types. */
export function shapedOperations(program: ts.Program, root = workspaceRoot): readonly ShapedOperation[] {
  const shapes = new TypeShapes(program, root);
  return writtenOperations(program, root).map(({ name, file, params, reply }) => ({
    name,
    file,
    params: shapes.written(params),
    reply: shapes.written(reply),
  }));
}
