// Reads the operations of vendors as their sources write them, with the types of their parameters and replies.
import ts from "typescript";
import { declaredOperations } from "../openapi/source-docs.ts";
import type { Shape } from "./shape.ts";
import { TypeShapes } from "./type-shapes.ts";

/** An operation as its source writes it. */
export interface WrittenOperation {
  /** The public name: `orders.create`. */
  readonly name: string;
  /** The file, from the root. */
  readonly file: string;
  readonly params: Shape;
  readonly reply: Shape;
}

/** Loads source files, and what they import, with the compiler's options of a tsconfig file. */
export function loadProgram(files: readonly string[], configFile: string): ts.Program {
  const host: ts.ParseConfigFileHost = {
    ...ts.sys,
    // The files are given: the folder need not be searched for them.
    readDirectory: () => [],
    onUnRecoverableConfigFileDiagnostic({ messageText }) {
      throw new Error(ts.flattenDiagnosticMessageText(messageText, "\n"));
    },
  };
  const parsed = ts.getParsedCommandLineOfConfigFile(configFile, {}, host);
  if (parsed === undefined) throw new Error(`${configFile} cannot be read.`);
  return ts.createProgram({ rootNames: files, options: parsed.options });
}

/**
 * The operations that the files of a program declare.
 *
 * @throws Error when an operation does not write its two types out.
 */
export function writtenOperations(program: ts.Program, root: string): readonly WrittenOperation[] {
  const shapes = new TypeShapes(program, root);
  return program.getSourceFiles().flatMap((source) => {
    const file = shapes.fileName(source);
    const declared = source.isDeclarationFile ? [] : source.statements.flatMap(declaredOperations);
    return declared.map(({ name, typeArguments: [params, reply] }): WrittenOperation => {
      if (!params || !reply) {
        throw new Error(`${file} ${name}: write out the types of its parameters and of its reply.`);
      }
      return { name, file, params: shapes.written(params), reply: shapes.written(reply) };
    });
  });
}
