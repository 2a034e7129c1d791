// Runs before the tests of the site: serves what the generator wrote, and tells the tests where.
import { existsSync } from "node:fs";
import path from "node:path";
import { freePort } from "@kelaskit/test-support/free-ports";
import { serve } from "vitepress";
import type { TestProject } from "vitest/node";
import { workspaceRoot } from "../../lib/workspace.ts";

declare module "vitest" {
  interface ProvidedContext {
    /** The address of the site, without a slash at its end. */
    readonly site: string;
  }
}

export default async function serveSite({ provide }: TestProject): Promise<() => void> {
  if (!existsSync(path.join(workspaceRoot, "docs/site/index.html"))) {
    throw new Error("There is no site to test. Build it: npx -y pnpm@12.21.0 docs:build");
  }
  const port = await freePort();
  const { server } = await serve({ root: path.join(workspaceRoot, "scripts/site"), port });
  provide("site", `http://localhost:${port}`);
  return () => {
    server?.close();
  };
}
