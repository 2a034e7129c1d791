import type { AnyDeclaration, Evidence } from "../declaration.ts";
import { driftIssues } from "../drift.ts";
import { ConfigurationError } from "../errors.ts";
import { typeName } from "../describe.ts";
import { isObject } from "../json-object.ts";
import type { RecordedOperation, VendorRecording } from "../recording.ts";
import { fieldNames } from "../schema-text.ts";
import * as z from "#zod";

const sizeNames = ["limit", "page_size", "pageSize", "per_page", "perPage", "length"];

const recordingSchema = () =>
  z.looseObject({
    routes: z.record(z.string(), z.string()),
    operations: z.record(
      z.string(),
      z.looseObject({
        verdict: z.string(),
        route: z.string(),
        status: z.optional(z.number()),
        triedIds: z.optional(z.number()),
        shape: z.optional(z.record(z.string(), z.string())),
        pageSize: z.optional(z.number()),
      }),
    ),
    traffic: z.optional(
      z.looseObject({
        limitHeaders: z.optional(z.record(z.string(), z.union([z.string(), z.number()]))),
      }),
    ),
  });

/** @throws ConfigurationError when `like` is something else, such as the name of a file. */
function checkRecording(recording: VendorRecording | undefined): void {
  if (recording === undefined) return;
  const [issue] = driftIssues(recordingSchema, recording);
  if (issue === undefined) return;
  throw new ConfigurationError(
    `like is not a recording of a vendor: ${issue.message.replace(/^\(body\): /, "")}. Pass the parsed content of the verified.json of kelaskit verify, or the \`recording\` of importRoutes.`,
  );
}

/** Makes a mock answer as a vendor was recorded. Without a recording it changes nothing. */
export class AsRecorded {
  readonly #recording: VendorRecording | undefined;
  #requests = 0;

  /** @throws ConfigurationError when it is not a recording. */
  constructor(recording: VendorRecording | undefined) {
    checkRecording(recording);
    this.#recording = recording;
  }

  /** The operations that the recording names. */
  get names(): readonly string[] {
    return Object.keys(this.#recording?.operations ?? {});
  }

  /** The routes that answered. */
  get routes(): Readonly<Record<string, string>> {
    return this.#recording?.routes ?? {};
  }

  #operation(name: string): RecordedOperation | undefined {
    return this.#recording?.operations[name];
  }

  /** Whether the vendor has no such route. */
  isAbsent(name: string): boolean {
    const { verdict, status, triedIds = 0 } = this.#operation(name) ?? {};
    return verdict === "not-found" && (triedIds === 0 || status === 405);
  }

  /** The status with which the vendor refuses every call; undefined if it answers. */
  refusal(name: string): number | undefined {
    const { verdict, status = 0 } = this.#operation(name) ?? {};
    return (verdict === "refused" || verdict === "failed") && status >= 400 ? status : undefined;
  }

  /** How well the route of an operation is known; undefined if the vendor was not seen to answer it. */
  evidence(name: string, route: string): Evidence | undefined {
    const found = this.#operation(name);
    const hasAnswered = found?.verdict === "answered" || found?.verdict === "drift";
    return hasAnswered && found.route === route ? "observed" : undefined;
  }

  /** How many entries a page of a list has at most; undefined if that was not seen. */
  pageSize(name: string): number | undefined {
    return this.#operation(name)?.pageSize;
  }

  /** The parameters of a request, with a page as long as the vendor's at most. */
  withPageSize(declaration: AnyDeclaration, params: Record<string, unknown>): Record<string, unknown> {
    const size = this.pageSize(declaration.name);
    if (size === undefined || declaration.params === undefined) return params;
    const declared = fieldNames(declaration.params);
    const name = sizeNames.find((one) => declared.includes(one));
    if (name === undefined) return params;
    const { [name]: wanted } = params;
    return { ...params, [name]: typeof wanted === "number" ? Math.min(wanted, size) : size };
  }

