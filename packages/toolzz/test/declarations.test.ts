import type { AnyDeclaration } from "@kelaskit/core/vendor";
import { expect, it } from "vitest";
import { auth, classes, contents, courses, library, plans, reports, schools, users } from "../src/index.ts";

interface Declared {
  readonly declaration: AnyDeclaration;
}

const modules: Readonly<Record<string, Readonly<Record<string, Declared>>>> = {
  auth,
  plans,
  users,
  courses,
  classes,
  contents,
  library,
  reports,
  schools,
};

const operations = Object.entries(modules).flatMap(([resource, module]) =>
  Object.entries(module).map(([method, { declaration }]) => ({ name: `${resource}.${method}`, declaration })),
);

const routes: readonly (readonly [name: string, route: string])[] = [
  ["auth.login", "POST /api/auth/login"],
  ["auth.sso", "POST /api/auth/sso"],
  ["plans.list", "GET /api/plans/"],
  ["plans.listUsers", "GET /api/plans/{planUuid}/users"],
  ["plans.enroll", "POST /api/plans/{planUuid}"],
  ["plans.removeUser", "DELETE /api/plans/{planUuid}"],
  ["users.create", "POST /api/users"],
  ["users.update", "PUT /api/users/{userId}"],
  ["users.find", "GET /admin/users/getUserInformation"],
  ["courses.list", "GET /api/courses/all/{typeId}"],
  ["classes.attach", "POST /api/classes/{classId}/attach"],
  ["classes.detach", "POST /api/classes/{classId}/detach"],
  ["contents.list", "GET /api/content"],
  ["library.list", "GET library: /institution/library/contents"],
  ["library.get", "GET library: /institution/library/contents/{id}"],
  ["library.create", "POST library: /institution/library/contents"],
  ["library.update", "PATCH library: /institution/library/contents/{id}"],
  ["library.delete", "DELETE library: /institution/library/contents/{id}"],
  ["reports.listProgress", "GET /api/reports/institution/percentage"],
  ["reports.listSchoolProgress", "GET /api/reports/school/{schoolId}/percentage"],
  ["reports.listMembers", "GET institution: /api/v1/reports/members"],
  ["reports.listNotEnrolled", "GET institution: /api/v1/reports/students/not-enrolled"],
  ["schools.list", "GET institution: /api/v1/schools"],
];

it("declares all 23 operations", () => {
  expect(operations.map(({ name }) => name).toSorted()).toEqual(routes.map(([name]) => name).toSorted());
});

it.for(routes)("%s is %s, as the vendor prints it", ([name, route]) => {
  const declaration = operations.find((operation) => operation.name === name)?.declaration;
  const server = declaration?.server === undefined ? "" : `${declaration.server}: `;
  expect(`${declaration?.method} ${server}${declaration?.path}`).toBe(route);
  expect(declaration?.evidence).toBe("documented");
});

it("only the login is idempotent, and it carries no token", () => {
  const repeatable = ({ idempotent, safe }: AnyDeclaration): boolean => idempotent === true || safe === true;
  const declared = operations.filter(({ declaration }) => repeatable(declaration));
  expect(declared.map(({ name }) => name)).toEqual(["auth.login"]);
  expect(auth.login.declaration).toMatchObject({ auth: false, tokenRequest: true });
});
