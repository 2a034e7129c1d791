/**
 * Locations: the places where classes are held.
 *
 * @see https://docs.academyofmine.com/api/
 * @packageDocumentation
 */
import * as z from "#zod";
import { listOperation, operation } from "./operation.ts";
import { id, ids, sortedPageParams, text } from "./fields.ts";
import type { Page, PageParams } from "./pagination.ts";
import { labeledOption, maybeNumber, maybeText, message, page } from "./shared/replies.ts";
import type { Id, LabeledOption, Message, Ordering } from "./shared/shapes.ts";

/** A place where classes are held. Its `map_url` can be written; no sample returns it. */
export interface ClassLocation {
  readonly id: number;
  /** Its name: written as `location_name`, read as `name`. */
  readonly name?: string | null | undefined;
  readonly address?: string | null | undefined;
  readonly city?: string | null | undefined;
  readonly country?: string | null | undefined;
  readonly zipcode?: string | null | undefined;
  /** The id of the user who created it; `locations.get` only. */
  readonly created_by?: number | null | undefined;
  /** "Aug 11, 2020 02:12 PM" in a list, "2020-08-11 02:12:00" in `locations.get`. The zone is not documented. */
  readonly created_at?: string | null | undefined;
}

/** What to search locations by. The vendor documents one column. */
export interface LocationSearch {
  /** The location's name. */
  readonly locationName?: string | undefined;
  /** Any other column of the list. */
  readonly [column: string]: unknown;
}

/** Which locations to list. */
export interface ListLocationsParams extends PageParams {
  readonly order_by?: Ordering | undefined;
  readonly search_param?: LocationSearch | undefined;
}

/** Which location to read. */
export interface GetLocationParams {
  /** The location's id. */
  readonly id: Id;
}

/** A location to create. */
export interface CreateLocationParams {
  /** Its name; replies call it `name`. */
  readonly location_name: string;
  readonly address?: string | undefined;
  readonly city?: string | undefined;
  /** The country, such as "USA"; no list of spellings is documented. */
  readonly country?: string | undefined;
  readonly zipcode?: string | undefined;
  /** The URL of a map. The vendor shows no example. */
  readonly map_url?: string | undefined;
}

/** The new values of a location. */
export interface UpdateLocationParams extends CreateLocationParams {
  /** The location's id. */
  readonly id: Id;
}

/** Which locations to delete. */
export interface DeleteLocationsParams {
  /** Their ids. */
  readonly delete_ids: readonly Id[];
}

/** How many locations were deleted. */
export interface DeletedLocations {
  /** The vendor's message, which also reports how many were kept, and why. */
  readonly message?: string | null | undefined;
  /** How many were deleted: compare it with how many you passed. */
  readonly deletedLocations?: number | null | undefined;
}

/** Which locations to look for. */
export interface LookupLocationsParams {
  /** A part of the name. */
  readonly search_term: string;
}

const location = () =>
  z.looseObject({
    id: z.number(),
    name: maybeText(),
    address: maybeText(),
    city: maybeText(),
    country: maybeText(),
    zipcode: maybeText(),
    created_by: maybeNumber(),
    created_at: maybeText(),
  });

const locationFields = () => ({
  location_name: text(),
  address: z.optional(text()),
  city: z.optional(text()),
  country: z.optional(text()),
  zipcode: z.optional(text()),
  map_url: z.optional(text()),
});

/** Lists the locations, page by page. */
export const list = listOperation<ListLocationsParams, Page<ClassLocation>, ClassLocation>({
  name: "locations.list",
  method: "GET",
  path: "/location/list",
  params: () =>
    z.strictObject({
      ...sortedPageParams(),
      search_param: z.optional(z.looseObject({ locationName: z.optional(z.string()) })),
    }),
  response: () => page(location()),
});

/** Reads one location. */
export const get = operation<GetLocationParams, ClassLocation>({
  name: "locations.get",
  method: "GET",
  path: "/location/{id}",
  params: () => z.strictObject({ id: id() }),
  response: () => location(),
});

/** Creates a location. The reply does not contain its id: find it with `locations.lookup`. */
export const create = operation<CreateLocationParams, Message>({
  name: "locations.create",
  method: "POST",
  path: "/location",
  params: () => z.strictObject(locationFields()),
  response: () => message(),
});

/** Changes a location. Whether an omitted field is kept or cleared is not documented: send all of them. */
export const update = operation<UpdateLocationParams, Message>({
  name: "locations.update",
  method: "PUT",
  path: "/location/{id}",
  params: () => z.strictObject({ id: id(), ...locationFields() }),
  response: () => message(),
});

/**
 * Deletes locations. One that a class uses is kept, and the reply still reports a success: check `deletedLocations` and
 * the text of `message`.
 */
const remove = operation<DeleteLocationsParams, DeletedLocations>({
  name: "locations.delete",
  method: "DELETE",
  path: "/location",
  params: () => z.strictObject({ delete_ids: ids() }),
  response: () => z.looseObject({ message: maybeText(), deletedLocations: maybeNumber() }),
});

/**
 * Finds locations by a part of their name, as ids and names for a list to choose from. Although a POST, it only reads.
 */
export const lookup = operation<LookupLocationsParams, readonly LabeledOption[]>({
  name: "locations.lookup",
  method: "POST",
  path: "/location/lookup",
  safe: true,
  params: () => z.strictObject({ search_term: text() }),
  response: () => z.array(labeledOption()),
});

export { remove as delete };
