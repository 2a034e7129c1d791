/** What a vendor did with one operation. */
export interface RecordedOperation {
  /** `answered`, `drift`, `not-found`, `refused`, `rejected`, `failed` or `not-tried`. */
  readonly verdict: string;
  /** The method and the path with its variables in braces. */
  readonly route: string;
  /** The HTTP status of the answer. */
  readonly status?: number | undefined;
  /** How many ids of the vendor's own were tried; a 404 without any means that the route is wrong. */
  readonly triedIds?: number | undefined;
  /** The fields of the reply with their types: `{ "records": "list", "records[].id": "number" }`. */
  readonly shape?: Readonly<Record<string, string>> | undefined;
  /** How many entries a page has that is followed by another one. */
  readonly pageSize?: number | undefined;
}

/** What a vendor really does, without any value of a reply: the content of a `verified.json` of `kelaskit verify`. */
export interface VendorRecording {
  /** The routes that answered, by operation. */
  readonly routes: Readonly<Record<string, string>>;
  /** What happened to each operation. */
  readonly operations: Readonly<Record<string, RecordedOperation>>;
  /** What the requests showed. */
  readonly traffic?: {
    /** The headers of rate limits, with the limit itself if it is known. */
    readonly limitHeaders?: Readonly<Record<string, string | number>>;
  };
}
