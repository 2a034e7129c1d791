import type { AnyDeclaration } from "@kelaskit/core/vendor";
import { expect, it } from "vitest";
import * as skilvul from "../src/index.ts";

function declarationOf(member: unknown): AnyDeclaration | undefined {
  return typeof member === "function" && "declaration" in member
    ? (member.declaration as AnyDeclaration)
    : undefined;
}

const operations = Object.entries(skilvul).flatMap(([resource, module]) =>
  typeof module === "object"
    ? Object.entries(module).flatMap(([method, member]) => {
        const declaration = declarationOf(member);
        return declaration === undefined ? [] : [{ name: `${resource}.${method}`, declaration }];
      })
    : [],
);

const routes: readonly (readonly [name: string, route: string, evidence: string])[] = [
  ["oauth.createToken", "POST /v1/oauth/token", "documented"],
  ["oauth.refreshToken", "POST /v1/oauth/token/refresh", "documented"],
  ["bundles.list", "GET /v1/bundles", "deduced"],
  ["bundles.count", "GET /v1/bundles/count", "proposed"],
  ["bundles.get", "GET /v1/bundles/{bundleId}", "deduced"],
  ["bundles.canBuy", "GET /v1/bundles/{bundleId}/can-buy", "proposed"],
  ["products.list", "GET /v1/products", "documented"],
  ["products.count", "GET /v1/products/count", "proposed"],
  ["products.get", "GET /v1/products/{productId}", "deduced"],
  ["products.canBuy", "GET /v1/products/{productId}/can-buy", "proposed"],
  ["addOns.get", "GET /v1/addons/{addOnId}", "deduced"],
  ["addOns.canBuy", "GET /v1/addons/{addOnId}/can-buy", "proposed"],
  ["orders.create", "POST /v1/orders", "deduced"],
  ["orders.validate", "POST /v1/orders/validate", "proposed"],
  ["provinces.list", "GET /v1/provinces", "observed"],
  ["provinces.get", "GET /v1/provinces/{provinceId}", "deduced"],
  ["cities.list", "GET /v1/cities", "observed"],
  ["cities.get", "GET /v1/cities/{cityId}", "deduced"],
  ["professions.list", "GET /v1/professions", "deduced"],
  ["schools.listGrades", "GET /v1/schools/grades", "observed"],
  ["schools.listTypes", "GET /v1/schools/types", "observed"],
  ["schools.list", "GET /v1/schools", "observed"],
  ["users.get", "GET /v1/users/{userId}", "observed"],
  ["users.update", "PUT /v1/users/{userId}", "observed"],
  ["users.resendVerification", "POST /v1/users/{userId}/resend-verification", "proposed"],
  ["users.logout", "POST /v1/users/{userId}/logout", "observed"],
];

it("declares all 26 operations", () => {
  expect(operations.map(({ name }) => name).toSorted()).toEqual(routes.map(([name]) => name).toSorted());
  expect(operations).toHaveLength(26);
});

it.for(operations)("$name is declared under its own name", ({ name, declaration }) => {
  expect(declaration.name).toBe(name);
});

it.for(routes)("%s is %s, %s", ([name, route, evidence]) => {
  const declaration = operations.find((operation) => operation.name === name)?.declaration;
  expect(`${declaration?.method} ${declaration?.path}`).toBe(route);
  expect(declaration?.evidence).toBe(evidence);
});

it("orders are not idempotent, validation is safe, token requests carry no token", () => {
  expect(skilvul.orders.create.declaration).not.toMatchObject({ idempotent: true });
  expect(skilvul.orders.create.declaration).not.toMatchObject({ safe: true });
  expect(skilvul.orders.validate.declaration).toMatchObject({ safe: true });
  for (const { declaration } of [skilvul.oauth.createToken, skilvul.oauth.refreshToken]) {
    expect(declaration).toMatchObject({ auth: false, tokenRequest: true, idempotent: true });
  }
});
