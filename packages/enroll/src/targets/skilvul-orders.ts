import { checkOptions, type OptionNames } from "@kelaskit/core/vendor";
import { type Client, ConfigurationError } from "@kelaskit/core";
import { addOns, bundles, type CreateOrderReply, orders, products } from "@kelaskit/skilvul";
import { isSameId } from "../reading/id.ts";
import type {
  ParsedRow,
  RowOutcome,
  Settlement,
  Target,
  TargetCheck,
  TargetContext,
  TargetField,
} from "../target.ts";
import { mapSome, outcomeOf, requireVendor, rethrowUnlessFinal } from "./failures.ts";
import { nameFields, orderFields } from "./fields/skilvul-orders.ts";
import { addressKey, RecordReader } from "./record-reader.ts";
import { RowMerge, twoPeople } from "./row-merge.ts";
import { checkCredential, checkThing, sightInList, sightOne } from "./settings-check.ts";
import { readSetting, readTextIdSetting } from "./settings.ts";

/** What Skilvul sells. */
export type SkilvulItemKind = "product" | "bundle" | "add-on";

/** One learner and one thing to order. */
export interface SkilvulOrderRow {
  /** The learner's address, as written in the row. */
  readonly email: string;
  readonly kind: SkilvulItemKind;
  /** The id of the product, bundle or add-on. */
  readonly item: string;
  /** What else the order's `user` contains: names, and the fields of `userFields`. */
  readonly user: Readonly<Record<string, string | number | boolean>>;
}

type UserValue = SkilvulOrderRow["user"][string];

/** Settings of `skilvulOrders`. */
export interface SkilvulOrdersOptions {
  /** The item for rows without one. If it is not set, every row must name an item. */
  readonly item?: { readonly kind: SkilvulItemKind; readonly id: string } | undefined;
  /**
   * Further columns that are sent in the order's `user`, under their own names. The vendor does not document its fields:
   * ask which ones your account must send. A source without one of them is refused; in single rows it may be empty.
   */
  readonly userFields?: readonly string[] | undefined;
}

const optionNames = { item: true, userFields: true } as const satisfies OptionNames<SkilvulOrdersOptions>;

const kinds: Readonly<Record<string, SkilvulItemKind>> = {
  product: "product",
  produk: "product",
  produto: "product",
  bundle: "bundle",
  paket: "bundle",
  pacote: "bundle",
  "add-on": "add-on",
  "add on": "add-on",
  addon: "add-on",
  add_on: "add-on",
};

/** The fields for ids, and their kinds; for `item`, the field `kind` contains it. */
const idFields: Readonly<Record<string, SkilvulItemKind | undefined>> = {
  productId: "product",
  bundleId: "bundle",
  addOnId: "add-on",
  item: undefined,
};

/** What a row orders; `undefined` if that is invalid, which is noted. */
function itemOf(
  reader: RecordReader,
  fallback: SkilvulOrdersOptions["item"],
): { readonly kind: SkilvulItemKind; readonly id: string } | undefined {
  const named = Object.entries(idFields).filter(([field]) => reader.value(field) !== undefined);
  const [first, second] = named;
  const given = reader.choice("kind", kinds);
  if (first === undefined && given === undefined && reader.value("kind") === undefined) {
    if (fallback === undefined)
      reader.refuse("productId", "the id of a product, or one in bundleId or addOnId");
    return fallback;
  }
  if (second !== undefined)
    reader.refuse(
      second[0],
      `no value, because a row orders one item, which is named in ${first?.[0] ?? ""}`,
    );
  const [field, own] = first ?? ["item", undefined];
  const id = reader.textId(field);
  if (id === undefined && reader.value(field) === undefined) reader.refuse(field, "the id of what to order");
  if (own !== undefined && given !== undefined && own !== given)
    reader.refuse("kind", `${own}, because ${field} is given`);
  if (own === undefined && reader.value("kind") === undefined)
    reader.refuse("kind", "product, bundle or add-on");
  const kind = own ?? given;
  return id === undefined || kind === undefined ? undefined : { kind, id };
}

function userOf(reader: RecordReader, fields: readonly string[]): SkilvulOrderRow["user"] {
  const user: (readonly [field: string, value: UserValue])[] = [];
  for (const field of fields) {
    const value = reader.value(field);
    if (value === undefined) continue;
    if (typeof value === "string" || typeof value === "number" || typeof value === "boolean")
      user.push([field, value]);
    else reader.refuse(field, "a text, a number, true or false");
  }
  return Object.fromEntries(user);
}

