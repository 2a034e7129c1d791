import type { OfferedTransport } from "../lib/transports.ts";
import type { Group } from "./group.ts";
import { cpuGroup, limiterGroup } from "./groups/cpu.ts";
import { enrollGroups } from "./groups/enroll.ts";
import { importsGroup } from "./groups/imports.ts";
import { pageGroups } from "./groups/pages.ts";
import { refusalGroup } from "./groups/refusal.ts";
import { routesGroup } from "./groups/routes.ts";
import { serviceGroups } from "./groups/service.ts";
import { throughputGroup } from "./groups/throughput.ts";
import type { Peers } from "./peers.ts";

/** Everything that is measured, in the order of the page. */
export function groupsOf(peers: Peers, transports: readonly OfferedTransport[]): readonly Group[] {
  return [
    cpuGroup(peers, transports),
    throughputGroup(peers, transports),
    limiterGroup(transports),
    ...pageGroups(transports),
    importsGroup(peers),
    refusalGroup(),
    ...enrollGroups(transports),
    ...serviceGroups(transports),
    routesGroup(),
  ];
}
