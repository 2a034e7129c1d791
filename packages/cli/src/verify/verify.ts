import path from "node:path";
import {
  ApiError,
  CallError,
  type Client,
  type ClientOptions,
  createLimiter,
  KelasError,
  type LimiterOptions,
  memoryTokenStore,
} from "@kelaskit/core";
import { missingInProfile } from "../auth/missing.ts";
import { failureOf } from "../call/failure.ts";
import { parametersOf } from "../call/schema.ts";
import { type CommandContext, type ExitCode, InputError } from "../context.ts";
import { refuseToOverwrite, requireWritable, writeWhole } from "../io/files.ts";
import { listenForStop } from "../io/signals.ts";
import { readManifest } from "../manifest.ts";
import { callWords } from "../output/command-words.ts";
import { type OutputForm, outputForm } from "../output/form.ts";
import { printable } from "../output/printable.ts";
import { didYouMean } from "../output/suggest.ts";
import { createVendorClient, type VendorClientOptions } from "../vendors/client.ts";
import { parseVendor, type VendorName } from "../vendors/names.ts";
import { operationsOf } from "../vendors/operations.ts";
import { readRoutes } from "../vendors/routes-file.ts";
import { vendors } from "../vendors/table.ts";
import type { AnyOperation } from "../vendors/vendor.ts";
import { CleanNames } from "./clean-names.ts";
import { isNamed, reasonNotToSend } from "./eligible.ts";
import { isOpen } from "./open.ts";
import { adviceOn } from "./outage.ts";
import type { GivenValues } from "./parameters.ts";
import { markdownReport, verdictCounts } from "./report.ts";
import { declaredKeys } from "./reply-schema.ts";
import { joinedTraffic, Traffic } from "./traffic.ts";
import { type OperationRecord, verdictWords } from "./verdict.ts";
import { readVerified, verifiedFile, type VerifiedFile } from "./verified-file.ts";
import { Walk } from "./walk.ts";

/** The options of `kelaskit verify`. */
export interface VerifyOptions extends Omit<VendorClientOptions, "limiter" | "settings" | "allowUnverified"> {
  readonly only?: readonly string[] | undefined;
  readonly skip?: readonly string[] | undefined;
  readonly value?: GivenValues | undefined;
  readonly rate: LimiterOptions;
  readonly timeout: number;
  readonly maxRequests: number;
  readonly suggest?: boolean | undefined;
  readonly out: string;
  readonly report?: string | undefined;
  readonly force?: boolean | undefined;
  readonly output?: OutputForm | undefined;
}

/** The name of the report beside a file of results. */
function reportBeside(out: string): string {
  return `${out.replace(/\.json$/i, "")}.md`;
}

/** Names that no operation has are typing errors, which would make a run prove less than it seems. */
function requireNames(
  option: string,
  patterns: readonly string[],
  operations: readonly AnyOperation[],
  vendor: VendorName,
): void {
  const wrong = patterns.find(
    (pattern) => !operations.some(({ declaration }) => isNamed(declaration.name, [pattern])),
  );
  if (wrong === undefined) return;
  throw new InputError(
    `${option}: ${vendor} has no operation ${JSON.stringify(wrong)}, and nothing was sent. Expected names such as courses.list or courses.*. ` +
      `To see all of them, run: kelaskit list ${vendor}`,
  );
}

/** Rejects values for parameters that no operation has. */
function requireParameters(
  given: GivenValues,
  operations: readonly AnyOperation[],
  vendor: VendorName,
): void {
  if (Object.keys(given).length === 0) return;
  const known = new Set<string>();
  for (const { declaration } of operations)
    for (const { name } of parametersOf(declaration)) known.add(name).add(`${declaration.name}.${name}`);
  const wrong = Object.keys(given).find((name) => !known.has(name));
  if (wrong === undefined) return;
  const owner = operations.find(({ declaration }) => wrong.startsWith(`${declaration.name}.`))?.declaration;
  const words =
    owner === undefined
      ? `no operation of ${vendor} has the parameter ${JSON.stringify(wrong)}`
      : `${owner.name} has no parameter ${JSON.stringify(wrong.slice(owner.name.length + 1))}`;
  throw new InputError(`--value: ${words}, and nothing was sent.${didYouMean(wrong, [...known])}`);
}

