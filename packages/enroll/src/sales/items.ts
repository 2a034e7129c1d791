import { ConfigurationError } from "@kelaskit/core";
import { isObject, type JsonObject, nearestName } from "@kelaskit/core/vendor";
import {
  isService,
  type NamedEnrollments,
  type NamedServices,
  onlyService,
  type SalesEnrollments,
} from "./enrollments.ts";
import { learnerFields, type SaleLearner } from "./learner.ts";

/** What a variant enrolls in: fields of the target, such as `{ productId }`, and in `to` the service if there are several. */
export type SaleItem = Readonly<Record<string, unknown>>;

/** What each variant enrolls in, by its unique id, `variant_…`; a list for a bundle. */
export type SaleItems = Readonly<Record<string, SaleItem | readonly SaleItem[]>>;

/** What a variant enrolls in, checked. */
export interface CheckedItem {
  /** The name of the service. */
  readonly service: string;
  readonly enrollments: SalesEnrollments;
  /** The fields of the item. */
  readonly fields: JsonObject;
}

/** The items of each variant. */
export type CheckedItems = ReadonlyMap<string, readonly CheckedItem[]>;

/** With this learner, items are checked before anybody has bought something. */
const sample: SaleLearner = {
  email: "sample.learner@example.com",
  name: "Sample Learner",
  firstName: "Sample",
  lastName: "Learner",
};

function listed(names: readonly string[]): string {
  return names.length === 0 ? "none" : names.join(", ");
}

/** The services by their names. */
export function servicesOf(owner: string, enrollments: SalesEnrollments | NamedEnrollments): NamedServices {
  const given: unknown = enrollments;
  if (!isObject(given)) {
    throw new ConfigurationError(
      `${owner}: enrollments must be a service, such as openEnrollments({ target, journal }), or several by their names.`,
    );
  }
  if (isService(enrollments)) return new Map([[onlyService, enrollments]]);
  const named = Object.entries(enrollments);
  for (const [name, service] of named) {
    if (!isObject(service) || !isService(service) || !isObject(service.target))
      throw new ConfigurationError(
        `${owner}: enrollments.${name} is not a service. Pass one, such as openEnrollments({ target, journal }).`,
      );
  }
  if (named.length === 0) throw new ConfigurationError(`${owner}: enrollments contains no service.`);
  return new Map(named);
}

function serviceOf(
  place: string,
  to: unknown,
  services: NamedServices,
): readonly [name: string, service: SalesEnrollments] {
  const only = services.get(onlyService);
  if (only !== undefined) {
    if (to === undefined) return [onlyService, only];
    throw new ConfigurationError(
      `${place}: to is only for several services, and enrollments is one. Remove to, or pass enrollments by their names.`,
    );
  }
  const names = [...services.keys()];
  const named = typeof to === "string" ? services.get(to) : undefined;
  if (typeof to === "string" && named !== undefined) return [to, named];
  throw new ConfigurationError(
    `${place}: to must be the name of a service, one of ${listed(names)}${to === undefined ? ", and is missing" : ""}.`,
  );
}

function checkFields(place: string, { target }: SalesEnrollments, fields: JsonObject): void {
  const known = Object.keys(target.fields);
  for (const field of Object.keys(fields)) {
    if (!Object.hasOwn(target.fields, field)) {
      const nearest = nearestName(field, known);
      throw new ConfigurationError(
        `${place}: the target ${target.name} has no field ${field.slice(0, 40)}. ${nearest === undefined ? `It has ${listed(known)}.` : `Did you mean ${nearest}?`}`,
      );
    }
    if (field === "email") {
      throw new ConfigurationError(
        `${place}: email is that of whoever buys. Remove it, or use learnerOf to enroll somebody else.`,
      );
    }
    if (target.fields[field]?.secret === true) {
      throw new ConfigurationError(
        `${place}: ${field} is secret, and must not be the same for everybody who buys. Remove it.`,
      );
    }
  }
}

function checkItem(place: string, item: unknown, services: NamedServices): CheckedItem {
  if (!isObject(item)) {
    throw new ConfigurationError(
      `${place} must be an object with fields of the target, such as { productId: "…" }.`,
    );
  }
  const { to, ...fields } = item;
  const [service, enrollments] = serviceOf(place, to, services);
  checkFields(place, enrollments, fields);
  const parsed = enrollments.target.parse({ ...learnerFields(enrollments.target, sample), ...fields });
  if ("issues" in parsed) {
    const lines = parsed.issues.map(
      ({ field, expected, received }) => `${field}: expected ${expected}, got ${received}`,
    );
    throw new ConfigurationError(
      `${place} is not valid for the target ${enrollments.target.name}: ${lines.join("; ")}. Correct it: no sale of this variant could be enrolled.`,
    );
  }
  return { service, enrollments, fields };
}

/**
 * Checks what each variant enrolls in, with a sample learner, so that a misspelled field is found before any sale.
 *
 * @throws ConfigurationError for the first item that no learner could be enrolled in.
 */
export function checkItems(owner: string, items: SaleItems, services: NamedServices): CheckedItems {
  const given: unknown = items;
  if (!isObject(given) || Array.isArray(given)) {
    throw new ConfigurationError(
      `${owner}: items must be an object with the unique ids of variants, such as { variant_a: { productId: "…" } }.`,
    );
  }
  return new Map(
    Object.entries(given).map(([variant, value]) => {
      const place = `${owner}: items.${variant.slice(0, 80)}`;
      const list: readonly unknown[] = Array.isArray(value) ? value : [value];
      if (variant.trim() === "" || list.length === 0)
        throw new ConfigurationError(`${place} is empty. Name the variant, and what it enrolls in.`);
      return [
        variant,
        list.map((item, index) => checkItem(list.length > 1 ? `${place}[${index}]` : place, item, services)),
      ];
    }),
  );
}
