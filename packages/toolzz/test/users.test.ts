import { failureOf } from "@kelaskit/test-support/failure";
import { InvalidParamsError, NotFoundError, ValidationError } from "@kelaskit/core";
import { describe, expect, it } from "vitest";
import type { CreateUserParams, FindUserParams } from "../src/index.ts";
import { countRequests } from "@kelaskit/test-support/count-requests";
import { ids, learner, setUp } from "./helpers.ts";

const newUser: CreateUserParams = {
  email: "new@example.com",
  name: "Novo Exemplo",
  schools: [1, 2],
  permission: 4,
};

describe("users.create", () => {
  it("registers a user, who can then be found", async () => {
    const { toolzz } = setUp();
    const { data } = await toolzz.users.create({ ...newUser, cpf: "00000000003" });
    expect(data).toMatchObject({ nome_completo: "Novo Exemplo", permissao: "4", escola_id: 1 });
    const found = await toolzz.users.find({ by: "cpf", value: "000.000.000-03" });
    expect(found.data?.id).toBe(data.id);
  });

  it("is not retried when its reply is lost", async () => {
    const { mock, toolzz } = setUp();
    mock.fail("users.create", { lost: "reply" });
    expect(await failureOf(toolzz.users.create(newUser))).toMatchObject({ outcome: "unknown", attempts: 1 });
    expect(countRequests(mock)["users.create"]).toBe(1);
  });

  it("names the field that the vendor rejects", async () => {
    const { toolzz } = setUp();
    const error = await failureOf(toolzz.users.create({ ...newUser, email: learner.email }));
    expect(error).toBeInstanceOf(ValidationError);
    expect(error).toHaveProperty("fields", [
      { field: "email", message: "The email has already been taken." },
    ]);
  });

  it("keeps no password in the mock", async () => {
    const { mock, toolzz } = setUp();
    const { data } = await toolzz.users.create({ ...newUser, password: "a-new-password" });
    expect(JSON.stringify(mock.store.users.get(data.id))).not.toContain("a-new-password");
  });

  it.for([
    [{ permission: 1 }, "permission: expected one of 2, 3, 4, 5"],
    [{ permission: "4" }, "permission: expected one of 2, 3, 4, 5"],
    [{ schools: [] }, "schools: expected at least 1 entry"],
    [{ email: "new@" }, "email: expected an e-mail address"],
    [{ name: "" }, "name: expected a non-empty string"],
    [{ birth_date: "01/01/2000" }, "birth_date: expected a date in the form YYYY-MM-DD"],
  ] as const)("refuses %j before anything is sent", async ([slip, message]) => {
    const { mock, toolzz } = setUp();
    const error = await failureOf(toolzz.users.create({ ...newUser, ...slip } as CreateUserParams));
    expect(error).toBeInstanceOf(InvalidParamsError);
    expect(error).toHaveProperty("message", expect.stringContaining(message));
    expect(mock.requests).toEqual([]);
  });
});

describe("users.update", () => {
  it("sends the changes in a nested object", async () => {
    const { mock, toolzz } = setUp();
    const { user } = await toolzz.users.update({
      userId: ids.learner,
      user: { name: "Aluna Nova", address: { cep: "00000-000", number: 7 } },
    });
    expect(user).toMatchObject({ id: 2, name: "Aluna Nova", address: { number: 7 } });
    expect(mock.requests.at(-1)).toMatchObject({
      method: "PUT",
      path: "/api/users/2",
      params: { user: { name: "Aluna Nova", address: { cep: "00000-000", number: 7 } } },
    });
  });

  it("keeps omitted fields", async () => {
    const { mock, toolzz } = setUp();
    await toolzz.users.update({ userId: "2", user: { phone: "0800" } });
    expect(mock.store.users.get(2)).toMatchObject({ name: "Aluna Exemplo", phone: "0800", schools: [1] });
  });

  it("is retried when the server fails", async () => {
    const { mock, toolzz } = setUp();
    mock.fail("users.update", { status: 503, retryAfter: 0 });
    await toolzz.users.update({ userId: 2, user: { phone: "0800" } });
    expect(countRequests(mock)["users.update"]).toBe(2);
  });

  it("an unknown user is a NotFoundError", async () => {
    const { toolzz } = setUp();
    await expect(toolzz.users.update({ userId: 999, user: { name: "?" } })).rejects.toThrow(NotFoundError);
  });

  const refused: readonly (readonly [changes: object, message: string])[] = [
    [{}, "user: must contain at least one field to change"],
    [{ name: undefined }, "user: must contain at least one field to change"],
    [{ birth_date: "2000-02-30" }, "user.birth_date: expected a date in the form YYYY-MM-DD"],
    [{ email: "nobody" }, "user.email: expected an e-mail address"],
    [{ nome: "?" }, "user.nome: unknown parameter"],
    [{ address: { number: "7" } }, "user.address.number: expected a number"],
  ];

  it.for(refused)("refuses %j before anything is sent", async ([user, message]) => {
    const { mock, toolzz } = setUp();
    const error = await failureOf(toolzz.users.update({ userId: 2, user }));
    expect(error).toBeInstanceOf(InvalidParamsError);
    expect(error).toHaveProperty("message", expect.stringContaining(message));
    expect(mock.requests).toEqual([]);
  });
});

describe("users.find", () => {
  it("finds by e-mail address, on a path without /api", async () => {
    const { mock, toolzz } = setUp();
    const { data } = await toolzz.users.find({ by: "email", value: learner.email });
    expect(data).toMatchObject({ id: ids.learner, cpf: "00000000001" });
    expect(mock.requests.at(-1)?.path).toBe(
      "/admin/users/getUserInformation?by=email&value=learner%40example.com",
    );
  });

  it("finds by CPF, with dots or without", async () => {
    const { toolzz } = setUp();
    for (const value of ["00000000001", "000.000.000-01"]) {
      expect((await toolzz.users.find({ by: "cpf", value })).data?.id).toBe(ids.learner);
    }
  });

  it("an unknown user is a NotFoundError", async () => {
    const { toolzz } = setUp();
    const call = toolzz.users.find({ by: "email", value: "nobody@example.com" });
    await expect(call).rejects.toThrow(NotFoundError);
  });

  const refused: readonly (readonly [params: object, message: string])[] = [
    [{ by: "email", value: "00000000001" }, "value: must be an e-mail address"],
    [{ by: "cpf", value: "learner@example.com" }, "value: must be a CPF of 11 digits"],
    [{ by: "cpf", value: "0000000001" }, "value: must be a CPF of 11 digits"],
    [{ by: "email", value: "" }, "value: expected a non-empty string"],
    [{ by: "id", value: "2" }, 'by: expected one of "email", "cpf"'],
  ];

  it.for(refused)("refuses %j before anything is sent", async ([params, message]) => {
    const { mock, toolzz } = setUp();
    const error = await failureOf(toolzz.users.find(params as FindUserParams));
    expect(error).toBeInstanceOf(InvalidParamsError);
    expect(error).toHaveProperty("message", expect.stringContaining(message));
    expect(mock.requests).toEqual([]);
  });
});
