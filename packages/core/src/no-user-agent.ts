import type { HeaderMap } from "./request/headers.ts";
import type { AppInfo } from "./user-agent.ts";

/** No header: browsers have a `user-agent` of their own. */
export const userAgent: (app?: AppInfo) => HeaderMap | undefined = () => undefined;
