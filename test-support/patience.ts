import { byDepth } from "./depth.ts";

/**
 * How long a test waits for what must come: nearly as long as the test may take, because a busy machine is no fault.
 * It is given to `vi.waitFor` and `vi.waitUntil`, which give up after a second otherwise.
 */
export const patience = { timeout: byDepth({ usual: 110_000, deep: 890_000 }) };
