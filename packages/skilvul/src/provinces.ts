import { type NoParams, operation } from "@kelaskit/core/vendor";
import * as z from "#zod";
import { entry, error, id } from "./fields.ts";

/** A province. The vendor's page shows no field of a province; whatever it sends is kept. */
export interface Province {
  /** Its id; the name is deduced from `provinceId`. */
  readonly id?: string | undefined;
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
 * Lists all provinces, in one reply: the vendor shows no paging here. The route is deduced from the section's path.
 *
 * @see https://test.api.skilvul.com
 */
export const list = operation<NoParams, ListProvincesReply>({
  name: "provinces.list",
  method: "GET",
  path: "/v1/provinces",
  evidence: "deduced",
  response: () => z.looseObject({ provinces: z.array(entry()), totalProvinces: z.int(), error: error() }),
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
  response: () => z.looseObject({ province: z.nullable(entry()), error: error() }),
});
