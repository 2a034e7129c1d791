import type { LimiterOptions } from "@kelaskit/core";
import type { RemovalLimit } from "@kelaskit/enroll/roster";
import { InvalidArgumentError } from "commander";
import type { EnrollOptions, ItemOptions } from "../enroll/options.ts";
import type { OutputForm } from "../output/form.ts";
import type { VendorClientOptions } from "../vendors/client.ts";

/** The options that both commands have. */
interface SharedOptions extends Omit<VendorClientOptions, "limiter"> {
  readonly rate?: LimiterOptions | undefined;
  readonly force?: boolean | undefined;
  readonly output?: OutputForm | undefined;
}

/** The options of `kelaskit roster plan`. */
export interface RosterPlanOptions
  extends
    ItemOptions,
    SharedOptions,
    Pick<EnrollOptions, "map" | "delimiter" | "encoding" | "format" | "headerLine" | "ignoreColumn"> {
  readonly out?: string | undefined;
}

/** The options of `kelaskit roster apply`. */
export interface RosterApplyOptions extends SharedOptions {
  readonly remove?: boolean | undefined;
  readonly maxRemovals?: RemovalLimit | undefined;
  readonly concurrency: number;
  readonly retryFailed?: boolean | undefined;
  readonly settleAfter: number;
}

/** Reads how many members may be taken out: `12` or `25%`. */
export function parseRemovalLimit(text: string): RemovalLimit {
  const [, digits = "", percent = ""] = /^(\d{1,9})\s?(%?)$/.exec(text.trim()) ?? [];
  const number = Number(digits);
  if (digits !== "" && percent === "") return number;
  if (digits !== "" && number <= 100) return `${number}%`;
  throw new InvalidArgumentError("Expected a number of members or a percentage, such as 12 or 25%.");
}
