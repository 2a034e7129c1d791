import { expect, it } from "vitest";
import rows from "../../src/routes/catalogue.json" with { type: "json" };
import { readFacts, resourceFiles } from "../support/facts.ts";

const facts = new Map(resourceFiles.flatMap((file) => readFacts(file)).map((fact) => [fact.operation, fact]));

it("has every operation once, under the route that it is declared with", () => {
  expect(rows.map(({ id }) => id).toSorted()).toEqual([...facts.keys()].toSorted());
  expect(Object.fromEntries(rows.map(({ id, method, path }) => [id, `${method} ${path}`]))).toEqual(
    Object.fromEntries(
      [...facts.values()].map(({ operation, method, path }) => [operation, `${method} ${path}`]),
    ),
  );
});

it("names only parameters that the operations take, since a route's variables get these names", () => {
  const unknown = rows.flatMap(({ id, path, pathParams, query, body }) => {
    const taken = new Set(facts.get(id)?.parameters.map(({ name }) => name));
    const variables = [...path.matchAll(/\{(\w+)\}/g)].map(([, name = ""]) => name);
    return [...variables, ...pathParams, ...query, ...body]
      .filter((name) => !taken.has(name))
      .map((name) => `${id}: ${name}`);
  });
  expect(unknown).toEqual([]);
});

it("keeps words of titles, no sentences", () => {
  for (const { id, title } of rows) expect(title, id).toMatch(/^([\p{Ll}\p{N}]+( [\p{Ll}\p{N}]+){0,23})?$/u);
  expect(rows.filter(({ title }) => title === "")).toHaveLength(8);
});
