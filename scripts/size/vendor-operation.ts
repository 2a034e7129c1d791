import { bundle, gzippedBytes, type Platform } from "../lib/bundle.ts";

const paged = `pager: pageNumberPager({ items: "records", total: "total", page: "page", size: "size", pageSize: 50 }), `;

/** A program that calls one operation, declared with core alone. */
function coreProgram(platform: Platform, isPaged: boolean): string {
  const [maker, pager] = isPaged ? ["pagedOperation", paged] : ["operation", ""];
  return `
    import { bearer, createClient, ${maker}, pageNumberPager } from "@kelaskit/core/vendor";
    import * as z from "${platform === "browser" ? "zod/mini" : "zod"}";
    const call = ${maker}({ name: "a.b", method: "POST", path: "/a", evidence: "proposed", ${pager}
      params: () => z.strictObject({ id: z.union([z.int(), z.string().check(z.minLength(1))]) }),
      response: () => z.looseObject({ message: z.optional(z.nullable(z.string())) }) });
    const definition = { vendor: "a", baseUrl: "https://example.com", credentials: { a: () => bearer(globalThis.input) } };
    globalThis.output = call(createClient(definition, globalThis.input), globalThis.input);`;
}

function academyProgram(operation: string): string {
  const [resource = "", method = ""] = operation.split(".");
  return `
    import { createAcademyOfMineClient } from "@kelaskit/academy-of-mine/client";
    import * as ${resource} from "@kelaskit/academy-of-mine/${resource}";
    globalThis.output = ${resource}.${method}(createAcademyOfMineClient(globalThis.input), globalThis.input);`;
}

/** How many gzipped bytes an operation of Academy of Mine adds to a program that uses core in the same way: the larger of a write and a list. */
export async function academyOperationBytes(platform: Platform): Promise<number> {
  const grown = async (operation: string, isPaged: boolean): Promise<number> => {
    const core = gzippedBytes(await bundle(coreProgram(platform, isPaged), platform));
    return gzippedBytes(await bundle(academyProgram(operation), platform)) - core;
  };
  return Math.max(await grown("courses.enroll", false), await grown("users.list", true));
}
