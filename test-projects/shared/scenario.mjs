/**
 * What every project does with the packages that it installed. A project passes what it imported, so that each way of
 * importing is tested: `runScenario({ createSkilvul, KelasError, NotFoundError, baseUrl })`.
 *
 * The last step loses its reply on purpose, on a connection that earlier steps used.
 */
export async function runScenario({ createSkilvul, KelasError, NotFoundError, baseUrl, options }) {
  const skilvul = createSkilvul({ clientId: "demo", clientSecret: "demo-secret", baseUrl, ...options });
  const { product } = await skilvul.products.get({ productId: "ckproduct0000000000000001" });

  const ids = new Set();
  for await (const { id } of skilvul.products.list()) ids.add(id);

  const caught = await errorOf(skilvul.products.get({ productId: "ckproduct0000000000009999" }));
  const lost = await errorOf(
    skilvul.orders.create({
      user: { email: "learner@example.com" },
      productIds: ["ckproduct0000000000000002"],
    }),
  );
  return {
    runtime: runtimeName(),
    call: product.id,
    pages: ids.size,
    caughtError: {
      name: caught?.name,
      isNotFound: caught instanceof NotFoundError && NotFoundError.isInstance(caught),
    },
    lostReply: {
      name: lost?.name,
      outcome: lost?.outcome,
      isKelasError: lost instanceof KelasError && KelasError.isInstance(lost),
    },
  };
}

/** The line that the harness looks for in a project's output. */
export function resultLine(result) {
  return `RESULT ${JSON.stringify(result)}`;
}

async function errorOf(call) {
  try {
    await call;
    return undefined;
  } catch (error) {
    return error;
  }
}

function runtimeName() {
  const { Bun, Deno, EdgeRuntime, navigator, process } = globalThis;
  if (Bun !== undefined) return `bun ${Bun.version}`;
  if (Deno !== undefined) return `deno ${Deno.version.deno}`;
  if (EdgeRuntime !== undefined) return EdgeRuntime;
  if (process?.versions?.node !== undefined) return `node ${process.versions.node}`;
  return navigator?.userAgent;
}