/** Merges two rows for one learner and item, unless they contradict each other. */
function mergeRows(first: SkilvulOrderRow, second: SkilvulOrderRow): ParsedRow<SkilvulOrderRow> {
  const merge = new RowMerge("learner and item");
  const fields = new Set([...Object.keys(first.user), ...Object.keys(second.user)]);
  const valueIn = ({ user }: SkilvulOrderRow, field: string): UserValue | undefined =>
    Object.hasOwn(user, field) ? user[field] : undefined;
  const user = [...fields].flatMap((field) => {
    const value = merge.agree(field, valueIn(first, field), valueIn(second, field), {
      advice: Object.hasOwn(nameFields, field) ? twoPeople : undefined,
    });
    return value === undefined ? [] : [[field, value] as const];
  });
  return merge.parsed({ ...first, user: Object.fromEntries(user) });
}

/** Asks whether a learner can still buy something; `undefined` if the answer is not clear. */
async function canBuy(
  client: Client,
  { kind, item, email }: SkilvulOrderRow,
  { signal }: TargetContext,
): Promise<boolean | undefined> {
  try {
    const reply = await (kind === "product"
      ? products.canBuy(client, { productId: item, email }, { signal })
      : kind === "bundle"
        ? bundles.canBuy(client, { bundleId: item, email }, { signal })
        : addOns.canBuy(client, { addOnId: item, email }, { signal }));
    const answer: unknown = reply.canBuy;
    return typeof answer === "boolean" ? answer : undefined;
  } catch (error) {
    // The route is proposed: if it is wrong, or refused by the client's policy, there is no answer.
    rethrowUnlessFinal(error);
    return undefined;
  }
}

function isLeftOut(reply: CreateOrderReply, { kind, item }: SkilvulOrderRow): boolean {
  const listed = {
    product: reply.errorProductIds,
    bundle: reply.errorBundleIds,
    "add-on": reply.errorAddOnIds,
  }[kind];
  return Array.isArray(listed) && listed.some((id) => isSameId(id, item));
}

/** The outcome of a row after a reply of status 200 without an error. */
async function outcomeOfReply(
  client: Client,
  row: SkilvulOrderRow,
  reply: CreateOrderReply,
  context: TargetContext,
): Promise<RowOutcome> {
  const order: unknown = reply.order;
  if (!isLeftOut(reply, row) && order !== null) {
    if (typeof order !== "object")
      return {
        state: "unknown",
        reason: "Skilvul's reply contains neither an order nor a list of what was left out of it.",
      };
    const id: unknown = Reflect.get(order, "id");
    return {
      state: "done",
      vendorId: typeof id === "string" || typeof id === "number" ? String(id) : undefined,
    };
  }
  let answer: boolean | undefined;
  let unasked = "it cannot be checked whether the learner already has it";
  try {
    answer = await canBuy(client, row, context);
  } catch (error) {
    // The order's own reply counts, whatever happened to the check after it.
    unasked = `it could not be checked whether the learner already has it: ${outcomeOf(error).reason}`;
  }
  const refused = `Skilvul left the ${row.kind} out of the order without a reason`;
  if (answer === false) return { state: "done", detail: "the learner already had it" };
  // The only item was left out of an order that was nevertheless placed: the reply contradicts itself, and a purchase check
  // so soon after it proves nothing.
  if (typeof order === "object" && order !== null)
    return { state: "unknown", reason: `${refused}, but its reply contains an order.` };
  if (answer === true)
    return {
      state: "failed",
      reason: `${refused}; according to its purchase check, the learner does not have it. Check the id.`,
    };
  return {
    state: "failed",
    reason: `${refused}; ${unasked}. Check the id, and the learner in Skilvul.`,
  };
}

interface SoldThing {
  readonly id?: string | undefined;
  readonly [field: string]: unknown;
}

const idOf = ({ id }: SoldThing): unknown => id;

// Neither is documented by the vendor; a partner's code reads `title`.
const nameOf = ({ title, name }: SoldThing): unknown => title ?? name;

/** The reads that check whether something is sold: by its id, and in the list if there is one. */
function readsOf(client: Client, kind: SkilvulItemKind, id: string, { signal }: TargetContext) {
  switch (kind) {
    case "product":
      return [
        () => sightOne(products.get(client, { productId: id }, { signal }), ({ product }) => product, nameOf),
        () => sightInList(products.list(client, {}, { signal }), id, idOf, nameOf),
      ];
    case "bundle":
      return [
        () => sightOne(bundles.get(client, { bundleId: id }, { signal }), ({ bundle }) => bundle, nameOf),
        () => sightInList(bundles.list(client, {}, { signal }), id, idOf, nameOf),
      ];
    default:
      return [() => sightOne(addOns.get(client, { addOnId: id }, { signal }), ({ addOn }) => addOn, nameOf)];
  }
}

