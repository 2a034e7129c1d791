import ts from "typescript";
import { lineOf, parseSource } from "../lib/specifiers.ts";
import { isVendor, packagePlace } from "./rule.ts";
import type { Finding, Rule } from "./rule.ts";

const vendorRooms = [
  "src/client.ts",
  "src/errors.ts",
  "src/pagination.ts",
  "src/fields.ts",
  "src/index.ts",
  "src/mock/index.ts",
  "src/mock/records.ts",
  "test/conformance.test.ts",
  "test/helpers.ts",
  "README.md",
];

export const vendorsHaveTheSameRooms: Rule = (files) => {
  const paths = new Set(files.map((file) => file.path));
  const vendors = new Set(
    files
      .flatMap((file) => packagePlace(file.path)?.directory ?? [])
      .filter((directory) => isVendor(directory)),
  );
  return [...vendors].flatMap((directory) =>
    vendorRooms
      .map((room) => `packages/${directory}/${room}`)
      .filter((path) => !paths.has(path))
      .map((path): Finding => {
        const message = "is missing. Every vendor package has the same files: add it, even if it is short.";
        return { path, line: 1, message };
      }),
  );
};

function isExportFromElsewhere(statement: ts.Statement): boolean {
  return ts.isExportDeclaration(statement) && statement.moduleSpecifier !== undefined;
}

export const indexHasExportsOnly: Rule = (files) =>
  files
    .filter((file) => packagePlace(file.path)?.inside === "src/index.ts")
    .flatMap((file) =>
      parseSource(file.path, file.text)
        .statements.filter((statement) => !isExportFromElsewhere(statement))
        .map((statement): Finding => {
          const message =
            "has a statement that is not a re-export. index.ts lists what the package exports: " +
            'move the code to a module of its own and write `export { … } from "./module.ts"`.';
          return { path: file.path, line: lineOf(statement), message };
        }),
    );
