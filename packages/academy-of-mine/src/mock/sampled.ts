import { isObject, type Operation, type PagedOperation } from "@kelaskit/core/vendor";
import type { MockCall, MockServerBuilder } from "@kelaskit/core/testing";
import { copyOf } from "./copy.ts";
import { pageItems } from "./pages.ts";
import samples from "./samples.json" with { type: "json" };

type AnyOperation =
  | Operation<Readonly<Record<string, unknown>>, unknown>
  | PagedOperation<Readonly<Record<string, unknown>>, unknown, never>;

const replies: Readonly<Record<string, unknown>> = samples;

function isOperation(value: unknown): value is AnyOperation {
  return typeof value === "function" && "declaration" in value;
}

/** The vendor's sample reply of an operation, as a copy that may be changed; null where it prints none. */
function sampleOf(operation: string): unknown {
  return copyOf(replies[operation] ?? null);
}

/**
 * A sample of a list contains some records and reports more: the mock's list has exactly these records, on real pages.
 */
function samplePage(reply: unknown, items: string, params: Readonly<Record<string, unknown>>): unknown {
  const query = {
    page_size: Number(params["page_size"] ?? params["pageSize"] ?? 50),
    page_number: Number(params["page_number"] ?? params["pageNumber"] ?? 1),
  };
  if (items === "") return Array.isArray(reply) ? pageItems(reply, query) : [];
  const fields = isObject(reply) ? reply : {};
  const records: unknown = fields[items];
  const all = Array.isArray(records) ? records : [];
  const totals = ["recordsTotal", "recordsFiltered", "totalRecords", "total", "form_data_count"]
    .filter((name) => name in fields || name === "recordsFiltered")
    .map((name) => [name, all.length] as const);
  return { ...fields, ...Object.fromEntries(totals), [items]: pageItems(all, query) };
}

// An archive without entries, which a spreadsheet is too; and a document without pages.
const archive = Uint8Array.from([0x50, 0x4b, 0x05, 0x06, ...Array.from({ length: 18 }, () => 0)]);
const pdf = {
  bytes: new TextEncoder().encode("%PDF-1.4\n%%EOF\n"),
  type: "application/pdf",
  name: "sample.pdf",
};

/** Files that are not PDFs; the name of the exported orders is the vendor's. */
const otherFiles: Readonly<Record<string, typeof pdf>> = {
  "orders.export": {
    bytes: archive,
    type: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    name: "orders-test.xlsx",
  },
  "scormPackages.download": { bytes: archive, type: "application/zip", name: "sample.zip" },
};

/** The smallest file of its kind. */
function sampleFile(operation: string): Response {
  const { bytes, type, name } = otherFiles[operation] ?? pdf;
  return new Response(bytes, {
    headers: { "content-type": type, "content-disposition": `attachment; filename="${name}"` },
  });
}

/**
 * Answers the operations of a resource with the vendor's samples, except those that the mock answers from its store.
 *
 * @param answered The operations that have an answer already.
 */
export function answerWithSamples(
  server: MockServerBuilder,
  module: object,
  answered: ReadonlySet<string>,
): void {
  for (const operation of Object.values(module)) {
    if (!isOperation(operation)) continue;
    const { name, media } = operation.declaration;
    if (answered.has(name)) continue;
    server.on(operation, ({ params }: MockCall<Readonly<Record<string, unknown>>>) => {
      if (media === "binary") return sampleFile(name);
      const reply = sampleOf(name);
      return "pager" in operation ? samplePage(reply, operation.pager.items, params) : reply;
    });
  }
}
