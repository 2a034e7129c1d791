// The request of an operation as a command of curl, read from what the client really sends to the mock.
import type { Client, ClientOptions } from "@kelaskit/core";
import type { AnyDeclaration } from "@kelaskit/core/vendor";
import type { MockScalev } from "@kelaskit/scalev/mock";
import { sampleParameters } from "../../../packages/cli/src/call/example.ts";
import { isFile, parametersOf } from "../../../packages/cli/src/call/schema.ts";
import type { VendorName } from "../../../packages/cli/src/vendors/names.ts";
import { operationsOf } from "../../../packages/cli/src/vendors/operations.ts";
import { vendors } from "../../../packages/cli/src/vendors/table.ts";
import type { VendorMock, VendorPackage } from "../../../packages/cli/src/vendors/vendor.ts";

/** Headers that carry a credential, and what a person writes instead. */
const credentialHeaders: Readonly<Record<string, string>> = {
  authorization: "Bearer $TOKEN",
  "x-scalev-storefront-api-key": "$STOREFRONT_KEY",
};

/** Addresses that only the mock has. */
const addresses: readonly (readonly [string, string])[] = [
  ["https://demo.aomlms.com", "https://YOUR-PORTAL.aomlms.com"],
];

/** A client of a mock, and what it has sent. */
export interface ClientOfMock {
  readonly client: Client;
  readonly sent: readonly Request[];
}

/** Creates a client that sends everything to the mock, guesses too. */
export function clientOfMock(
  vendor: VendorName,
  loaded: VendorPackage,
  { server, credentials }: VendorMock,
  options: ClientOptions,
): ClientOfMock {
  const sent: Request[] = [];
  const client = loaded.createClient(
    { ...credentials, ...furtherCredentials(vendor, server) },
    {
      unverifiedRoutes: "allow",
      allowInsecureHttp: true,
      async fetch(input, init) {
        const request = new Request(input, init);
        sent.push(request.clone());
        return server.fetch(request);
      },
      ...mockServers(server),
      ...options,
    },
  );
  return { client, sent };
}

/** The parameters of an example, with a file for each that an upload requires. */
export function exampleParameters(declaration: AnyDeclaration): Readonly<Record<string, unknown>> {
  const files = parametersOf(declaration).filter((parameter) => isFile(parameter) && parameter.required);
  return {
    ...sampleParameters(declaration),
    ...Object.fromEntries(files.map(({ name }) => [name, new Blob(["…"])])),
  };
}

/** Writes the commands for the operations of a vendor. */
export async function curlWriter(
  vendor: VendorName,
): Promise<(declaration: AnyDeclaration) => Promise<string>> {
  const loaded = await vendors[vendor].load();
  const mock = await vendors[vendor].createMock();
  const operations = operationsOf(loaded);
  return async ({ name }) => {
    mock.server.reset();
    const operation = operations.get(name);
    if (operation === undefined) throw new Error(`${vendor} does not export ${name}.`);
    const { client, sent } = clientOfMock(vendor, loaded, mock, { retries: 0 });
    // The mock may well refuse invented values, but without a request there is nothing to show.
    const [outcome] = await Promise.allSettled([operation(client, exampleParameters(operation.declaration))]);
    const request = sent.at(-1);
    if (request === undefined) throw new Error(`${vendor} ${name} sent nothing.`, { cause: outcome });
    return curlText(request);
  };
}

/** What a client of the mock requires besides the mock's own credentials. */
function furtherCredentials(vendor: VendorName, server: object): Readonly<Record<string, string>> {
  if (vendor === "academy-of-mine") return { portal: "demo" };
  return "logIn" in server ? { access: (server as MockScalev).logIn().access } : {};
}

function mockServers(server: object): Pick<ClientOptions, "servers"> {
  return "servers" in server ? { servers: server.servers as Readonly<Record<string, string>> } : {};
}

async function curlText(request: Request): Promise<string> {
  const lines = [request.method === "GET" ? "curl" : `curl -X ${request.method}`];
  lines[0] += ` '${shown(request.url)}'`;
  for (const [name, placeholder] of Object.entries(credentialHeaders)) {
    if (request.headers.has(name)) lines.push(`-H "${name}: ${placeholder}"`);
  }
  const type = request.headers.get("content-type") ?? "";
  if (type.startsWith("multipart/form-data")) {
    for (const [name, value] of await request.formData()) {
      lines.push(typeof value === "string" ? `-F ${quoted(`${name}=${value}`)}` : `-F ${name}=@lesson.zip`);
    }
  } else {
    const body = await request.text();
    if (body !== "") lines.push(`-H 'content-type: ${type}'`, `-d ${quoted(body)}`);
  }
  return lines.join(" \\\n  ");
}

function shown(url: string): string {
  return addresses.reduce((text, [mocked, written]) => text.replace(mocked, written), url);
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", String.raw`'\''`)}'`;
}
