import type { OperationFacts } from "./facts.ts";

/** A file is compared by its content. */
async function readable(value: unknown): Promise<unknown> {
  return value instanceof Blob ? { file: await value.text() } : value;
}

/** A path, a query and a form contain only strings: a number is read back as a number, or as its digits. */
function asText(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(asText);
  return typeof value === "number" || typeof value === "boolean" ? String(value) : value;
}

/** Parameters of an operation, as passed or as a mock read them, in a form that can be compared. */
export async function comparable(
  { parameters, wire }: OperationFacts,
  params: Readonly<Record<string, unknown>> = {},
): Promise<Readonly<Record<string, unknown>>> {
  const isForm = Array.isArray(wire.body);
  const inBody = new Set(parameters.filter((parameter) => parameter.in === "body").map(({ name }) => name));
  const entries = Object.entries(params).map(async ([name, value]) => {
    const isTyped = inBody.has(name) && !isForm;
    return [name, isTyped ? value : asText(await readable(value))] as const;
  });
  return Object.fromEntries(await Promise.all(entries));
}
