import { describe, expect, it } from "vitest";
import { runProgram } from "../src/program.ts";
import { fakeContext, kelaskit, serve, serveMocks } from "./support.ts";

describe("kelaskit mock", () => {
  it("serves every vendor, with the variables of clients, until Ctrl-C", async () => {
    await using mocks = await serveMocks([]);
    expect(Object.keys(mocks.urls)).toHaveLength(5);
    const answers = await Promise.all(
      [
        ["skilvul", "provinces.list"],
        ["toolzz", "plans.list"],
        ["academy-of-mine", "courses.list"],
        ["scalev", "catalog.listItems"],
        ["scalev", "businessOrders.list"],
      ].map(([vendor = "", operation = ""]) => kelaskit(["call", vendor, operation], { env: mocks.env })),
    );
    expect(answers.map(({ code, stderr }) => ({ code, stderr }))).toEqual(
      answers.map(() => ({ code: 0, stderr: "" })),
    );
    expect(await mocks.stop()).toEqual({ code: 0 });
  });

  it("rejects an invalid host before anything is served", async () => {
    const { code, stderr } = await kelaskit(["mock", "toolzz", "--allow-host", "http://mock.internal"]);
    expect(code).toBe(2);
    expect(stderr).toContain('"http://mock.internal" is not a host');
  });

  it("names the port that is in use", async () => {
    await using other = await serve((_request, response) => void response.end());
    const port = new URL(other.origin).port;
    const { code, stderr } = await kelaskit(["mock", "toolzz", "--port", port]);
    expect(code).toBe(2);
    expect(stderr).toContain(`127.0.0.1:${port} (EADDRINUSE)`);
  });

  it("prints variables for a shell on a terminal, as invented", async () => {
    const context = fakeContext({
      write(text) {
        context.printed.push(String(text));
        // It listens once this is printed: now it may stop.
        process.emit("SIGTERM");
        return Promise.resolve();
      },
    });
    expect(await runProgram(["mock", "skilvul"], context)).toBe(0);
    expect(context.printed.join("")).toMatch(
      /credentials are invented.*export SKILVUL_BASE_URL='http:\/\/127\.0\.0\.1:\d+'\nexport SKILVUL_CLIENT_ID='demo'/s,
    );
  });
});
