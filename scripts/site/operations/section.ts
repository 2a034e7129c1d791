// The section of a page that documents one operation.
import type { AnyDeclaration } from "@kelaskit/core/vendor";
import { exampleCall } from "../../../packages/cli/src/call/example.ts";
import { secretsOf } from "../../../packages/cli/src/call/schema.ts";
import type { OperationDocs, SourceDocs } from "../../openapi/source-docs.ts";
import { escapedText } from "../escaped-text.ts";
import { type Field, fieldsOf } from "./fields.ts";
import { type DocumentedOperation, mockProgramText, programText } from "./programs.ts";

/** What a section is written from. */
export interface SectionSource extends DocumentedOperation {
  readonly sources: SourceDocs;
  /** Its request as a command of curl. */
  readonly curl: string;
}

/** The method in the operation's name, which is its anchor: `create` in `orders.create`. */
export function anchorOf({ name }: AnyDeclaration): string {
  return name.slice(name.indexOf(".") + 1);
}

function isRead({ method, safe }: AnyDeclaration): boolean {
  return safe ?? (method === "GET" || method === "HEAD");
}

/** Whether a failed call is sent again, and why: by the rules of `planOperation` in core. */
export function repetition(declaration: AnyDeclaration): string {
  const { method, evidence, idempotent } = declaration;
  const reads = method === "GET" || method === "HEAD";
  if (isRead(declaration) && reads) return "Yes: it only reads.";
  if (evidence === "proposed") {
    return "No: its route is a guess, and so is its method. It is sent again only if nothing can have been carried out.";
  }
  if (isRead(declaration)) return `Yes: it only reads, although the method is ${method}.`;
  if (idempotent === true) return "Yes: sending it twice has the same effect as sending it once.";
  if (method === "PUT" || method === "DELETE")
    return `Yes: a ${method} that is sent twice has the same effect as one that is sent once.`;
  return "No: it may have been carried out. It is sent again only if nothing can have been carried out: no connection, or 429.";
}

function placeOf({ method, path, query = [], body = [] }: AnyDeclaration, name: string): string {
  if (path.includes(`{${name}}`)) return "path";
  if (query.includes(name)) return "query";
  if (body.includes(name)) return "body";
  return method === "GET" || method === "HEAD" ? "query" : "body";
}

function needOf(declaration: AnyDeclaration, { name, required }: Field): string {
  if (declaration.clientParams?.includes(name) === true) return "optional, from the client";
  if (declaration.optional?.includes(name) === true) return "optional";
  return required ? "required" : "optional";
}

/** A field and what it contains, as an entry of a list. */
function fieldLines(
  field: Field,
  words: readonly string[],
  wordsOf: (inner: Field) => readonly string[],
  indent = "",
): readonly string[] {
  const about = [`\`${field.name}\``, ...words].join(" · ");
  const text = field.text === undefined ? "" : ` — ${escapedText(field.text)}`;
  return [
    `${indent}- ${about}${text}`,
    ...field.fields.flatMap((inner) => fieldLines(inner, wordsOf(inner), wordsOf, `${indent}  `)),
  ];
}

function replyWords({ type, nullable, required }: Field): readonly string[] {
  return [escapedText(type), ...(nullable ? ["may be null"] : []), ...(required ? [] : ["may be missing"])];
}

/** What is said of a field inside a parameter. */
function innerWords({ type, required }: Field): readonly string[] {
  return [escapedText(type), required ? "required" : "optional"];
}

function parameterLines(source: SectionSource, docs: OperationDocs | undefined): readonly string[] {
  const { declaration, sources } = source;
  if (declaration.params === undefined) return ["None."];
  const secrets = secretsOf(declaration);
  const fields = fieldsOf(declaration.params, declaration.name, docs?.params, sources);
  return fields
    .toSorted((first, second) => Number(second.required) - Number(first.required))
    .flatMap((field) => {
      const { encode = {} } = declaration;
      const encoding = (encode as Readonly<Record<string, string | undefined>>)[field.name];
      const place = placeOf(declaration, field.name);
      return fieldLines(
        field,
        [
          escapedText(field.type),
          `**${needOf(declaration, field)}**`,
          encoding === undefined ? place : `${place}, as ${encoding}`,
          ...(secrets.includes(field.name) ? ["secret"] : []),
        ],
        innerWords,
      );
    });
}

