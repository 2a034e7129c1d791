import { type NoParams, operation } from "@kelaskit/core/vendor";
import * as z from "#zod";
import { error, id, place } from "./fields.ts";

/**
 * A province. The vendor's page shows no field of a province: these were seen in a learner's `province` (2021). Whatever
 * else it sends is kept.
 */
export interface Province {
  /** Its id. */
  readonly id?: string | undefined;
  /** Its name. */
  readonly name?: string | null | undefined;
  /** Any other field, as the vendor sends it. */
  readonly [field: string]: unknown;
}

/** All provinces. */
export interface ListProvincesReply {
  /** The provinces. */
  readonly provinces: readonly Province[];
  /** How many provinces there are. */
  readonly totalProvinces: number;
  /** Null on success. */
  readonly error?: unknown;
}

/** Which province to get. */
export interface GetProvinceParams {
  /** The province's id. */
  readonly provinceId: string;
}

/** A province. */
export interface GetProvinceReply {
  /** The province. */
  readonly province: Province | null;
  /** Null on success. */
  readonly error?: unknown;
}

/**
 * Lists all provinces, in one reply: the vendor shows no paging here. The route was observed in a partner's code (2021).
 *
 * @see https://test.api.skilvul.com
 */
export const list = operation<NoParams, ListProvincesReply>({
  name: "provinces.list",
  method: "GET",
  path: "/v1/provinces",
  evidence: "observed",
  response: () => z.looseObject({ provinces: z.array(place()), totalProvinces: z.int(), error: error() }),
});

/**
 * Gets a province. The route is deduced from the section's path and the variable's name.
 *
 * @throws NotFoundError when there is no such province.
 * @see https://test.api.skilvul.com
 */
export const get = operation<GetProvinceParams, GetProvinceReply>({
  name: "provinces.get",
  method: "GET",
  path: "/v1/provinces/{provinceId}",
  evidence: "deduced",
  params: () => z.strictObject({ provinceId: id() }),
  response: () => z.looseObject({ province: z.nullable(place()), error: error() }),
});
