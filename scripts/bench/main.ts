// `pnpm bench`: figures side by side with peers in one run. Build first, for the import times.
import { benchCpu } from "./cpu.ts";
import { benchEnroll } from "./enroll.ts";
import { benchImports } from "./imports.ts";
import { benchRoutes } from "./routes.ts";
import { benchPagination, benchThroughput } from "./throughput.ts";

console.log("The machine is noisy: look at the ratios.");
await benchCpu();
await benchThroughput();
await benchPagination();
await benchEnroll();
benchImports();
await benchRoutes();
