import { operation } from "@kelaskit/core/vendor";
import * as z from "#zod";
import { error, id, place } from "./fields.ts";

/**
 * A city. The vendor's page shows no field of a city: these were seen in a learner's `city` (2021). Whatever else it sends
 * is kept.
 */
export interface City {
  /** Its id. */
  readonly id?: string | undefined;
  /** Its name. */
  readonly name?: string | null | undefined;
  /** Any other field, as the vendor sends it. */
  readonly [field: string]: unknown;
}

/** Which cities to list. */
export interface ListCitiesParams {
  /** The province they are in. */
  readonly provinceId: string;
}

/** The cities of a province. */
export interface ListCitiesReply {
  /** The cities. */
  readonly cities: readonly City[];
  /** How many cities the province has. */
  readonly totalCities: number;
  /** Null on success. */
  readonly error?: unknown;
}

/** Which city to get. */
export interface GetCityParams {
  /** The city's id. */
  readonly cityId: string;
}

/** A city. */
export interface GetCityReply {
  /** The city. */
  readonly city: City | null;
  /** Null on success. */
  readonly error?: unknown;
}

/**
 * Lists the cities of a province, in one reply: the vendor shows no paging here. The route was observed in a
 * partner's code (2021).
 *
 * @see https://test.api.skilvul.com
 */
export const list = operation<ListCitiesParams, ListCitiesReply>({
  name: "cities.list",
  method: "GET",
  path: "/v1/cities",
  evidence: "observed",
  params: () => z.strictObject({ provinceId: id() }),
  response: () => z.looseObject({ cities: z.array(place()), totalCities: z.int(), error: error() }),
});

/**
 * Gets a city. The route is deduced from the section's path and the variable's name.
 *
 * @throws NotFoundError when there is no such city.
 * @see https://test.api.skilvul.com
 */
export const get = operation<GetCityParams, GetCityReply>({
  name: "cities.get",
  method: "GET",
  path: "/v1/cities/{cityId}",
  evidence: "deduced",
  params: () => z.strictObject({ cityId: id() }),
  response: () => z.looseObject({ city: z.nullable(place()), error: error() }),
});
