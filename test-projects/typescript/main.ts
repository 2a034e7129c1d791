import { KelasError, NotFoundError, RateLimitError } from "@kelaskit/core";
import { createSkilvul, createSkilvulClient, orders, type Product, type Skilvul } from "@kelaskit/skilvul";
import { resultLine, runScenario } from "./scenario.mjs";

// What a user writes, for the types alone.
export async function use(skilvul: Skilvul, given: string | undefined): Promise<Product[]> {
  const { order, errorProductIds } = await orders.create(createSkilvulClient({ clientId: given }), {
    user: { email: "learner@example.com" },
    productIds: ["ckproduct0000000000000002"],
  });
  const id: string | undefined = order?.id;
  const refused: readonly string[] | undefined = errorProductIds;
  console.log(id, refused?.length);
  try {
    for await (const product of skilvul.products.list({ limit: 10 })) console.log(product.id);
    const pages = skilvul.products.list().pages();
    for await (const page of pages) console.log(page);
  } catch (error) {
    if (NotFoundError.isInstance(error)) console.log(error.status, error.vendor);
    else if (error instanceof RateLimitError) console.log(error.operation);
    else if (KelasError.isInstance(error) && error.outcome === "unknown") console.log(error.message);
    else throw error;
  }
  return skilvul.products.list().toArray({ limit: 100 });
}

// @ts-expect-error A parameter that the operation does not have.
export const wrong = (skilvul: Skilvul) => skilvul.products.get({ productID: "ckproduct0000000000000002" });

declare const process: { env: Record<string, string | undefined> };
const baseUrl = process.env["KELASKIT_MOCK_URL"];
console.log(resultLine(await runScenario({ createSkilvul, KelasError, NotFoundError, baseUrl })));
