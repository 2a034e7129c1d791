import { readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { connectCommand, serveInProcess } from "./support.ts";

const root = path.join(import.meta.dirname, "../../../..");

interface Listed {
  readonly name: string;
  readonly title: string;
}

const listed = (
  JSON.parse(readFileSync(path.join(root, "docs/guides.json"), "utf8")) as readonly {
    readonly guides: readonly Listed[];
  }[]
).flatMap(({ guides }) => guides);

const expected = listed.map(({ name, title }) => ({ name, title, uri: `kelaskit://guides/${name}` }));

describe("the guides", () => {
  it("are resources, in the order of docs/guides.json", async () => {
    const { client } = await serveInProcess(["skilvul"]);
    const { resources } = await client.listResources();
    expect(resources).toMatchObject(expected);
    expect(resources).toHaveLength(expected.length);
  });

  it("come with the command, where there is no repository", async () => {
    const client = await connectCommand(["skilvul", "--mock"]);
    const { resources } = await client.listResources();
    expect(resources).toMatchObject(expected);
    for (const { uri } of resources) {
      const { contents } = await client.readResource({ uri });
      expect(contents).toEqual([
        { uri, mimeType: "text/markdown", text: expect.stringMatching(/^# /m) as string },
      ]);
    }
  });

  it("link only to each other and to web pages", async () => {
    const client = await connectCommand(["skilvul", "--mock"]);
    const { resources } = await client.listResources();
    const files = new Set(resources.map(({ name }) => `${name}.md`));
    for (const { uri } of resources) {
      const { contents } = await client.readResource({ uri });
      const text = contents.map((part) => ("text" in part ? part.text : "")).join("");
      const prose = text.replaceAll(/^```[^]*?^```/gm, "").replaceAll(/`[^`\n]*`/g, "");
      const targets = [...prose.matchAll(/\]\(([^)\s#]+)/g)].map(([, target = ""]) => target);
      expect(targets.filter((target) => !target.startsWith("https:") && !files.has(target))).toEqual([]);
    }
  });

  it("that do not exist are named as such", async () => {
    const { client } = await serveInProcess(["skilvul"]);
    await expect(client.readResource({ uri: "kelaskit://guides/nothing" })).rejects.toThrow(
      /kelaskit:\/\/guides\/nothing/,
    );
    await expect(client.readResource({ uri: "kelaskit://guides/../../package.json" })).rejects.toThrow(
      /not found/,
    );
  });
});
