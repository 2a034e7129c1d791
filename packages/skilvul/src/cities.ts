import { operation } from "@kelaskit/core/vendor";
import * as z from "#zod";
import { entry, error, id } from "./fields.ts";

/** A city. The vendor's page shows no field of a city; whatever it sends is kept. */
export interface City {
  /** Its id; the name is deduced from `cityId`. */
  readonly id?: string | undefined;
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
 * Lists the cities of a province, in one reply: the vendor shows no paging here. The route is deduced from the section's
 * path.
 *
 * @see https://test.api.skilvul.com
 */
export const list = operation<ListCitiesParams, ListCitiesReply>({
  name: "cities.list",
  method: "GET",
  path: "/v1/cities",
  evidence: "deduced",
  params: () => z.strictObject({ provinceId: id() }),
  response: () => z.looseObject({ cities: z.array(entry()), totalCities: z.int(), error: error() }),
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
  response: () => z.looseObject({ city: z.nullable(entry()), error: error() }),
});
