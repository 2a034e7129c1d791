import type { Client, ClientOptions } from "@kelaskit/core";
import type { Operation, PagedOperation } from "@kelaskit/core/vendor";
import type { MockServer } from "@kelaskit/core/testing";
import type { VendorName } from "./names.ts";
import type { ValueCheck } from "./value-checks.ts";

/** Something that a vendor's client needs to know of its user: a secret, an id, an address. */
export interface CredentialField {
  /** The client's option, and the key in the credentials file. */
  readonly name: string;
  /** What it is called in sentences: `client secret`. */
  readonly label: string;
  /** What helps to find it, for the prompt. */
  readonly hint?: string | undefined;
  /** Whether a value can be right, before it is saved or used. */
  readonly check: ValueCheck;
  /** The environment variable that wins over the file, where there is one. */
  readonly variable?: string | undefined;
  /** Whether it is typed unseen. */
  readonly secret: boolean;
  /** Whether nothing works without it. */
  readonly required: boolean;
  /** Fields that say the same thing: when one comes from the environment, none of the file's is used. */
  readonly group?: "address" | undefined;
}

/** A list of any vendor, its types left out: parameters are checked by the client. */
export type AnyPagedOperation = PagedOperation<Readonly<Record<string, unknown>>, unknown, unknown>;

/** An operation of any vendor, its types left out. */
export type AnyOperation = Operation<Readonly<Record<string, unknown>>, unknown> | AnyPagedOperation;

/** A vendor's package, loaded. */
export interface VendorPackage {
  /** Makes a client; credentials that are not given are the environment's. */
  createClient(credentials: Readonly<Record<string, string>>, options: ClientOptions): Client;
  /** What the package exports: its resources, among others. */
  readonly exports: object;
}

/** A mock with what a client needs to be let in. */
export interface VendorMock {
  readonly server: MockServer;
  /** By the names of the vendor's fields. Invented values that every copy of the mock has. */
  readonly credentials: Readonly<Record<string, string>>;
  /** What else one must know to use it. */
  readonly note?: string | undefined;
}

/** What the command line knows of a vendor without loading its package. */
export interface Vendor {
  readonly name: VendorName;
  /** The name that people use. */
  readonly title: string;
  /** The environment variable of the address. */
  readonly baseUrlVariable: string;
  readonly fields: readonly CredentialField[];
  /** Loads the package: some tens of milliseconds, so only when it is needed. */
  load(): Promise<VendorPackage>;
  /** Loads the mock. */
  createMock(): Promise<VendorMock>;
}