function leftOut(name: string, { only, skip = [] }: VerifyOptions): string | undefined {
  if (only !== undefined && !isNamed(name, only)) return "left out with --only";
  return isNamed(name, skip) ? "left out with --skip" : undefined;
}

/** Rejects a complete file to which this command line would add nothing. */
function requireOpen(
  earlier: VerifiedFile,
  operations: readonly AnyOperation[],
  routes: Readonly<Record<string, string>>,
  options: VerifyOptions,
): void {
  if (!earlier.isComplete) return;
  const wishes = { given: options.value ?? {}, suggest: options.suggest === true };
  const hasOpen = operations.some(
    ({ declaration }) =>
      reasonNotToSend(declaration, routes) === undefined &&
      leftOut(declaration.name, options) === undefined &&
      isOpen(declaration, earlier.operations[declaration.name], wishes),
  );
  if (hasOpen) return;
  throw new InputError(
    `${options.out} is complete (${earlier.date}); nothing was sent. Add what was not tried, with --only, --value or --suggest, choose ` +
      "another file with --out, or start anew with --force.",
  );
}

/** The names in all declarations of a vendor. */
function declaredNames(operations: readonly AnyOperation[]): ReadonlySet<string> {
  const names = new Set<string>();
  for (const { declaration } of operations) {
    if (declaration.media !== "binary") for (const name of declaredKeys(declaration).all) names.add(name);
  }
  return names;
}

/** Prints each result as it comes; the lines contain our own words only. */
function lineOf(name: string, { verdict, route, reason, status }: OperationRecord): string {
  const facts = [
    ...(status === undefined ? [] : [String(status)]),
    ...(reason === undefined ? [] : [reason]),
  ];
  return `${verdict.padEnd(10)}${name}  ${route}${facts.length === 0 ? "" : `  (${facts.join(": ")})`}`;
}

function summaryText(
  file: VerifiedFile,
  { title, out, report, requests }: Pick<Ending, "title" | "out" | "report" | "requests">,
): string {
  const all = file.traffic.requests;
  const earlier = all === requests ? "" : ` (${all} with those of earlier runs)`;
  const counts = verdictCounts(file).map(
    ([verdict, count]) => `  ${String(count).padStart(4)}  ${verdictWords[verdict]}`,
  );
  return [
    `${title}: ${requests} ${requests === 1 ? "request" : "requests"}${earlier}, and nothing was changed.`,
    ...counts,
    `Routes and results: ${out}`,
    `Report: ${report}`,
  ].join("\n");
}

