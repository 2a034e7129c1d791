import { randomUUID } from "node:crypto";
import { describe, inject } from "vitest";
import { testAdding } from "../../service/adding-contract.ts";
import { testChanging } from "../../service/changing-contract.ts";
import { testSending } from "../../service/sending-contract.ts";
import type { Opening } from "../../service/support.ts";
import { useServiceBench } from "./support.ts";

const program = inject("redisServer");

describe.skipIf(program === "")("enrollments in Redis", () => {
  const bench = useServiceBench(program);
  const newPlace = (): string => `shop-${randomUUID()}`;
  const redis: Opening = {
    newPlace,
    // Each test begins with an empty Redis, so that the memory file of another place cannot be in the way.
    open: (settings, place = newPlace()) =>
      bench.open(settings, { name: place, memory: `${bench.memory}.${place}` }),
  };
  testAdding(redis);
  testChanging(redis);
  testSending(redis);
});
