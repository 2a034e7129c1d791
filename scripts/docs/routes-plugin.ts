// A plugin of typedoc: writes under each operation of the reference which route it has, and how well that is known.
import {
  type Application,
  Comment,
  CommentTag,
  type Context,
  Converter,
  type DeclarationReflection,
} from "typedoc";
import ts from "typescript";

const evidenceWords: Readonly<Record<string, string>> = {
  documented: "the vendor prints it",
  deduced: "deduced from what the vendor prints",
  proposed: "proposed by us, the vendor's document does not say it",
};

function textOf(declaration: ts.ObjectLiteralExpression, property: string): string | undefined {
  for (const member of declaration.properties) {
    if (!ts.isPropertyAssignment(member) || member.name.getText() !== property) continue;
    return ts.isStringLiteral(member.initializer) ? member.initializer.text : undefined;
  }
  return undefined;
}

/** The sentence about an operation's route; nothing for what is no operation. */
function routeSentence(initializer: ts.Expression | undefined): string | undefined {
  const [declaration] = initializer && ts.isCallExpression(initializer) ? initializer.arguments : [];
  if (!declaration || !ts.isObjectLiteralExpression(declaration)) return undefined;
  const [method, path, evidence] = ["method", "path", "evidence"].map((name) => textOf(declaration, name));
  if (method === undefined || path === undefined || evidence === undefined) return undefined;
  return `Route: \`${method} ${path}\` (${evidenceWords[evidence] ?? evidence}).`;
}

function addRoute(context: Context, reflection: DeclarationReflection): void {
  const [declaration] = context.getSymbolFromReflection(reflection)?.declarations ?? [];
  if (!declaration || !ts.isVariableDeclaration(declaration)) return;
  const sentence = routeSentence(declaration.initializer);
  if (sentence === undefined) return;
  reflection.comment ??= new Comment();
  reflection.comment.summary.push({ kind: "text", text: `\n\n${sentence}` });
  reflection.comment.blockTags.push(new CommentTag("@group", [{ kind: "text", text: "Operations" }]));
}

/** Called by typedoc. */
export function load({ converter }: Application): void {
  converter.on(Converter.EVENT_CREATE_DECLARATION, addRoute);
}
