import { failureOf } from "@kelaskit/test-support/failure";
import { InvalidParamsError } from "@kelaskit/core";
import { describe, expect, it } from "vitest";
import type { UpdateUserParams } from "../src/index.ts";
import { ids, setUp } from "./helpers.ts";

type Changes = Omit<UpdateUserParams, "userId">;

const refused: readonly (readonly [changes: Changes, messages: readonly string[]])[] = [
  [{}, ["firstName: is required without another field, got nothing"]],
  [{ cityId: ids.city }, ["provinceId: is required with cityId, got nothing"]],
  [{ provinceId: ids.province }, ["cityId: is required with provinceId, got nothing"]],
  [{ provinceId: ids.province, cityId: null }, ["cityId: is required with provinceId, got null"]],
  [
    { schoolId: ids.school },
    [
      "schoolGradeId: is required with schoolId, got nothing",
      "schoolProvinceId: is required with schoolId, got nothing",
    ],
  ],
  [
    { otherSchoolName: "SMA Contoh", schoolGradeId: ids.grade },
    ["schoolProvinceId: is required with otherSchoolName, got nothing"],
  ],
  [
    { schoolId: ids.school, schoolProvinceId: ids.province },
    ["schoolGradeId: is required with schoolId, got nothing"],
  ],
  ...["17/05/2001", "2001-02-30", "2001-13-01", "2001-05-17T25:00:00Z", "2001", ""].map(
    (birthDate) => [{ birthDate }, ["birthDate: must be a date in ISO 8601, got "]] as const,
  ),
  [
    { gender: "male" as "MALE" },
    [
      'gender: expected one of "MALE", "FEMALE", "NOT_SPECIFIED", got a string of 4 characters; did you mean "MALE"?',
    ],
  ],
];

const accepted: readonly Changes[] = [
  { lastName: "" },
  { provinceId: ids.province, cityId: ids.city },
  { provinceId: null, cityId: null },
  { schoolId: ids.school, schoolGradeId: ids.grade, schoolProvinceId: ids.province },
  { schoolId: null, otherSchoolName: "SMA Contoh", schoolGradeId: ids.grade, schoolProvinceId: ids.province },
  { schoolId: null, otherSchoolName: null },
  { birthDate: "2001-05-17" },
  { birthDate: "2020-11-10T00:00:00.000Z" },
  { birthDate: "2020-11-10T07:00:00+07:00" },
  { gender: "FEMALE" },
];

describe("users.update", () => {
  it.for(refused)("refuses %j before anything is sent", async ([changes, messages]) => {
    const { mock, skilvul } = setUp();
    const error = await failureOf(skilvul.users.update({ userId: ids.learner, ...changes }));
    expect(error).toBeInstanceOf(InvalidParamsError);
    for (const message of messages) expect(error).toHaveProperty("message", expect.stringContaining(message));
    expect((error as InvalidParamsError).issues).toHaveLength(messages.length);
    expect(mock.requests).toEqual([]);
  });

  it.for(accepted)("sends %j unchanged", async (changes) => {
    const { mock, skilvul } = setUp();
    await skilvul.users.update({ userId: ids.learner, ...changes });
    expect(mock.requests.at(-1)?.params).toEqual({ userId: ids.learner, ...changes });
  });
});

it("an empty id is refused", async () => {
  const { mock, skilvul } = setUp();
  await expect(skilvul.users.get({ userId: "" })).rejects.toThrow("userId: expected a non-empty string");
  await expect(skilvul.users.get({ userId: ".." })).rejects.toThrow(InvalidParamsError);
  expect(mock.requests).toEqual([]);
});
