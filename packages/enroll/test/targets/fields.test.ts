import { createAcademyOfMine } from "@kelaskit/academy-of-mine";
import { createSkilvul } from "@kelaskit/skilvul";
import { createToolzz } from "@kelaskit/toolzz";
import { describe, expect, it } from "vitest";
import { academyCourse, academyLearningPath } from "../../src/targets/academy-of-mine.ts";
import { skilvulOrders } from "../../src/targets/skilvul.ts";
import { type Target, targetFields } from "../../src/index.ts";
import { toolzzClass, toolzzPlan } from "../../src/targets/toolzz.ts";

const academy = createAcademyOfMine({ portal: "demo", token: "token" });
const skilvul = createSkilvul({ clientId: "id", clientSecret: "secret" });
const toolzz = createToolzz({ email: "a@example.com", institutionCode: "code", password: "password" });
const planUuid = "3f0c9a52-6c1d-4b7e-9a54-2f1f6f4b8d10";

const bare: readonly Pick<Target, "name" | "fields" | "parse">[] = [
  skilvulOrders(skilvul),
  academyCourse(academy),
  academyLearningPath(academy),
  toolzzPlan(toolzz),
  toolzzClass(toolzz),
];

describe("targetFields", () => {
  it.each(bare.map((target) => [target.name, target] as const))("has the fields of %s", (name, target) => {
    expect(Object.entries(targetFields)).toContainEqual([name, target.fields]);
  });

  it.each(bare.map((target) => [target.name, target] as const))("has a right row for %s", (_, target) => {
    const row = Object.entries(target.fields).flatMap(([field, { example }]) =>
      example === undefined ? [] : [[field, example] as const],
    );
    expect(target.parse(Object.fromEntries(row))).toHaveProperty("row");
  });

  it.each([
    [academyCourse(academy, { courseId: 12 }), "courseId"],
    [academyLearningPath(academy, { learningPathId: 3 }), "learningPathId"],
    [toolzzPlan(toolzz, { planUuid }), "planUuid"],
    [toolzzPlan(toolzz, { schools: [1] }), "schools"],
    [toolzzClass(toolzz, { classId: "7" }), "classId"],
  ] as const)("needs no column for what a setting says", ({ fields }, field) => {
    expect(fields[field]).toMatchObject({ required: false, setting: field });
  });
});
