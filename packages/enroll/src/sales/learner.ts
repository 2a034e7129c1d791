import { isObject, type JsonObject } from "@kelaskit/core/vendor";
import type { Target } from "../target.ts";
import type { OrderFacts } from "./order-facts.ts";

/** Who is enrolled for an order. */
export interface SaleLearner {
  /** The e-mail address. */
  readonly email: string;
  /** The full name. */
  readonly name?: string | undefined;
  /** The given name. @default the first word of `name` */
  readonly firstName?: string | undefined;
  /** The family name. @default what follows the first word of `name`; none if it has one word, as many names in Indonesia do */
  readonly lastName?: string | undefined;
  /** Further fields of the target. */
  readonly fields?: Readonly<Record<string, unknown>> | undefined;
}

/** The learner of an order by default: the customer, or else the recipient. `undefined` without an address. */
export function learnerIn({ people }: OrderFacts): SaleLearner | undefined {
  const [addressed] = people.filter(({ email }) => email !== undefined);
  if (addressed?.email === undefined) return undefined;
  // The name that belongs to the address, or else the other one: it is still that of this order.
  return {
    email: addressed.email,
    name: addressed.name ?? people.find(({ name }) => name !== undefined)?.name,
  };
}

/** What `learnerOf` returned, if it is a learner. */
export function readLearner(value: unknown): SaleLearner | undefined {
  if (!isObject(value)) return undefined;
  const { email, name, firstName, lastName, fields } = value;
  if (typeof email !== "string" || email.trim() === "") return undefined;
  const text = (part: unknown): string | undefined => (typeof part === "string" ? part : undefined);
  return {
    email,
    name: text(name),
    firstName: text(firstName),
    lastName: text(lastName),
    fields: isObject(fields) ? fields : undefined,
  };
}

/** The fields of a target that are about the learner. Those that it does not have are left out. */
export function learnerFields({ fields }: Pick<Target, "fields">, learner: SaleLearner): JsonObject {
  const words = learner.name?.trim().split(/\s+/) ?? [];
  const rest = words.slice(1).join(" ");
  const known: JsonObject = {
    email: learner.email,
    name: learner.name,
    nome: learner.name,
    firstName: learner.firstName ?? words[0],
    lastName: learner.lastName ?? (rest === "" ? undefined : rest),
    ...learner.fields,
  };
  return Object.fromEntries(
    Object.entries(known).filter(([field, value]) => Object.hasOwn(fields, field) && value !== undefined),
  );
}
