// Plays what an assistant does with `kelaskit mcp`: it searches for an operation, reads its description, calls one that reads, and
// tries one that writes. Nothing leaves this machine: a mock takes the place of the vendor.
//
//   node --conditions=kelaskit-source examples/mcp/transcript.ts
import path from "node:path";
import { Client } from "@modelcontextprotocol/client";
import { StdioClientTransport } from "@modelcontextprotocol/client/stdio";

// With the package installed, the command is `npx`, with the arguments ["-y", "@kelaskit/cli", "mcp", "skilvul", "--mock"].
const program = path.join(import.meta.dirname, "../../packages/cli/src/main.ts");
const transport = new StdioClientTransport({
  command: process.execPath,
  args: ["--conditions=kelaskit-source", program, "mcp", "skilvul", "--mock"],
  stderr: "ignore",
});

/** What the transcript shows of a result. */
interface Result {
  readonly status?: string;
  readonly message?: string;
  readonly total?: number;
  readonly operations?: readonly {
    readonly operation: string;
    readonly method: string;
    readonly path: string;
    readonly evidence: string;
    readonly effect: string;
  }[];
  readonly evidenceMeaning?: string;
  readonly repeated?: string;
  readonly parameters?: readonly {
    readonly name: string;
    readonly type: string;
    readonly required: boolean;
  }[];
  readonly untrusted?: { readonly reply?: unknown; readonly next?: unknown };
  readonly omitted?: readonly string[];
}

const assistant = new Client({ name: "transcript", version: "1.0.0" });

async function call(name: string, toolArguments: Readonly<Record<string, unknown>>): Promise<Result> {
  console.log(`\n> ${name} ${JSON.stringify(toolArguments)}`);
  const { structuredContent } = await assistant.callTool({ name, arguments: toolArguments });
  return structuredContent ?? {};
}

await assistant.connect(transport);
const { tools } = await assistant.listTools();
console.log(`The assistant has ${tools.length} tools: ${tools.map(({ name }) => name).join(", ")}.`);

const found = await call("search_operations", { words: "create an order", resource: "orders" });
console.log(`${found.total ?? 0} operations fit. The best:`);
for (const { operation, method, path: route, evidence, effect } of found.operations ?? []) {
  console.log(`  ${operation}: ${method} ${route}, ${evidence}, a ${effect}`);
}

const described = await call("describe_operation", { vendor: "skilvul", operation: "products.list" });
console.log(`Evidence: ${described.evidenceMeaning ?? ""}`);
console.log(`Repeated: ${described.repeated ?? ""}`);
for (const { name, type, required } of described.parameters ?? []) {
  console.log(`  ${name}: ${type}, ${required ? "required" : "optional"}`);
}

const products = { vendor: "skilvul", operation: "products.list", fields: ["id", "title"], maxItems: 2 };
const read = await call("call_operation", products);
console.log(`${read.status ?? ""}: ${JSON.stringify(read.untrusted?.reply)}`);
console.log(`left out: ${read.omitted?.join("; ") ?? "nothing"}`);
console.log(`next: ${JSON.stringify(read.untrusted?.next)}`);

const order = {
  vendor: "skilvul",
  operation: "orders.create",
  parameters: { user: { email: "ann@example.com" }, productIds: ["ckproduct0000000000000001"] },
};
const write = await call("call_operation", order);
console.log(`${write.status ?? ""}: ${write.message ?? ""}`);

await assistant.close();
