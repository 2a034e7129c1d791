import { readFileSync } from "node:fs";
import path from "node:path";
import { expect, it } from "vitest";
import { workspaceRoot } from "../lib/workspace.ts";
import { drawTerminal } from "../readme/picture.ts";
import { recordDemo } from "../readme/recording.ts";

it("the picture in the README is what the demo prints today", () => {
  const drawn = readFileSync(path.join(workspaceRoot, "docs/demo.svg"), "utf8");
  expect(drawn, "draw it again: npx -y pnpm@12.21.0 readme:picture").toBe(drawTerminal(recordDemo()));
});

it("a terminal is drawn as text with a title, each word at its place", () => {
  const plain = { bold: false, dim: false, color: undefined };
  const svg = drawTerminal([
    [{ ...plain, text: "a <b>" }],
    [{ ...plain, color: "green", text: "one   two" }],
  ]);
  expect(svg).toContain('<title id="title">');
  expect(svg).toContain(">a &lt;b&gt;</tspan>");
  expect(svg).toContain(
    '<tspan x="18" textLength="24" lengthAdjust="spacingAndGlyphs" class="green">one</tspan>',
  );
  expect(svg).toContain(
    '<tspan x="66" textLength="24" lengthAdjust="spacingAndGlyphs" class="green">two</tspan>',
  );
});
