import { withoutPrograms } from "../output/command-words.ts";
import { evidenceWords } from "../output/evidence.ts";
import { sampleParameters } from "../call/example.ts";
import {
  isFile,
  type JsonSchema,
  type Parameter,
  parametersOf,
  secretsOf,
  typeWords,
} from "../call/schema.ts";
import { isPaged } from "../vendors/operations.ts";
import { type Permissions, refusalOf } from "./policy.ts";
import { type ReplyField, replyFields } from "./reply-fields.ts";
import { repeatWords, type ServedOperation } from "./served-operation.ts";

/** An operation in one line of a search. */
export interface FoundOperation {
  readonly vendor: string;
  readonly operation: string;
  /** What it does; only built packages contain it. */
  readonly summary?: string | undefined;
  readonly method: string;
  readonly path: string;
  readonly evidence: string;
  readonly effect: "read" | "write";
  /** Whether this server calls it. */
  readonly callable: boolean;
}

/** A parameter, as an assistant needs to know it. */
interface DescribedParameter {
  readonly name: string;
  readonly required: boolean;
  readonly type: string;
  readonly meaning?: string | undefined;
  /** Whether its value is a secret, which is shown nowhere. */
  readonly secret?: true;
  /** Whether the client fills it in if it is left out. */
  readonly filledIn?: true;
  /** Its JSON Schema, if it has fields or entries of its own. */
  readonly schema?: JsonSchema;
}

/** All about an operation. */
export interface DescribedOperation extends FoundOperation {
  readonly description?: string | undefined;
  readonly evidenceMeaning: string;
  readonly repeated: string;
  /** Why it is not called, and who can change that. */
  readonly refusal?: string | undefined;
  readonly deprecated?: string | undefined;
  readonly parameters: readonly DescribedParameter[];
  readonly reply: {
    readonly kind: "json" | "page of a list" | "file";
    /** Where the items of a page are. */
    readonly items?: string | undefined;
    readonly fields: readonly ReplyField[];
    /** How many fields are not shown. */
    readonly more?: number;
  };
  /** The arguments of an example for call_operation. */
  readonly example: {
    readonly vendor: string;
    readonly operation: string;
    readonly parameters: Readonly<Record<string, unknown>>;
  };
}

/** The line of an operation in the results of a search. */
export function foundOperation(served: ServedOperation, permissions: Permissions): FoundOperation {
  const { vendor, declaration, words, method, path, effect, isRouteGiven } = served;
  return {
    vendor: vendor.name,
    operation: declaration.name,
    summary: words?.summary,
    method,
    path,
    evidence: isRouteGiven ? "given with --routes" : declaration.evidence,
    effect,
    callable: refusalOf(served, permissions) === undefined,
  };
}

function describedParameter(
  parameter: Parameter,
  secrets: readonly string[],
  meaning: string | undefined,
): DescribedParameter {
  const { name, required, hasDefault, schema } = parameter;
  const hasParts = schema["properties"] !== undefined || schema["items"] !== undefined;
  return {
    name,
    required,
    type: isFile(parameter) ? "file, which assistants cannot send" : typeWords(schema),
    meaning: meaning === undefined ? undefined : withoutPrograms(meaning),
    ...(secrets.includes(name) ? { secret: true } : {}),
    ...(hasDefault ? { filledIn: true } : {}),
    ...(hasParts ? { schema } : {}),
  };
}

/** Describes an operation from its declaration. */
export function describedOperation(served: ServedOperation, permissions: Permissions): DescribedOperation {
  const { vendor, operation, declaration, words, isRouteGiven } = served;
  const secrets = secretsOf(declaration);
  const { fields, more } = replyFields(declaration);
  const isList = isPaged(operation);
  return {
    ...foundOperation(served, permissions),
    description: words?.description === undefined ? undefined : withoutPrograms(words.description),
    evidenceMeaning: isRouteGiven
      ? "given: the person who started this server passed this route with --routes"
      : evidenceWords[declaration.evidence],
    repeated: repeatWords(served),
    refusal: refusalOf(served, permissions),
    deprecated: declaration.deprecated,
    parameters: parametersOf(declaration).map((parameter) =>
      describedParameter(parameter, secrets, words?.parameters.get(parameter.name)),
    ),
    reply: {
      kind: declaration.media === "binary" ? "file" : isList ? "page of a list" : "json",
      items: isList ? operation.pager.items : undefined,
      fields,
      ...(more === 0 ? {} : { more }),
    },
    example: {
      vendor: vendor.name,
      operation: declaration.name,
      parameters: sampleParameters(declaration),
    },
  };
}
