// Runs in the browser of lost-refresh-browser.test.ts: a customer whose tokens have to be renewed.
import { createScalev, LoginRequiredError, type SessionTokens } from "../src/index.ts";

async function run(baseUrl: string, tokens: SessionTokens): Promise<readonly string[]> {
  const scalev = createScalev({ baseUrl, storeId: "store_demo", storefrontKey: "sfpk_demo" });
  await scalev.useTokens({ ...tokens, expires_in: 1 });
  // The connection has been used before.
  await scalev.catalog.listItems().toArray({ limit: 1 });
  const endings: string[] = [];
  for (let call = 0; call < 3; call += 1) {
    try {
      await scalev.me.get();
      endings.push("an answer");
    } catch (error) {
      endings.push(LoginRequiredError.isInstance(error) ? "login required" : String(error));
    }
  }
  return endings;
}

Object.assign(globalThis, { run });