  /** A reply with the fields and types that the vendor's has. */
  reply(name: string, reply: unknown): unknown {
    const shape = this.#operation(name)?.shape;
    return shape === undefined ? reply : reshaped(reply, "", new Shape(shape));
  }

  /** Adds the headers about limits. */
  addHeaders({ type, headers }: Response): void {
    // A lost reply has no headers.
    if (type === "error") return;
    const limits = Object.entries(this.#recording?.traffic?.limitHeaders ?? {});
    this.#requests += 1;
    for (const [name, limit] of limits) {
      if (typeof limit !== "number") continue;
      headers.set(name, String(limit));
      const remaining = name.replace(/limit$/, "remaining");
      if (limits.some(([other]) => other === remaining && other !== name))
        headers.set(remaining, String(Math.max(0, limit - this.#requests)));
    }
  }

  /** Forgets how many requests there were. */
  reset(): void {
    this.#requests = 0;
  }
}

/** The fields of a recorded reply. */
class Shape {
  readonly #types = new Map<string, readonly string[]>();
  readonly #fields = new Map<string, string[]>();
  readonly #isEmpty: boolean;

  constructor(lines: Readonly<Record<string, string>>) {
    this.#isEmpty = Object.keys(lines).length === 0;
    for (const [path, types] of Object.entries(lines)) {
      this.#types.set(path, types.split(" or "));
      const [, parent = "", name = ""] = /^(?:(.*)\.)?([^.]+)$/s.exec(path) ?? [];
      // An entry of a list is not a field, and `*` stands for names that are not known.
      if (!name.endsWith("[]")) this.#fields.set(parent, [...(this.#fields.get(parent) ?? []), name]);
    }
  }

  /** The types that were seen at a path; undefined if nothing was. */
  types(path: string): readonly string[] | undefined {
    return this.#types.get(path);
  }

  /** The names of the fields of an object; undefined if no object was seen. */
  fields(path: string): readonly string[] | undefined {
    const wasSeen = path === "" ? this.#isEmpty : this.types(path)?.includes("object");
    return this.#fields.get(path) ?? (wasSeen === true ? [] : undefined);
  }
}

/** A value of a type, made of another value where that is possible. */
function ofType(value: unknown, type: string | undefined): unknown {
  switch (type) {
    case "string":
      return typeof value === "number" || typeof value === "boolean" ? String(value) : "text";
    case "number":
      return typeof value === "string" && /^-?\d{1,15}(?:\.\d{1,10})?$/.test(value) ? Number(value) : 0;
    case "boolean":
      return value === 1 || value === "1" || value === "true";
    case "list":
      return [];
    case "object":
      return {};
    default:
      return null;
  }
}

/** @param beside The fields of the other entries of a list: what one of them has need not be in all. */
function reshaped(
  value: unknown,
  path: string,
  shape: Shape,
  beside: ReadonlySet<string> = new Set(),
): unknown {
  const types = shape.types(path);
  const fitting = types === undefined || types.includes(typeName(value)) ? value : ofType(value, types[0]);
  if (Array.isArray(fitting)) {
    const names = new Set(fitting.filter(isObject).flatMap(Object.keys));
    return fitting.map((entry: unknown) => reshaped(entry, `${path}[]`, shape, names));
  }
  const fields = shape.fields(path);
  if (!isObject(fitting) || fields === undefined) return fitting;
  const place = (name: string): string => (path === "" ? name : `${path}.${name}`);
  const hasOthers = fields.includes("*");
  const kept = Object.entries(fitting).filter(([name]) => hasOthers || fields.includes(name));
  const missing = fields.filter((name) => name !== "*" && !beside.has(name) && !Object.hasOwn(fitting, name));
  return Object.fromEntries([
    ...kept.map(([name, entry]) => [name, reshaped(entry, place(name), shape)] as const),
    ...missing.map((name) => [name, ofType(undefined, shape.types(place(name))?.[0])] as const),
  ]);
}
