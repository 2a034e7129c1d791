import { expect, it } from "vitest";
import { catalog } from "../../src/routes/match/catalog.ts";
import titles from "../../src/routes/titles.json" with { type: "json" };
import { readFacts, resourceFiles } from "../support/facts.ts";

const facts = new Map(resourceFiles.flatMap((file) => readFacts(file)).map((fact) => [fact.operation, fact]));
const { operations } = catalog();

it("has every operation once, under the route that it is declared with", () => {
  expect(Object.keys(titles).toSorted()).toEqual([...facts.keys()].toSorted());
  expect(operations.map(({ name, method, path }) => [name, `${method} ${path}`])).toEqual(
    Object.keys(titles).map((name) => [name, `${facts.get(name)?.method} ${facts.get(name)?.path}`]),
  );
});

it("has the parameters of each operation, after which variables are named", () => {
  for (const { name, variables, otherParameters } of operations) {
    const documented = facts.get(name)?.parameters.map((parameter) => parameter.name) ?? [];
    expect([...variables, ...otherParameters].toSorted(), name).toEqual(documented.toSorted());
  }
});

it("keeps words of titles, no sentences", () => {
  for (const [name, title] of Object.entries(titles))
    expect(title, name).toMatch(/^([\p{Ll}\p{N}]+( [\p{Ll}\p{N}]+){0,23})?$/u);
  expect(Object.values(titles).filter((title) => title === "")).toHaveLength(8);
});
