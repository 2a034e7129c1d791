import { once } from "node:events";
import { ConfigurationError } from "@kelaskit/core";
import { type ServedMock, serve } from "@kelaskit/core/testing/node";
import { type CommandContext, type ExitCode, InputError } from "../context.ts";
import { errorCode } from "../io/files.ts";
import { mockWords } from "../output/command-words.ts";
import { type OutputForm, outputForm } from "../output/form.ts";
import { parseVendor, type VendorName, vendorNames } from "../vendors/names.ts";
import { vendors } from "../vendors/table.ts";
import type { Vendor, VendorMock } from "../vendors/vendor.ts";

/** The options of `kelaskit mock`. */
export interface MockCommandOptions {
  readonly port?: number | undefined;
  readonly allowHost?: readonly string[] | undefined;
  /** The origins whose pages may read replies; true for all. */
  readonly cors?: true | readonly string[] | undefined;
  readonly output?: OutputForm | undefined;
}

/** A running mock, as it is printed for its users. */
interface RunningMock {
  readonly vendor: VendorName;
  readonly url: string;
  /** The variables with its address and credentials. */
  readonly environment: Readonly<Record<string, string>>;
  readonly note?: string | undefined;
}

function environmentOf(
  { fields, baseUrlVariable }: Vendor,
  { credentials }: VendorMock,
  url: string,
): RunningMock["environment"] {
  const given = fields.flatMap(({ name, variable }) => {
    const value = credentials[name];
    return variable === undefined || value === undefined ? [] : [[variable, value] as const];
  });
  return { [baseUrlVariable]: url, ...Object.fromEntries(given) };
}

async function start(
  name: VendorName,
  port: number,
  { allowHost: hosts = [], cors }: MockCommandOptions,
): Promise<{ readonly served: ServedMock; readonly running: RunningMock }> {
  const mock = await vendors[name].createMock();
  const served = await serve(mock.server, { port, hosts, ...(cors === undefined ? {} : { cors }) }).catch(
    (error: unknown) => {
      if (ConfigurationError.isInstance(error)) {
        throw new InputError(mockWords(error.message), { cause: error });
      }
      throw new InputError(
        `The mock of ${name} cannot listen on 127.0.0.1:${port} (${errorCode(error)}). Choose another --port, or remove it to use any free port.`,
        { cause: error },
      );
    },
  );
  const environment = environmentOf(vendors[name], mock, served.url);
  return { served, running: { vendor: name, url: served.url, environment, note: mock.note } };
}

function asText(mocks: readonly RunningMock[]): string {
  const blocks = mocks.map(({ vendor, url, environment, note }) =>
    [
      `# ${vendors[vendor].title} at ${url}${note === undefined ? "" : ` (${note})`}`,
      ...Object.entries(environment).map(([name, value]) => `export ${name}='${value}'`),
    ].join("\n"),
  );
  return ["# Mocks in memory. Their credentials are invented and work only here.", ...blocks].join("\n\n");
}

/** `kelaskit mock`: serves mocks until it is stopped. */
export async function mockCommand(
  names: readonly string[],
  options: MockCommandOptions,
  context: CommandContext,
): Promise<ExitCode> {
  const { port = 0, output } = options;
  const wanted = names.length === 0 ? vendorNames : [...new Set(names.map(parseVendor))];
  const open: ServedMock[] = [];
  const over = new AbortController();
  try {
    const running: RunningMock[] = [];
    for (const [index, name] of wanted.entries()) {
      const started = await start(name, port === 0 ? 0 : port + index, options);
      open.push(started.served);
      running.push(started.running);
    }
    const stopped = Promise.race([
      once(process, "SIGINT", { signal: over.signal }),
      once(process, "SIGTERM", { signal: over.signal }),
    ]);
    const isJson = outputForm(output, context) === "json";
    await context.write(`${isJson ? JSON.stringify({ mocks: running }) : asText(running)}\n`);
    if (!isJson) context.printError("\nCtrl-C stops the mocks and discards their data.");
    await stopped;
    return 0;
  } finally {
    over.abort();
    await Promise.all(open.map((served) => served.close()));
  }
}