/** `kelaskit verify`: asks a vendor which of its routes are real, and what they answer. */
export async function verifyCommand(
  vendorName: string,
  options: VerifyOptions,
  context: CommandContext,
): Promise<ExitCode> {
  const vendor = parseVendor(vendorName);
  const { out, force = false, report = reportBeside(out) } = options;
  const operations = [...operationsOf(await vendors[vendor].load()).values()];
  requireNames("--only", options.only ?? [], operations, vendor);
  requireNames("--skip", options.skip ?? [], operations, vendor);
  requireParameters(options.value ?? {}, operations, vendor);
  if (path.resolve(out) === path.resolve(report)) {
    throw new InputError(
      `--report names the same file as --out, ${out}, and nothing was sent. Choose another file for one of them.`,
    );
  }
  for (const file of [out, report]) await requireWritable(file);
  const earlier = force ? undefined : await readVerified(out, vendor);
  if (!force && earlier === undefined) await refuseToOverwrite(report);
  const routes = options.routes === undefined ? {} : await readRoutes(options.routes);
  if (earlier !== undefined) requireOpen(earlier, operations, routes, options);
  const isText = outputForm(options.output, context) === "text";
  const names = new CleanNames(declaredNames(operations));
  const traffic = new Traffic(
    new Set(
      operations.flatMap(({ declaration: { name, tokenRequest } }) => (tokenRequest === true ? [name] : [])),
    ),
  );
  const settings: ClientOptions = {
    middleware: [traffic.middleware],
    timeout: options.timeout * 1000,
    retries: 1,
    tokenStore: memoryTokenStore(),
    logger: false,
  };
  // One for all clients: with --suggest there are many, and the rate is that of all requests.
  const limiter = createLimiter({ ...options.rate, concurrency: 1 });
  const createClient = (more: Readonly<Record<string, string>> = {}): Promise<Client> =>
    createVendorClient(vendor, context, {
      ...options,
      routes: undefined,
      limiter,
      settings: { ...settings, routes: { ...routes, ...more } },
    });
  const date = new Date().toISOString().slice(0, 10);
  const onRecord = (name: string, record: OperationRecord): void => {
    if (isText && record.verdict !== "not-tried") context.print(lineOf(name, record));
  };
  using signals = listenForStop({
    outputLost: context.outputLost,
    onStop: () => {
      context.printError("Stopping: nothing more is sent. What was found so far is written.");
    },
    onGiveUp: () => undefined,
  });
  try {
    const walk = new Walk({
      maxRequests: options.maxRequests,
      traffic,
      names,
      signal: signals.signal,
      onRecord,
      client: await createClient(),
      operations,
      routes,
      earlier: earlier?.operations ?? {},
      leftOut: (name) => leftOut(name, options),
      given: options.value ?? {},
      date,
      createClient: options.suggest === true ? createClient : undefined,
    });
    const { records, isComplete, failure } = await walk.run();
    const file = verifiedFile(
      {
        vendor,
        kelaskit: readManifest().version,
        date,
        isComplete,
        traffic: joinedTraffic(earlier?.traffic, traffic.facts),
      },
      records,
      names,
    );
    await writeWhole(out, `${JSON.stringify(file, null, 2)}\n`);
    await writeWhole(report, markdownReport(file, vendors[vendor].title));
    const { title } = vendors[vendor];
    const { requests } = traffic;
    const code = printEnd(file, { out, report, isText, title, vendor, requests }, context);
    if (failure === undefined) return code;
    if (!KelasError.isInstance(failure)) throw failure;
    context.printError(endedBy(failure, vendor));
    return 1;
  } catch (error) {
    const missing = await missingInProfile(vendors[vendor], options.profile, context);
    const failure = failureOf(error, vendors[vendor], missing);
    if (failure === undefined) throw error;
    context.printError(`kelaskit: ${failure.text}`);
    return failure.code;
  }
}

/** Says what ended a run. An error of the vendor's may contain data, so its message is not printed. */
function endedBy(failure: KelasError, vendor: VendorName): string {
  const advice = adviceOn(failure, vendor);
  if (advice === undefined)
    return `Not every operation could be tried: ${printable(callWords(failure.message))}`;
  const name = CallError.isInstance(failure) ? failure.operation : "an operation";
  const status = ApiError.isInstance(failure) ? ` (${failure.status})` : "";
  return `The run ended early, at ${name}${status}. ${advice}`;
}

interface Ending {
  /** How many requests this run has sent. */
  readonly requests: number;
  readonly out: string;
  readonly report: string;
  readonly isText: boolean;
  readonly title: string;
  readonly vendor: VendorName;
}

function printEnd(
  file: VerifiedFile,
  { out, report, isText, title, vendor, requests }: Ending,
  context: CommandContext,
): ExitCode {
  const counts = verdictCounts(file);
  if (isText) context.print(summaryText(file, { title, out, report, requests }));
  else {
    const { date, isComplete } = file;
    context.print(
      JSON.stringify({
        vendor,
        date,
        isComplete,
        requests,
        verdicts: Object.fromEntries(counts),
        out,
        report,
      }),
    );
  }
  if (!file.isComplete) {
    context.printError("Not every operation was tried. To continue, run the same command again.");
    return 1;
  }
  if (requests === 0) {
    context.printError(
      "Nothing could be tried: the report says what each operation lacks. Add values with --value parameter=value.",
    );
    return 1;
  }
  return counts.every(([verdict]) => verdict === "answered" || verdict === "not-tried") ? 0 : 1;
}
