import { failureOf } from "@kelaskit/test-support/failure";
import { InvalidParamsError } from "@kelaskit/core";
import { serve } from "@kelaskit/core/testing/node";
import { afterEach, describe, expect, it } from "vitest";
import { type AcademyOfMine, createAcademyOfMine } from "../src/index.ts";
import { createMockAcademyOfMine, type MockAcademyOfMine } from "../src/mock/index.ts";

const cleanUps: (() => Promise<void>)[] = [];

afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0)) await cleanUp();
});

/** A mock behind real HTTP, and a client of it. */
async function setUpServed(): Promise<{ readonly mock: MockAcademyOfMine; readonly academy: AcademyOfMine }> {
  const mock = createMockAcademyOfMine();
  const served = await serve(mock);
  cleanUps.push(() => served.close());
  const academy = createAcademyOfMine({
    baseUrl: served.url,
    token: mock.credentials.token,
    unverifiedRoutes: "allow",
    validation: "strict",
    retries: 0,
  });
  return { mock, academy };
}

/** Every byte, including multipart boundaries and line endings. */
const bytes = Uint8Array.from({ length: 70_000 }, (_, index) => (index * 31 + (index >> 8)) % 256);

function streamOf(parts: readonly Uint8Array<ArrayBuffer>[]): ReadableStream<Uint8Array> {
  return new ReadableStream({
    start(controller) {
      for (const part of parts) controller.enqueue(part);
      controller.close();
    },
  });
}

/** The file that came with the last request. */
async function arrivedFile(mock: MockAcademyOfMine) {
  const file = mock.requests.at(-1)?.params["file"];
  if (!(file instanceof File)) throw new TypeError("No file arrived.");
  return { name: file.name, type: file.type, bytes: new Uint8Array(await file.arrayBuffer()) };
}

describe("an uploaded file arrives byte for byte", () => {
  it("under its name and media type, when it is a File", async () => {
    const { mock, academy } = await setUpServed();
    const file = new File([bytes], "Übung 1 “final”.png", { type: "image/png" });
    await academy.media.upload({ file });
    expect(await arrivedFile(mock)).toEqual({ name: "Übung 1 “final”.png", type: "image/png", bytes });
  });

  it("without a name of its own, when it is a Blob", async () => {
    const { mock, academy } = await setUpServed();
    await academy.media.upload({ file: new Blob([bytes], { type: "video/mp4" }) });
    expect(await arrivedFile(mock)).toEqual({ name: "blob", type: "video/mp4", bytes });
  });

  it("from a stream", async () => {
    const { mock, academy } = await setUpServed();
    const file = streamOf([bytes.slice(0, 1), bytes.slice(1, 40_000), bytes.slice(40_000)]);
    await academy.assignmentModules.uploadFile({ file });
    expect((await arrivedFile(mock)).bytes).toEqual(bytes);
  });

  it("when there is nothing in it", async () => {
    const { mock, academy } = await setUpServed();
    await academy.media.upload({ file: new File([], "empty.txt", { type: "text/plain" }) });
    expect(await arrivedFile(mock)).toMatchObject({ name: "empty.txt", bytes: new Uint8Array() });
  });
});

it("a chunk of an upload says in its query which upload it belongs to", async () => {
  const { mock, academy } = await setUpServed();
  await academy.media.uploadChunk({ patch: "upload-1", file: new File([bytes], "part") });
  expect(mock.requests).toMatchObject([{ method: "PATCH", path: "/api/media/upload?patch=upload-1" }]);
  expect((await arrivedFile(mock)).bytes).toEqual(bytes);
});

it("an upload is not sent twice, though its reply is lost", async () => {
  const { mock, academy } = await setUpServed();
  mock.fail("media.upload", { lost: "reply" });
  const error = await failureOf(academy.media.upload({ file: new Blob([bytes]) }, { retries: 2 }));
  expect(error).toMatchObject({ outcome: "unknown" });
  expect(mock.requests).toHaveLength(1);
});

it.for([
  ["a path", "/tmp/cover.png"],
  ["bytes", bytes],
  ["a buffer", bytes.buffer],
  ["nothing", null],
] as const)("%s in place of a file is refused before anything is sent", async ([, file]) => {
  const { mock, academy } = await setUpServed();
  // What a caller without types may pass.
  const error = await failureOf(academy.assignmentModules.uploadFile({ file: file as unknown as Blob }));
  expect(error).toBeInstanceOf(InvalidParamsError);
  expect(error).toMatchObject({
    issues: [{ field: "file", expected: "a Blob, a File or a ReadableStream" }],
  });
  expect(mock.requests).toEqual([]);
});
