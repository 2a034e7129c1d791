import type { Client, ClientOptions } from "@kelaskit/core";
import type { Operation, PagedOperation } from "@kelaskit/core/vendor";
import type { MockServer } from "@kelaskit/core/testing";
import type { VendorName } from "./names.ts";
import type { ValueCheck } from "./value-checks.ts";

/** A value that a vendor's client requires of its user: a secret, an id, an address. */
export interface CredentialField {
  /** The client's option, and the key in the credentials file. */
  readonly name: string;
  /** Its name in sentences: `client secret`. */
  readonly label: string;
  /** A hint for the prompt. */
  readonly hint?: string | undefined;
  /** Checks a value before it is saved or used. */
  readonly check: ValueCheck;
  /** The environment variable that takes precedence over the file, if there is one. */
  readonly variable?: string | undefined;
  /** Whether it is hidden while it is typed. */
  readonly secret: boolean;
  /** Whether every call requires it. */
  readonly required: boolean;
  /** Groups fields with the same purpose: if the environment sets one, none of the file's is used. */
  readonly group?: "address" | undefined;
}

/** A paged operation of any vendor, without its types: the client checks parameters. */
export type AnyPagedOperation = PagedOperation<Readonly<Record<string, unknown>>, unknown, unknown>;

/** An operation of any vendor, without its types. */
export type AnyOperation = Operation<Readonly<Record<string, unknown>>, unknown> | AnyPagedOperation;

/** A vendor's package, loaded. */
export interface VendorPackage {
  /** Creates a client; missing credentials come from the environment. */
  createClient(credentials: Readonly<Record<string, string>>, options: ClientOptions): Client;
  /** The exports of the package, including its resources. */
  readonly exports: object;
}

/** A mock with the credentials it accepts. */
export interface VendorMock {
  readonly server: MockServer;
  /** By the names of the vendor's fields. Invented values, the same in every copy of the mock. */
  readonly credentials: Readonly<Record<string, string>>;
  /** What else its users need to know. */
  readonly note?: string | undefined;
}

/** A vendor as the command line knows it without loading its package. */
export interface Vendor {
  readonly name: VendorName;
  /** The name for people. */
  readonly title: string;
  /** The environment variable of the address. */
  readonly baseUrlVariable: string;
  readonly fields: readonly CredentialField[];
  /** Loads the package, which takes tens of milliseconds: call it only when needed. */
  load(): Promise<VendorPackage>;
  /**
   * Loads the mock.
   *
   * @param routes The routes that replace the declared ones, as in the client that calls it.
   */
  createMock(routes?: Readonly<Record<string, string>>): Promise<VendorMock>;
}
