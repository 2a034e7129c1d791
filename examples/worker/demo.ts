// Shows the Worker in workerd, with a mock of Skilvul: asks it, starts it again, and asks once more with the token that it has kept.
//
//   node --conditions=kelaskit-source examples/worker/demo.ts
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { serve } from "@kelaskit/core/testing/node";
import { createMockSkilvul } from "@kelaskit/skilvul/mock";
import { startWorker } from "./start.ts";

const mock = createMockSkilvul();
const served = await serve(mock);
const folder = await mkdtemp(path.join(tmpdir(), "worker-"));

async function ask(url: string): Promise<void> {
  const response = await fetch(`${url}/products`);
  const products = (await response.json()) as readonly { readonly title: string }[];
  const tokens = mock.requests.filter(({ operation }) => operation === "oauth.createToken");
  console.log(
    `GET /products: ${response.status}, ${products.length} products, the first is ${products[0]?.title ?? "unknown"}; ${tokens.length} token issued so far`,
  );
}

try {
  for (const title of ["The Worker is started.", "The Worker is started again."]) {
    console.log(title);
    const worker = await startWorker(folder, {
      SKILVUL_BASE_URL: served.url,
      SKILVUL_CLIENT_ID: mock.credentials.clientId,
      SKILVUL_CLIENT_SECRET: mock.credentials.clientSecret,
    });
    try {
      await Promise.all([ask(worker.url), ask(worker.url)]);
    } finally {
      await worker.stop();
    }
  }
} finally {
  await served.close();
  await rm(folder, { recursive: true });
}
