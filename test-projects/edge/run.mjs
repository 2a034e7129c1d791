// Bundles the worker and sends it one request: `node run.mjs workerd` or `node run.mjs edge-runtime`.
import { build } from "esbuild";
import { EdgeRuntime } from "edge-runtime";
import { Miniflare } from "miniflare";

const address = new URL("http://worker.example/");
address.searchParams.set("mock", process.env.KELASKIT_MOCK_URL);

async function bundle(options) {
  const { outputFiles } = await build({ bundle: true, write: false, platform: "browser", ...options });
  return outputFiles[0].text;
}

const runtimes = {
  async workerd() {
    const script = await bundle({
      entryPoints: ["worker.mjs"],
      format: "esm",
      conditions: ["workerd", "worker"],
    });
    const miniflare = new Miniflare({ modules: true, script, compatibilityDate: "2026-07-01" });
    try {
      const response = await miniflare.dispatchFetch(address);
      return await response.text();
    } finally {
      await miniflare.dispose();
    }
  },
  async "edge-runtime"() {
    const contents = `import { answer } from "./worker.mjs"; addEventListener("fetch", (event) => event.respondWith(answer(event.request)));`;
    const initialCode = await bundle({
      stdin: { contents, resolveDir: process.cwd() },
      format: "iife",
      conditions: ["edge-light", "worker"],
    });
    const runtime = new EdgeRuntime({ initialCode });
    const response = await runtime.dispatchFetch(address.href);
    return response.text();
  },
};

console.log(await runtimes[process.argv[2]]());