async function checkItem(
  client: Client,
  item: SkilvulOrdersOptions["item"],
  context: TargetContext,
): Promise<TargetCheck> {
  if (item === undefined)
    return checkCredential("Skilvul", "product, bundle or add-on", () =>
      products.list(client, { limit: 1 }, { signal: context.signal }),
    );
  const { kind, id } = item;
  return checkThing({ vendor: "Skilvul", thing: `the ${kind} ${id}` }, readsOf(client, kind, id, context));
}

/** Reads the item for rows without one in the same way as a row's own: in two spellings it would be ordered twice. */
function readItem(item: SkilvulOrdersOptions["item"]): SkilvulOrdersOptions["item"] {
  if (item === undefined) return undefined;
  const kind = readSetting("item.kind", item.kind, (reader, name) => reader.choice(name, kinds));
  const id = readTextIdSetting("item.id", item.id);
  if (kind !== undefined && id !== undefined) return { kind, id };
  throw new ConfigurationError("item: expected a kind and an id, got only one of them. Nothing was sent.");
}

function checkUserFields(userFields: readonly string[]): void {
  if (userFields.some((field) => field.trim() === ""))
    throw new ConfigurationError("userFields contains a blank name. Remove it.");
  const taken = userFields.find((field) => Object.hasOwn(orderFields, field));
  if (taken === undefined) return;
  throw new ConfigurationError(`userFields contains "${taken}", which the target reads itself. Remove it.`);
}

/**
 * Orders at Skilvul: a row is one learner and one product, bundle or add-on, and one order.
 *
 * An item that the learner already had counts as done, with a detail; one that Skilvul left out for another reason has
 * failed. An order whose reply was lost is settled by the purchase check: a learner who can no longer buy the item has it,
 * by this order or an earlier one, and one who still can does not. The check's route is proposed; if it is wrong, or the
 * answer is unclear, the row stays unknown.
 *
 * It cannot list who has an item, nor take one back: the vendor has no operation for either. So there is no roster, and no order is
 * revoked.
 *
 * @param client A Skilvul client, with its own limiter, routes and tokens.
 * @throws ConfigurationError if the client is another vendor's, `item` would not be valid in a row, or `userFields`
 * contains a field of the target.
 * @example
 * ```ts
 * const target = skilvulOrders(createSkilvul(), { item: { kind: "product", id: productId } });
 * ```
 */
export function skilvulOrders(client: Client, options: SkilvulOrdersOptions = {}): Target<SkilvulOrderRow> {
  requireVendor("skilvulOrders", client, "skilvul");
  checkOptions("skilvulOrders()", options, optionNames);
  const { userFields = [] } = options;
  const fallback = readItem(options.item);
  checkUserFields(userFields);
  const extraFields = userFields.map((field): [string, TargetField] => {
    const description = `the learner's ${field}, sent with the order`;
    const known = Object.hasOwn(nameFields, field) ? nameFields[field] : undefined;
    return [field, { required: false, description, ...known, mustHaveColumn: true }];
  });
  const userColumns = { ...nameFields, ...Object.fromEntries(extraFields) };
  return {
    name: "skilvul-orders",
    fields: { ...orderFields, ...userColumns },
    parse(record): ParsedRow<SkilvulOrderRow> {
      const reader = new RecordReader(record);
      const email = reader.email("email");
      if (reader.value("email") === undefined) reader.refuse("email", "the learner's e-mail address");
      const item = itemOf(reader, fallback);
      const user = userOf(reader, Object.keys(userColumns));
      if (reader.issues.length > 0 || email === undefined || item === undefined)
        return { issues: reader.issues };
      return { row: { email, kind: item.kind, item: item.id, user }, cleaned: reader.cleaned };
    },
    keyOf: ({ email, kind, item }) => ({ learner: addressKey(email), item: `${kind}:${item}` }),
    merge: mergeRows,
    async send(rows, context) {
      const [row] = rows;
      if (row === undefined || rows.length > 1)
        throw new TypeError(`skilvul-orders sends one row per call, got ${rows.length}; nothing was sent.`);
      const { email, kind, item, user } = row;
      const items =
        kind === "product"
          ? { productIds: [item] }
          : kind === "bundle"
            ? { bundleIds: [item] }
            : { addOnIds: [item] };
      const reply = await orders.create(
        client,
        { user: { ...user, email }, ...items },
        { signal: context.signal },
      );
      return [await outcomeOfReply(client, row, reply, context)];
    },
    settle: (rows, context) =>
      mapSome(rows, async (row): Promise<Settlement> => {
        const answer = await canBuy(client, row, context);
        return answer === undefined ? "cannot-tell" : answer ? "not-done" : "done";
      }),
    check: (context) => checkItem(client, fallback, context),
  };
}