function replyLines(source: SectionSource, docs: OperationDocs | undefined): readonly string[] {
  const { declaration, sources, isPaged } = source;
  const { tags } = docs ?? {};
  const returns = (tags?.get("returns") ?? []).map((text) => `${escapedText(text)}\n`);
  if (declaration.media === "binary")
    return [
      ...returns,
      "A file: `bytes`, `mediaType` and `fileName`. The vendor's own name of it may be missing.",
    ];
  const fields = fieldsOf(declaration.response, declaration.name, docs?.reply, sources);
  const pages = isPaged
    ? ["A list in pages: iterate it for its items, or await it for one page with these fields.\n"]
    : [];
  if (fields.length === 0) return [...returns, ...pages, "The vendor documents no field of it."];
  return [
    ...returns,
    ...pages,
    ...fields.flatMap((field) => fieldLines(field, replyWords(field), replyWords)),
  ];
}

function errorLines({ declaration }: SectionSource, docs: OperationDocs | undefined): readonly string[] {
  const own = (docs?.tags.get("throws") ?? []).map((text) => {
    const [name = "", ...rest] = text.split(/\s+/);
    return `- \`${name}\` ${escapedText(rest.join(" "))}`;
  });
  const isListed = (name: string): boolean => own.some((line) => line.includes(`\`${name}\``));
  const isRefused =
    declaration.evidence === "proposed" && !(isRead(declaration) && declaration.method === "GET");
  return [
    ...own,
    ...(declaration.params !== undefined && !isListed("InvalidParamsError")
      ? ["- `InvalidParamsError` when a parameter is not as described here; nothing is sent."]
      : []),
    ...(isRefused && !isListed("UnverifiedRouteError")
      ? ["- `UnverifiedRouteError` unless the route is set or guesses are allowed; nothing is sent."]
      : []),
    "- What every call can throw: [errors and what to do](/guides/errors).",
  ];
}

function seeLines(docs: OperationDocs | undefined): readonly string[] {
  return (docs?.tags.get("see") ?? []).map((text) =>
    /^https?:\S+$/.test(text) ? `- [The vendor's page](${text})` : `- ${escapedText(text)}`,
  );
}

function code(language: string, title: string, text: string): string {
  return `\`\`\`${language} [${title}]\n${text}\n\`\`\``;
}

/** Writes the section. Its headings below the operation's have no anchors, so that search finds the operation as a whole. */
export function operationSection(source: SectionSource): string {
  const { vendor, declaration, sources, curl } = source;
  const { name, method, path, evidence, deprecated } = declaration;
  const docs = sources.operation(name);
  const see = seeLines(docs);
  return [
    `## ${name} {#${anchorOf(declaration)}}`,
    `<OperationRoute method="${method}" path="${path}" evidence="${evidence}" />`,
    ...(deprecated === undefined ? [] : [`::: warning Deprecated\n${escapedText(deprecated)}\n:::`]),
    ...(docs === undefined ? [] : [`${escapedText(docs.summary)}.`]),
    ...(docs?.description === undefined ? [] : [escapedText(docs.description)]),
    `**Repeated after a failure?** ${repetition(declaration)} [More](/guides/retries)`,
    "<h3>Parameters</h3>",
    parameterLines(source, docs).join("\n"),
    "<h3>Reply</h3>",
    replyLines(source, docs).join("\n"),
    "<h3>Errors</h3>",
    errorLines(source, docs).join("\n"),
    "<h3>Example</h3>",
    [
      "::: code-group",
      code("ts", "TypeScript", programText(source)),
      code("sh", "kelaskit call", exampleCall(vendor, declaration)),
      code("ts", "mock", mockProgramText(source)),
      code("sh", "curl", curl),
      ":::",
    ].join("\n"),
    ...(see.length === 0 ? [] : ["<h3>Source</h3>", see.join("\n")]),
  ].join("\n\n");
}
