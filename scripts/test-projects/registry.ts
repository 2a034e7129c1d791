import { createHash, randomUUID } from "node:crypto";
import { readFileSync } from "node:fs";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { PackageManifest } from "../lib/workspace.ts";

/** A package as the registry serves it. */
export interface PublishedPackage {
  readonly manifest: PackageManifest;
  /** The path of its tarball. */
  readonly file: string;
}

export interface Registry {
  /** Its address, with a slash at its end. */
  readonly url: string;
  close(): Promise<void>;
}

/** Older than any cut-off date of the other packages. */
const publishedAt = "2020-01-01T00:00:00.000Z";

function digest(algorithm: "sha1" | "sha512", contents: Buffer, encoding: "hex" | "base64"): string {
  return createHash(algorithm).update(contents).digest(encoding);
}

/** The document that a package manager reads before it downloads a tarball. */
function packageDocument({ manifest, file }: PublishedPackage, url: string): object {
  const { name, version } = manifest;
  const contents = readFileSync(file);
  const dist = {
    tarball: `${url}${name}/-/${tarballName(manifest)}`,
    shasum: digest("sha1", contents, "hex"),
    integrity: `sha512-${digest("sha512", contents, "base64")}`,
  };
  return {
    _id: name,
    name,
    "dist-tags": { latest: version },
    time: { created: publishedAt, modified: publishedAt, [version]: publishedAt },
    versions: { [version]: { _id: `${name}@${version}`, ...manifest, dist } },
  };
}

function tarballName({ name, version }: PackageManifest): string {
  return `${name.split("/").at(-1) ?? name}-${version}.tgz`;
}

/**
 * Serves only these packages, as an npm registry on the loopback address. It does not proxy other registries, so configure
 * package managers to use it for our scope only.
 */
export async function startRegistry(packages: readonly PublishedPackage[]): Promise<Registry> {
  // A new address for each run: a cache must not return the package of an earlier run, which has the same version.
  const base = `/${randomUUID()}/`;
  const state = { url: "" };

  const answer = (request: IncomingMessage, response: ServerResponse): void => {
    const requested = decodeURIComponent((request.url ?? "").split("?")[0] ?? "");
    const found = packages.find(({ manifest: { name } }) => requested.startsWith(`${base}${name}`));
    response.setHeader("cache-control", "no-store");
    if (found !== undefined && requested === `${base}${found.manifest.name}`) {
      response.writeHead(200, { "content-type": "application/json" });
      response.end(JSON.stringify(packageDocument(found, state.url)));
    } else if (
      found !== undefined &&
      requested === `${base}${found.manifest.name}/-/${tarballName(found.manifest)}`
    ) {
      response.writeHead(200, { "content-type": "application/octet-stream" });
      response.end(readFileSync(found.file));
    } else {
      response.writeHead(404, { "content-type": "application/json" });
      response.end(JSON.stringify({ error: `${requested} is not in this registry.` }));
    }
  };

  const server = createServer(answer);
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(0, "127.0.0.1", resolve);
  });
  state.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}${base}`;
  return {
    url: state.url,
    close: () =>
      new Promise((resolve, reject) => {
        server.close((error) => {
          if (error === undefined) resolve();
          else reject(error);
        });
        server.closeAllConnections();
      }),
  };
}
