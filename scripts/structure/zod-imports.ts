import ts from "typescript";
import { listSpecifiers } from "../lib/specifiers.ts";
import type { Specifier } from "../lib/specifiers.ts";
import { isTypeScript, packagePlace } from "./rule.ts";
import type { Finding, Rule } from "./rule.ts";

const right = 'Write `import * as z from "#zod"`';

function isZod(specifier: string): boolean {
  return /^(zod|#zod)(\/|$)/.test(specifier);
}

function importsAsNamespace({ node }: Specifier): boolean {
  const bindings = ts.isImportDeclaration(node) ? node.importClause?.namedBindings : undefined;
  return bindings !== undefined && ts.isNamespaceImport(bindings);
}

function importsNamed({ node }: Specifier, name: string): boolean {
  const bindings = ts.isImportDeclaration(node) ? node.importClause?.namedBindings : undefined;
  if (!bindings || !ts.isNamedImports(bindings)) return false;
  return bindings.elements.some((element) => (element.propertyName ?? element.name).text === name);
}

function problemOf(imported: Specifier, isPackageSource: boolean): string | undefined {
  const { specifier } = imported;
  if (!isZod(specifier)) return undefined;
  if (importsNamed(imported, "z")) {
    const replacement = isPackageSource ? right : `Write \`import * as z from "${specifier}"\``;
    return `imports { z } from "${specifier}", which no bundler can shake: 93 kB gzip instead of 28. ${replacement}.`;
  }
  if (!isPackageSource) return undefined;
  if (specifier !== "#zod") {
    return `imports "${specifier}" directly, so that browsers get it too. ${right}: that is zod/mini in a browser.`;
  }
  return importsAsNamespace(imported) ? undefined : `imports "#zod" in another form. ${right}.`;
}

export const zodComesThroughItsAlias: Rule = (files) =>
  files
    .filter((file) => isTypeScript(file.path))
    .flatMap((file) => {
      const isPackageSource = packagePlace(file.path)?.inside.startsWith("src/") === true;
      return listSpecifiers(file.path, file.text).flatMap((imported): Finding[] => {
        const message = problemOf(imported, isPackageSource);
        return message === undefined ? [] : [{ path: file.path, line: imported.line, message }];
      });
    });
