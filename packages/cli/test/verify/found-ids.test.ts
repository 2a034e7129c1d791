import { describe, expect, it } from "vitest";
import { CleanNames } from "../../src/verify/clean-names.ts";
import { belongTogether, FoundIds, idName } from "../../src/verify/found-ids.ts";
import { nameParts, nameWords } from "../../src/verify/name-words.ts";

function valuesOf(found: FoundIds, entity: string, kind: string, loosely = false): readonly unknown[] {
  const wanted = { entity, kind, resource: "course", isBare: false };
  return [...new Set(found.find(wanted, loosely).map(({ value }) => value))];
}

describe("the words of a name", () => {
  it.each([
    ["course_id", ["course", "id"]],
    ["courseIds", ["course", "id"]],
    ["learningPathCategories", ["learning", "path", "category"]],
    ["Course IDs", ["course", "id"]],
    ["statusRowId", ["status", "row", "id"]],
    ["classes", ["class"]],
    ["media", ["media"]],
    ["", []],
  ])("%s are %j", (name, words) => {
    expect(nameWords(name)).toEqual(words);
  });

  it.each([
    ["courses.list", { resource: "course", noun: "", isList: true }],
    ["users.listEnrolledCourses", { resource: "user", noun: "enrolled course", isList: true }],
    ["pdfModules.get", { resource: "pdf module", noun: "", isList: false }],
  ])("tell what %s is about", (name, parts) => {
    expect(nameParts(name)).toEqual(parts);
  });
});

describe("the identifiers of replies", () => {
  it.each([
    ["course_id", { entity: "course", kind: "id" }],
    ["studentId", { entity: "user", kind: "id" }],
    ["uuid", { entity: "", kind: "uuid" }],
    ["title", undefined],
    ["paid", undefined],
  ])("are recognized by their names: %s", (name, expected) => {
    expect(idName(name)).toEqual(expected);
  });

  it("belong to what the operation lists", () => {
    const found = new FoundIds();
    found.collect("courses.list", {}, { records: [{ id: 7, title: "Pottery" }, { id: 9 }], total: 2 });
    expect(valuesOf(found, "course", "id")).toEqual([7, 9]);
  });

  it("belong to the field that contains them", () => {
    const found = new FoundIds();
    found.collect("orders.get", {}, { id: "o1", customer: { id: "c1" }, products: [{ uuid: "p1" }] });
    expect(valuesOf(found, "customer", "id")).toEqual(["c1"]);
    expect(valuesOf(found, "product", "uuid")).toEqual(["p1"]);
    expect(valuesOf(found, "order", "id")).toEqual(["o1"]);
  });

  it("are of a kind of something only if one looks loosely", () => {
    const found = new FoundIds();
    found.collect("pdfModules.list", {}, [{ id: 3 }]);
    expect(valuesOf(found, "module", "id")).toEqual([]);
    expect(valuesOf(found, "module", "id", true)).toEqual([3]);
  });

  it("know what they were found in", () => {
    const found = new FoundIds();
    found.collect("courses.listLearners", { course_id: 2 }, [{ user_id: 5 }]);
    found.collect("courses.list", {}, [{ id: 1 }, { id: 2 }]);
    const learners = found.find({ entity: "user", kind: "id", resource: "course", isBare: false }, false);
    const courses = found.find({ entity: "course", kind: "id", resource: "course", isBare: false }, false);
    expect(
      courses
        .filter((course) => learners.some((learner) => belongTogether(course, learner)))
        .map(({ value }) => value),
    ).toEqual([2]);
  });

  it("are read from replies of any depth and size", () => {
    let deep: unknown = { id: 1 };
    for (let level = 0; level < 20_000; level += 1) deep = [deep];
    const found = new FoundIds();
    found.collect("courses.list", {}, deep);
    const wide = Array.from({ length: 100_000 }, (_, id) => ({ id }));
    found.collect("courses.list", {}, wide);
    expect(valuesOf(found, "course", "id")).toEqual([0, 1, 2, 3, 4]);
  });
});

describe("a name that no declaration contains", () => {
  const names = new CleanNames(new Set(["email", "ada@example.com"]));
  names.see({ who: "Siti Aminah", list: ["kelas-7"], seats: 12, deep: [{ note: "Pottery for all" }] });

  it.each([
    ["email", true],
    ["ada@example.com", true],
    ["nextPageToken", true],
    ["created_at", true],
    ["siti", false],
    ["Pottery", false],
    ["pottery_class", false],
    ["user@example.com", false],
    ["a b", false],
    ["12", false],
    ["order20260131", false],
    ["a1b2", false],
    ["x".repeat(41), false],
    ["", false],
  ])("%j is written as it is: %s", (name, isField) => {
    expect(names.isField(name)).toBe(isField);
  });

  it("is replaced in a reply, and in paths that were written before", () => {
    expect(names.clean({ email: 1, siti: [{ "a b": 2 }] })).toEqual({ email: 1, "*": [{ "*": 2 }] });
    expect(names.path("email.siti[].created_at")).toBe("email.*[].created_at");
  });
});
