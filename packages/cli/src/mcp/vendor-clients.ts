import type { Client, ClientOptions } from "@kelaskit/core";
import { profilePlace, readCredentials } from "../auth/credentials.ts";
import { defaultProfile } from "../auth/profile-name.ts";
import type { CommandContext } from "../context.ts";
import { createVendorClient, stderrLogger } from "../vendors/client.ts";
import type { VendorName } from "../vendors/names.ts";
import { vendors } from "../vendors/table.ts";
import type { VendorMock } from "../vendors/vendor.ts";
import type { Routes } from "./served-operation.ts";

/** How the vendors are reached, as the person who starts the server says. */
export interface VendorAccess {
  readonly profiles: ReadonlyMap<VendorName, string>;
  readonly baseUrls: ReadonlyMap<VendorName, string>;
  readonly routes: ReadonlyMap<VendorName, Routes>;
  readonly allowInsecureHttp: boolean;
  /** Whether mocks in memory take the place of the vendors. */
  readonly mock: boolean;
}

/** A call ends before the 60 seconds after which most clients give up, so that its outcome is still told. In milliseconds. */
const totalTimeout = 50_000;

/** The headers in which vendors take credentials. */
const credentialHeaders = ["authorization", "x-scalev-storefront-api-key"] as const;

/** How many credentials of a vendor are remembered. */
const mostRemembered = 20;

const settings: ClientOptions = { unverifiedRoutes: "refuse", totalTimeout };

/** The clients of the vendors, each created with the first call. */
export class VendorClients {
  readonly #access: VendorAccess;
  readonly #context: CommandContext;
  readonly #clients = new Map<VendorName, Promise<Client>>();
  readonly #mocks = new Map<VendorName, Promise<VendorMock>>();
  readonly #sent = new Map<VendorName, readonly string[]>();

  constructor(access: VendorAccess, context: CommandContext) {
    this.#access = access;
    this.#context = context;
  }

  /** The profile whose credentials are used; undefined for the default one. */
  profile(name: VendorName): string | undefined {
    return this.#access.profiles.get(name);
  }

  /**
   * A vendor's client, always the same, so that its tokens are kept.
   *
   * @throws InputError and ConfigurationError as `createVendorClient`.
   */
  async client(name: VendorName): Promise<Client> {
    const client = this.#clients.get(name) ?? this.#create(name);
    this.#clients.set(name, client);
    try {
      return await client;
    } catch (error) {
      this.forget(name);
      throw error;
    }
  }

  /** Creates the client anew with the next call: credentials may have been saved in the meantime. */
  forget(name: VendorName): void {
    this.#clients.delete(name);
  }

  /** Sends requests, and remembers the credentials in them: a client gets tokens that nobody gave it. */
  #watched(name: VendorName, send: typeof fetch): typeof fetch {
    return async (input, init) => {
      const headers = new Headers(init?.headers ?? (input instanceof Request ? input.headers : undefined));
      const sent = credentialHeaders.flatMap((header) => headers.get(header)?.split(" ").at(-1) ?? []);
      // The last ones: an earlier token is not valid anymore.
      this.#sent.set(name, [...new Set([...(this.#sent.get(name) ?? []), ...sent])].slice(-mostRemembered));
      return send(input, init);
    };
  }

  /** The secrets that a vendor's client was given or has sent, to remove them from what it returns. */
  async secrets(name: VendorName): Promise<readonly string[]> {
    const { fields } = vendors[name];
    const given = this.#access.mock ? (await this.#mock(name)).credentials : await this.#saved(name);
    const known = fields
      .filter(({ secret }) => secret)
      .flatMap((field) => {
        const inEnvironment =
          field.variable === undefined ? undefined : this.#context.environment[field.variable];
        return [inEnvironment, given[field.name]].filter((value) => value !== undefined);
      });
    return [...known, ...(this.#sent.get(name) ?? [])];
  }

  async #saved(name: VendorName): Promise<Readonly<Record<string, string>>> {
    const place = await profilePlace(name, this.profile(name) ?? defaultProfile, this.#context);
    return (await readCredentials(place)) ?? {};
  }

  #mock(name: VendorName): Promise<VendorMock> {
    const mock = this.#mocks.get(name) ?? vendors[name].createMock(this.#access.routes.get(name));
    this.#mocks.set(name, mock);
    return mock;
  }

  async #create(name: VendorName): Promise<Client> {
    const { profiles, baseUrls, routes, allowInsecureHttp } = this.#access;
    if (this.#access.mock) {
      const { server, credentials } = await this.#mock(name);
      return (await vendors[name].load()).createClient(credentials, {
        ...settings,
        // Nothing leaves this process.
        fetch: this.#watched(name, server.fetch),
        baseUrl: server.baseUrl,
        allowInsecureHttp: true,
        logger: stderrLogger(this.#context),
        routes: routes.get(name),
      });
    }
    const context = { ...this.#context, fetch: this.#watched(name, this.#context.fetch) };
    return createVendorClient(name, context, {
      profile: profiles.get(name),
      baseUrl: baseUrls.get(name),
      allowInsecureHttp,
      settings: { ...settings, routes: routes.get(name) },
    });
  }
}
