import { type Command, InvalidArgumentError } from "commander";
import type { CommandContext, Finish } from "../context.ts";
import { parseCount, parseRate, parseSeconds } from "../io/arguments.ts";
import { outputOption } from "../output/form.ts";
import { emailAddress } from "../vendors/value-checks.ts";
import type { ReplayOptions } from "./replay.ts";
import type { SampleOptions } from "./sample.ts";

function parseVariant(text: string, variants: readonly string[] = []): readonly string[] {
  if (!/^variant_\S+$/.test(text)) {
    throw new InvalidArgumentError(
      "Expected the unique id of a variant, variant_…, as webhooks name it: unique_id in businessProducts.list, not its number or UUID.",
    );
  }
  if (variants.includes(text)) {
    throw new InvalidArgumentError("This variant is given twice. To sell several of it, add --quantity.");
  }
  return [...variants, text];
}

function parseEmail(text: string): string {
  const expected = emailAddress(text);
  if (expected === undefined) return text;
  throw new InvalidArgumentError(`Expected ${expected}.`);
}

function parseName(text: string): string {
  const name = text.trim();
  if (name !== "") return name;
  throw new InvalidArgumentError("Expected a name.");
}

/** Reads a whole number from which a shuffle follows. */
function parseSeed(text: string): number {
  const seed = Number(text);
  if (/^\d+$/.test(text) && Number.isSafeInteger(seed)) return seed;
  throw new InvalidArgumentError("Expected a whole number, such as 7.");
}

function addSample(sales: Command, context: CommandContext, finish: Finish): void {
  sales
    .command("sample")
    .summary("write the events of invented sales")
    .description(
      "Writes the events that Scalev sends about a sale, as JSON lines: each line is the body of one webhook, not signed. They come " +
        "from the mock of @kelaskit/scalev. The fields are those that the vendor documents; order, buyer and prices are invented.",
    )
    .requiredOption(
      "--variant <id>",
      "a variant that is sold, variant_…, as in your items; repeatable",
      parseVariant,
    )
    .option("--quantity <count>", "how many of each variant are sold", parseCount, 1)
    .option(
      "--email <address>",
      "the address of the buyer of every sale (default: an invented one for each)",
      parseEmail,
    )
    .option("--name <name>", "the name of the buyer (default: an invented one)", parseName)
    .option("--settled", "the payment is also settled, after it is paid")
    .option(
      "--refund",
      "the order is canceled at the end: the vendor documents no status of a refund, and this comes nearest",
    )
    .option("--count <count>", "how many sales, each with an order of its own", parseCount, 1)
    .option("-o, --out <file>", "write the events to this file (default: standard output)")
    .option("-f, --force", "overwrite the file if it exists")
    .addHelpText(
      "after",
      [
        "",
        "Examples:",
        "  kelaskit sales sample --variant variant_1 --out sales.jsonl",
        "  kelaskit sales sample --variant variant_1 --variant variant_2 --settled --refund",
        "  kelaskit sales sample --variant variant_1 --count 1000 | kelaskit sales replay - --url http://127.0.0.1:3000/webhooks/scalev",
      ].join("\n"),
    )
    .action(async (options: SampleOptions) => {
      const { sampleCommand } = await import("./sample.ts");
      finish(await sampleCommand(options, context));
    });
}

const afterReplayHelp = `
The signing secret comes from SCALEV_WEBHOOK_SECRET or from kelaskit auth login
scalev, never from the command line. It must be one of the receiver's secrets.
Each line is sent byte for byte as it is in the file.

A line may also be a delivery that you recorded:
  { "headers": { "X-Scalev-Hmac-Sha256": "…" }, "body": "…" }
The body is a text, exactly as it was received. The recorded signature is sent
unchanged. Of the other headers, only Content-Type and those that begin with
X-Scalev- are sent.

Answers of 429 and 5xx, and deliveries without an answer, are sent again after
the others, at most five times in all, after 1 to 16 seconds or as Retry-After
requests. The vendor sends again what is not acknowledged, but documents neither
how often nor when. Any 2xx acknowledges, redirects are not followed, and a 401
ends the run.

A receiver cannot tell these events from the vendor's. One that uses a vendor's
real credentials enrolls the buyers for real, also on this machine.

Exit codes:
  0  every delivery was acknowledged
  1  some were not acknowledged or not sent, or the run was stopped
  2  the file, the address, the secret or the command line cannot be used;
     nothing was sent

Examples:
  kelaskit sales replay sales.jsonl --url http://127.0.0.1:3000/webhooks/scalev
  kelaskit sales replay sales.jsonl --url http://127.0.0.1:3000/webhooks/scalev --shuffle --seed 7 --times 2
  kelaskit sales replay recorded.jsonl --url http://127.0.0.1:3000/webhooks/scalev --rate 20/s --concurrency 4`;

function addReplay(sales: Command, context: CommandContext, finish: Finish): void {
  sales
    .command("replay")
    .summary("send events to a receiver, signed as the vendor signs them")
    .description(
      "Signs each event of a file as Scalev does and sends it to your receiver, such as scalevSales of @kelaskit/enroll/sales. Every " +
        "line is checked before anything is sent.",
    )
    .argument("<file>", "the events, one in each line, as sales sample writes them; - for standard input")
    .requiredOption("--url <url>", "the address of the receiver")
    .optionsGroup("What is sent:")
    .option("--shuffle", "send in a random order, as the vendor promises none")
    .option("--seed <number>", "the same order again, with --shuffle", parseSeed)
    .option("--times <count>", "send everything as many times, as the vendor may", parseCount, 1)
    .optionsGroup("How:")
    .option("--concurrency <count>", "the number of deliveries in progress at once", parseCount, 1)
    .option(
      "--rate <count/unit>",
      "the number of deliveries that may start, evenly spread: 5/s, 100/m, 1000/h",
      parseRate,
    )
    .option("--timeout <seconds>", "how long an answer may take", parseSeconds, 30)
    .option("--yes", "send to another machine, where buyers may be enrolled for real")
    .option("--profile <name>", "use the signing secret saved under this name")
    .optionsGroup("Output:")
    .addOption(outputOption())
    .addHelpText("after", afterReplayHelp)
    .action(async (file: string, options: ReplayOptions) => {
      const { replayCommand } = await import("./replay.ts");
      finish(await replayCommand(file, options, context));
    });
}

/** Adds `kelaskit sales …`. */
export function addSalesCommands(program: Command, context: CommandContext, finish: Finish): void {
  const sales = program
    .command("sales")
    .description("try the receiver of a shop's webhooks, without a shop")
    .helpCommand(false);
  addSample(sales, context, finish);
  addReplay(sales, context, finish);
}
