// A process of its own for processes.test.ts: asks for the profile whenever it is told to, and says what came of it.
import { fileTokenStore } from "@kelaskit/core/node";
import { createScalev } from "../src/index.ts";

const [baseUrl = "", folder = ""] = process.argv.slice(2);
const scalev = createScalev({
  baseUrl,
  storeId: "store_demo",
  storefrontKey: "sfpk_demo",
  tokenStore: fileTokenStore(folder),
  customer: "1",
});

async function ask(): Promise<string> {
  try {
    const { customer } = await scalev.me.get();
    return `customer ${String(customer.id)}`;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

process.on("message", () => {
  void ask().then((answer) => process.send?.(answer));
});
process.send?.("ready");
