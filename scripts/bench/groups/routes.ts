import { readFileSync } from "node:fs";
import { importRoutes } from "@kelaskit/academy-of-mine/routes";
import type { Group } from "../group.ts";
import { alternate, wallTime } from "../rounds.ts";

const shares = { "all paths": 1, "half of them": 2, "a quarter of them": 4 } as const;

/** How long it takes to read a portal's routes, and how that grows with the portal. Requires the built document. */
export function routesGroup(): Group {
  const reference = "all paths";
  return {
    name: "routes",
    title: "importRoutes of our own OpenAPI document",
    about:
      "Reading the routes of a portal of 503 operations, of half of it and of a quarter: it grows with the document.",
    unit: "ms",
    reference,
    goals: {},
    measure: async (effort) => {
      const file = new URL(import.meta.resolve("@kelaskit/academy-of-mine/openapi.json"));
      const openApi = JSON.parse(readFileSync(file, "utf8")) as { readonly paths: object };
      const candidates = Object.entries(shares).map(([name, step]) => {
        const paths = Object.entries(openApi.paths).filter((_, index) => index % step === 0);
        const document = JSON.stringify({ ...openApi, paths: Object.fromEntries(paths) as object });
        return { name, run: () => importRoutes(document) };
      });
      for (const { run } of candidates) await run();
      return alternate(candidates, wallTime, { reference, rounds: effort === "full" ? 7 : 3 });
    },
  };
}
