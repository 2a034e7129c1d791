import { InvalidParamsError, UnverifiedRouteError } from "@kelaskit/core";
import { expect, it } from "vitest";
import { type AcademyOfMineOptions, createAcademyOfMineClient } from "../src/portal-client.ts";
import * as courses from "../src/courses/index.ts";
import { importRoutes } from "../src/routes/index.ts";
import { readFacts, readOperations, resourceFiles } from "./support/facts.ts";
import { openApiOf, portalRoutes } from "./routes/portal.ts";

/** A client whose requests end here. */
function setUp(
  routes?: Readonly<Record<string, string>>,
  options: AcademyOfMineOptions = {},
): {
  readonly client: ReturnType<typeof createAcademyOfMineClient>;
  readonly sent: string[];
} {
  const sent: string[] = [];
  const client = createAcademyOfMineClient({
    portal: "acme",
    token: "test-token",
    logger: false,
    ...options,
    ...(routes !== undefined && { routes }),
    fetch: async (input, init) => {
      const request = new Request(input, init);
      sent.push(`${request.method} ${request.url} ${await request.text()}`);
      return Response.json({ message: "Done" });
    },
  });
  return { client, sent };
}

it("a write whose route is ours is refused before anything is sent", async () => {
  const { client, sent } = setUp();
  await expect(async () => courses.enroll(client, { id: 7, studentIds: [1] })).rejects.toBeInstanceOf(
    UnverifiedRouteError,
  );
  expect(sent).toEqual([]);
});

it("with imported routes it is sent where the portal expects it", async () => {
  const { routes } = await importRoutes(openApiOf(portalRoutes));
  const { client, sent } = setUp(routes);

  await courses.enroll(client, { id: 7, studentIds: [1] });

  expect(sent).toEqual(['POST https://acme.aomlms.com/api/courses/enroll/7 {"studentIds":[1]}']);
});

it("matched operations are verified and sent to the portal's path", async () => {
  const { routes } = await importRoutes(openApiOf(portalRoutes));
  const { client, sent } = setUp(routes, { unverifiedRoutes: "refuse", validation: "off" });
  for (const file of resourceFiles) {
    const operations = await readOperations(file);
    for (const { operation, call, optionalPath } of readFacts(file)) {
      const route = routes[operation];
      if (route === undefined) continue;
      const run = operations.get(operation.replace(/^.*\./, ""));
      if (run === undefined) throw new Error(`${operation} is not declared.`);
      // The reply is not the vendor's: these tests look only at what is sent.
      await run(client, call).then(undefined, (error: unknown) => {
        expect(error).not.toBeInstanceOf(UnverifiedRouteError);
        expect(error).not.toBeInstanceOf(InvalidParamsError);
      });

      const [method, url = ""] = sent.at(-1)?.split(" ") ?? [];
      const path = route
        .replaceAll(/\{(\w+)\}/g, (_, name: string) =>
          optionalPath.includes(name) && call[name] === undefined
            ? ""
            : encodeURIComponent(String(call[name])),
        )
        .replace(/\/$/, "");
      expect(`${method} ${new URL(url).pathname}`).toBe(path.replace(" ", " /api"));
    }
  }
  expect(sent).toHaveLength(Object.keys(routes).length);
});
