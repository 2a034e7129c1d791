import { byDepth } from "@kelaskit/test-support/depth";
import { beforeAll, describe, expect, it } from "vitest";
import { contract } from "./support/contract.ts";
import { type Outcomes, transports } from "./support/contract-program.ts";
import { startContractServer } from "./support/contract-server.ts";
import {
  type ForeignRuntime,
  foreignRuntimes,
  isMissing,
  quickRuntimes,
  runOn,
} from "@kelaskit/test-support/runtimes";

async function runContract(runtime: ForeignRuntime): Promise<Outcomes> {
  const server = await startContractServer();
  const { target } = server;
  try {
    const parameters = [target, runtime];
    return (await runOn(runtime, {
      module: new URL("support/contract-program.ts", import.meta.url),
      parameters,
      home: target.origin,
    })) as Outcomes;
  } finally {
    await server.close();
  }
}

const titles = Object.values(contract).flatMap((cases) => Object.keys(cases));

describe.each(byDepth({ usual: quickRuntimes, deep: foreignRuntimes }))("in %s", (runtime) => {
  let outcomes: Outcomes = {};

  beforeAll(async () => {
    if (!isMissing(runtime)) outcomes = await runContract(runtime);
  });

  describe.skipIf(isMissing(runtime)).each(Object.keys(transports))("%s", (transport) => {
    it.each(titles)("%s", (title) => {
      expect(outcomes[`${transport} ${title}`]).toBe("");
    });
  });
});
