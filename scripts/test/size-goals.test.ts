import { expect, test } from "vitest";
import { missedGoals, sizeProblems } from "../size/goals.ts";

const small = {
  oneOperation: 10_000,
  limiter: 3000,
  extraOperationAverage: 100,
  extraOperationMost: 300,
  academyOperation: 900,
};
const baseline = { browser: small, node: small };

test("what is as big as before passes, and so do 5 % more and a few bytes", () => {
  const grown = { ...small, oneOperation: 10_500, extraOperationAverage: 130 };
  expect(sizeProblems({ browser: small, node: grown }, baseline)).toEqual([]);
});

test("more than 5 % over the baseline fails and says how to accept it", () => {
  const grown = { ...small, oneOperation: 10_501 };
  expect(sizeProblems({ browser: grown, node: small }, baseline)).toEqual([
    expect.stringMatching(/^browser, oneOperation: 10501 bytes, 5\.0 % more .*--update/),
  ]);
});

test("a further operation stays below its goal, whatever the baseline says", () => {
  const big = { ...small, extraOperationMost: 1025 };
  expect(sizeProblems({ browser: big, node: big }, { browser: big, node: big })).toEqual([
    expect.stringMatching(/^browser, extraOperationMost/),
    expect.stringMatching(/^node, extraOperationMost/),
  ]);
});

test("an operation of Academy of Mine stays below its goal, whatever the baseline says", () => {
  const big = { ...small, academyOperation: 2049 };
  expect(sizeProblems({ browser: big, node: small }, { browser: big, node: small })).toEqual([
    expect.stringMatching(/^browser, academyOperation/),
  ]);
});

test("a goal that is missed is said with every run", () => {
  const big = { ...small, oneOperation: 20_481 };
  expect(missedGoals({ browser: big, node: big })).toEqual([
    "browser: one operation is 1 bytes over the goal of 20480.",
  ]);
});
