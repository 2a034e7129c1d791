import { readFileSync } from "node:fs";
import { importRoutes } from "@kelaskit/academy-of-mine/routes";
import { printFigures, wallTime } from "./measure.ts";

const rounds = 7;

/** How long it takes to read a portal's routes, and how that grows with the portal. Needs the built document. */
export async function benchRoutes(): Promise<void> {
  const file = new URL(import.meta.resolve("@kelaskit/academy-of-mine/openapi.json"));
  const openApi = JSON.parse(readFileSync(file, "utf8")) as { readonly paths: object };
  const candidates = (
    [
      ["all paths", 1],
      ["half of them", 2],
      ["a quarter of them", 4],
    ] as const
  ).map(([name, step]) => {
    const paths = Object.entries(openApi.paths).filter((_, index) => index % step === 0);
    const document = JSON.stringify({ ...openApi, paths: Object.fromEntries(paths) as object });
    return { name, run: () => importRoutes(document) };
  });
  const figures = await wallTime(candidates, rounds);
  printFigures("importRoutes of our own OpenAPI document", "ms", figures, "all paths");
}
