// What the site makes of Markdown.
import { describe, expect, it } from "vitest";
import { headingId } from "../site/heading-id.ts";
import { plainMarkdown } from "../site/llms.ts";
import { searchOptions } from "../site/search.ts";

describe("the address of a heading", () => {
  it.for([
    ["1. Get the packages", "1-get-the-packages"],
    ["After a failure: error.outcome", "after-a-failure-erroroutcome"],
    ["Is this route real?", "is-this-route-real"],
    ["Ética e café", "ética-e-café"],
  ])("%s", ([heading = "", id]) => {
    expect(headingId(heading)).toBe(id);
  });
});

describe("a page of operations for language models", () => {
  it("is plain Markdown", () => {
    const page = [
      "---",
      "title: Skilvul orders",
      "---",
      "",
      "## orders.create {#create}",
      '<OperationRoute method="POST" path="/v1/orders" evidence="deduced" />',
      "<h3>Example</h3>",
      "::: code-group",
      "```ts [TypeScript]",
      "await call();",
      "```",
      ":::",
      "",
    ].join("\n");
    expect(plainMarkdown(page)).toBe(
      [
        "## orders.create",
        "`POST /v1/orders` (deduced)",
        "### Example",
        "TypeScript:",
        "",
        "```ts",
        "await call();",
        "```",
        "",
      ].join("\n"),
    );
  });
});

describe("the search", () => {
  const { tokenize, processTerm } = searchOptions.miniSearch?.options ?? {};

  it("finds parts of names, and whole names of operations", () => {
    expect(tokenize?.("orders.create, RateLimitError")).toEqual([
      "orders.create",
      "orders",
      "create",
      "RateLimitError",
      "Rate",
      "Limit",
      "Error",
    ]);
  });

  it.for([
    ["Retries", "retry"],
    ["limits", "limit"],
    ["certificates", "certificate"],
    ["access", "access"],
    ["the", null],
  ] as const)("takes %s for %s", ([word, term]) => {
    expect(processTerm?.(word)).toBe(term);
  });
});
