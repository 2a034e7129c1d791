// Shows a product's prices and what would change, and changes the amount of one when that is confirmed, keeping its shop and its
// period.
//
//   node --conditions=kelaskit-source examples/mitrabunso-price.ts [product id] [price id] [new price] [--yes]
//
// It asks before anything is sent; --yes answers for scripts. Without credentials it runs against a mock that it starts itself.
// With MITRABUNSO_TOKEN and MITRABUNSO_USER_ID it changes a REAL price, at MITRABUNSO_BASE_URL or the vendor's own address; all
// three arguments are then required.
import { createInterface } from "node:readline/promises";
import { parseArgs } from "node:util";
import { CallError } from "@kelaskit/core";
import { createMitrabunso, type Mitrabunso, type Price, readDate } from "@kelaskit/mitrabunso";

interface Wish {
  readonly productId: string;
  readonly priceId: string;
  readonly amount: number;
}

interface Session {
  readonly mitrabunso: Mitrabunso;
  readonly wish: Wish;
  close(): Promise<void>;
}

function readWish(words: readonly string[]): Wish | undefined {
  const [productId, priceId, amount] = words;
  if (words.length === 0) return undefined;
  if (productId === undefined || priceId === undefined || amount === undefined || words.length > 3)
    throw new Error(`Give the product, the price and the amount, not ${words.length} arguments.`);
  // As text it would be refused before it is sent, but after the question.
  if (!/^\d+$/.test(amount))
    throw new Error(`The new price: expected whole rupiah in digits, such as 31000, got ${amount}.`);
  return { productId, priceId, amount: Number(amount) };
}

async function openSession(wish: Wish | undefined): Promise<Session> {
  if (process.env["MITRABUNSO_TOKEN"] !== undefined) {
    if (wish === undefined)
      throw new Error("Give the product, the price and the amount: this would change a real price.");
    // The vendor documents no https. If you have a proxy, set MITRABUNSO_BASE_URL to it and remove allowInsecureHttp.
    const mitrabunso = createMitrabunso({ allowInsecureHttp: true });
    return { mitrabunso, wish, close: () => Promise.resolve() };
  }
  const { createMockMitrabunso } = await import("@kelaskit/mitrabunso/mock");
  const { serve } = await import("@kelaskit/core/testing/node");
  const mock = createMockMitrabunso();
  const served = await serve(mock);
  console.log(`No MITRABUNSO_TOKEN is set: using a mock at ${served.url}.`);
  return {
    mitrabunso: createMitrabunso({ ...mock.credentials, baseUrl: served.url }),
    wish: wish ?? {
      productId: "bbbbbbbb-0000-4000-8000-000000000001",
      priceId: "cccccccc-0000-4000-8000-000000000002",
      amount: 24_000,
    },
    close: () => served.close(),
  };
}

const rupiah = new Intl.NumberFormat("id-ID", {
  style: "currency",
  currency: "IDR",
  maximumFractionDigits: 0,
});
const day = new Intl.DateTimeFormat("en-GB", { dateStyle: "medium", timeZone: "Asia/Bangkok" });

function priceText({ price, shopName, startDate, endDate }: Price): string {
  // Prices are texts; times are in Bangkok's time zone, whatever that of this machine is.
  const span = day.formatRange(readDate(startDate), readDate(endDate));
  return `${rupiah.format(Number(price))} at ${shopName ?? "a shop without a name"}, ${span}`;
}

/** Prints the product's prices and returns the one to change. Pages are fetched as the loop needs them. */
async function findPrice(mitrabunso: Mitrabunso, { productId, priceId }: Wish): Promise<Price | undefined> {
  let wanted: Price | undefined;
  for await (const price of mitrabunso.prices.list({ productId, limit: 20 })) {
    console.log(`${price.id}: ${priceText(price)}`);
    if (price.id === priceId) wanted = price;
  }
  return wanted;
}

/** Asks whether to go on. Without a terminal, nobody can answer: that is a no. */
async function isConfirmed(question: string): Promise<boolean> {
  if (!process.stdin.isTTY) return false;
  const terminal = createInterface({ input: process.stdin, output: process.stdout });
  try {
    return /^y(es)?$/i.test((await terminal.question(`${question} [y/N] `)).trim());
  } catch (error) {
    // Ctrl-C and Ctrl-D are a no as well.
    if (!(error instanceof Error && error.name === "AbortError")) throw error;
    console.log();
    return false;
  } finally {
    terminal.close();
  }
}

async function change(
  mitrabunso: Mitrabunso,
  { productId, priceId, amount }: Wish,
  seen: Price,
): Promise<void> {
  // Somebody may have changed it while the question was on the screen.
  const { data: current } = await mitrabunso.prices.get({ productId, priceId });
  const { price, shop, startDate, endDate } = current;
  if (price !== seen.price || shop !== seen.shop || startDate !== seen.startDate || endDate !== seen.endDate)
    throw new Error("The price was changed meanwhile. Nothing was sent; run it again to see the new one.");
  // A change replaces all four values, so the unchanged ones are sent again.
  const values = { price: amount, shop, startDate, endDate };
  const { data } = await mitrabunso.prices.update({ productId, priceId, ...values });
  console.log(`Changed ${data.id}: ${priceText({ ...data, shopName: seen.shopName })}`);
}

async function main(): Promise<void> {
  const { positionals, values } = parseArgs({
    allowPositionals: true,
    options: { yes: { type: "boolean" } },
  });
  const session = await openSession(readWish(positionals));
  const { mitrabunso, wish } = session;
  try {
    const price = await findPrice(mitrabunso, wish);
    if (price === undefined) throw new Error(`The product has no price ${wish.priceId}.`);
    if (Number(price.price) === wish.amount) {
      console.log(`\n${price.id} costs ${rupiah.format(wish.amount)} already. Nothing was sent.`);
      return;
    }
    console.log(`\n${price.id} would change:`);
    console.log(`- ${priceText(price)}`);
    console.log(`+ ${priceText({ ...price, price: String(wish.amount) })}`);
    if (values.yes === true || (await isConfirmed("Change it?"))) await change(mitrabunso, wish, price);
    else console.log("Nothing was sent. To change it without a question, add --yes.");
  } finally {
    await session.close();
  }
}

try {
  await main();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  if (CallError.isInstance(error) && error.outcome === "unknown")
    console.error("Check the price before you continue: it may have been changed.");
  process.exitCode = 1;
}
