import { failureOf } from "@kelaskit/test-support/failure";
import type { MockServer } from "@kelaskit/core/testing";
import { ApiError, type BinaryReply } from "@kelaskit/core";
import { serve } from "@kelaskit/core/testing/node";
import { afterEach, expect, it } from "vitest";
import { type AcademyOfMine, createAcademyOfMine } from "../src/index.ts";
import { createMockAcademyOfMine } from "../src/mock/index.ts";
import { setUp } from "./helpers.ts";

const cleanUps: (() => Promise<void>)[] = [];

afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0)) await cleanUp();
});

type Download = (academy: AcademyOfMine) => PromiseLike<BinaryReply>;

const downloads: readonly (readonly [
  operation: string,
  download: Download,
  file: Partial<BinaryReply>,
  start: string,
])[] = [
  [
    "scormModules.downloadReport",
    (academy) => academy.scormModules.downloadReport({ modulesStatusId: 1 }),
    { mediaType: "application/pdf", fileName: "sample.pdf" },
    "%PDF-",
  ],
  [
    "quizModules.downloadResponse",
    (academy) => academy.quizModules.downloadResponse({ statusRowId: 1 }),
    { mediaType: "application/pdf", fileName: "sample.pdf" },
    "%PDF-",
  ],
  [
    "scormPackages.download",
    (academy) => academy.scormPackages.download({ id: 1 }),
    { mediaType: "application/zip", fileName: "sample.zip" },
    "PK",
  ],
  [
    "orders.export",
    (academy) => academy.orders.export({ filters: { dateRange: ["2026-01-01", "2026-01-31"] } }),
    {
      mediaType: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
      fileName: "orders-test.xlsx",
    },
    "PK",
  ],
];

it.for(downloads)("%s gives a file with its name and media type", async ([, download, expected, start]) => {
  const mock = createMockAcademyOfMine();
  const served = await serve(mock);
  cleanUps.push(() => served.close());
  const academy = createAcademyOfMine({
    baseUrl: served.url,
    token: mock.credentials.token,
    unverifiedRoutes: "allow",
  });
  const file = await download(academy);
  expect(file).toMatchObject(expected);
  expect(new TextDecoder().decode(file.bytes.slice(0, start.length))).toBe(start);
});

it.for(downloads)(
  "%s gives an error in the vendor's words when that comes",
  async ([operation, download]) => {
    const { mock, academy } = setUp({ retries: 0 });
    (mock as MockServer).fail(operation, { status: 404, body: { message: "The file was not found." } });
    const error = await failureOf(download(academy));
    expect(error).toBeInstanceOf(ApiError);
    expect(error).toMatchObject({
      status: 404,
      message: expect.stringContaining("The file was not found.") as string,
    });
  },
);

it("an error in a reply of status 200 is not a file", async () => {
  const { mock, academy } = setUp();
  mock.fail("scormPackages.download", { status: 200, body: { success: false, message: "It is not ready." } });
  const error = await failureOf(academy.scormPackages.download({ id: 1 }));
  expect(error).toBeInstanceOf(ApiError);
  expect(error).toMatchObject({
    status: 200,
    message: expect.stringContaining("It is not ready.") as string,
  });
});
