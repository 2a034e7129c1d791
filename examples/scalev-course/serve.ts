// Starts a mock of Scalev and serves the page with it. Log in as learner@example.com with the password demo-password, or
// as otp@example.com with the same password and the code 123456.
import path from "node:path";
import { serve } from "@kelaskit/core/testing/node";
import { createMockScalev } from "@kelaskit/scalev/mock";
import { createServer } from "vite";

const mock = createMockScalev();
const served = await serve(mock, { cors: true });
process.env["VITE_SCALEV_BASE_URL"] = served.url;
process.env["VITE_SCALEV_STORE_ID"] = mock.credentials.storeId;
process.env["VITE_SCALEV_STOREFRONT_KEY"] = mock.credentials.storefrontKey;

const server = await createServer({ configFile: path.join(import.meta.dirname, "vite.config.ts") });
await server.listen();
server.printUrls();
