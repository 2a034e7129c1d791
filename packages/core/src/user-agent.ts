import { checkOptions, type OptionNames } from "./check-options.ts";
import { ConfigurationError } from "./errors.ts";
import { checkedHeaders, type HeaderMap } from "./request/headers.ts";

/** Your program, as vendors see it in the header `user-agent`. */
export interface AppInfo {
  /** Its name, such as `SchoolShop`. */
  readonly name: string;
  /** Its version, such as `2.1.0`. */
  readonly version?: string | undefined;
  /** Where a vendor finds out whom to ask about it, such as `https://shop.example`. */
  readonly url?: string | undefined;
}

const names = { name: true, version: true, url: true } as const satisfies OptionNames<AppInfo>;

function appText(app: AppInfo): string {
  checkOptions("appInfo", app, names);
  const { name, version = "", url = "" } = app;
  if (name === undefined || name === "")
    throw new ConfigurationError("appInfo.name is missing: set it to the name of your program.");
  return `${name}${version === "" ? "" : `/${version}`}${url === "" ? "" : ` (${url})`}`;
}

/** Set by the build. */
declare const kelaskitVersion: string | undefined;

/**
 * The header `user-agent` of a client: Kelaskit, the platform, then the program. None in browsers, which have their own and ask the
 * vendor's permission (CORS) for another.
 *
 * @throws ConfigurationError when the program's name is missing, or a header cannot contain what is given.
 */
export function userAgent(app?: AppInfo): HeaderMap | undefined {
  const platform = globalThis.navigator?.userAgent ?? "";
  // oxlint-disable-next-line unicorn/no-typeof-undefined -- it is not declared in programs that run on the sources
  let agent = typeof kelaskitVersion === "undefined" ? "kelaskit" : `kelaskit/${kelaskitVersion}`;
  if (platform !== "") agent += ` ${platform}`;
  if (app !== undefined) agent += ` ${appText(app)}`;
  // All browsers begin so. A bundler's condition keeps this module out of pages, but not everything is bundled.
  return platform.startsWith("Mozilla/") ? undefined : checkedHeaders({ "user-agent": agent }, "appInfo");
}
