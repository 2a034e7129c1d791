import type { Client } from "../client.ts";

/** The names of a vendor's operations, such as `orders.create`, from its client with methods. */
export type OperationName<Vendor extends Client> = {
  readonly [
    Resource in Exclude<keyof Vendor, keyof Client> & string
  ]: `${Resource}.${keyof Vendor[Resource] & string}`;
}[Exclude<keyof Vendor, keyof Client> & string];
