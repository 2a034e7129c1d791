// A plugin of typedoc: adds each operation's route to its page of the reference, and how well that route is known.
import {
  type Application,
  Comment,
  CommentTag,
  type Context,
  Converter,
  type DeclarationReflection,
} from "typedoc";
import ts from "typescript";
import { vendors } from "../openapi/vendors.ts";
import { declaredResources } from "../operations/declared.ts";
import { declaredName, placeOf } from "../operations/written.ts";

const evidenceWords = {
  documented: "the vendor prints it",
  observed: "observed in other working code; the vendor does not print it",
  deduced: "deduced from what the vendor prints",
  proposed: "proposed by us; the vendor's document does not contain it",
} as const;

/** A sentence about each operation's route, by the folder of its package and its name. */
const sentences = new Map<string, string>();

function addRoute(context: Context, reflection: DeclarationReflection): void {
  const [declaration] = context.getSymbolFromReflection(reflection)?.declarations ?? [];
  if (!declaration || !ts.isVariableDeclaration(declaration)) return;
  const [, directory] = placeOf(declaration.getSourceFile()).split("/");
  const sentence = sentences.get(`${directory} ${declaredName(declaration.initializer)}`);
  if (sentence === undefined) return;
  reflection.comment ??= new Comment();
  reflection.comment.summary.push({ kind: "text", text: `\n\n${sentence}` });
  reflection.comment.blockTags.push(new CommentTag("@group", [{ kind: "text", text: "Operations" }]));
}

/** Called by typedoc. */
export async function load({ converter }: Application): Promise<void> {
  for (const directory of Object.keys(vendors)) {
    for (const { declarations } of await declaredResources(directory)) {
      for (const { name, method, path: route, evidence } of declarations) {
        sentences.set(`${directory} ${name}`, `Route: \`${method} ${route}\` (${evidenceWords[evidence]}).`);
      }
    }
  }
  converter.on(Converter.EVENT_CREATE_DECLARATION, addRoute);
}
