import * as fc from "fast-check";
import { byDepth } from "@kelaskit/test-support/depth";
import { describe, expect, it } from "vitest";
import { apply, newPlan, planFor, recordsOf, type School, schoolWith } from "./support.ts";

const runs = byDepth({ usual: 15, deep: 1000 });

/** A few people in a few courses, so that files and lists overlap. */
const person = fc
  .nat({ max: 11 })
  .map((number) => (number % 2 === 0 ? `p${number}@example.com` : `P${number}@Example.com`));
const course = fc.constantFrom("maths", "art");
const file = fc.array(fc.record({ email: person, course }), { minLength: 1, maxLength: 14 });
const list = fc.uniqueArray(
  person.map((email) => email.toLowerCase()),
  { maxLength: 10 },
);
const lists = fc.record({ maths: list, art: list });

type File = readonly { readonly email: string; readonly course: string }[];

/** Who shall be in a course: those in the file or, if it does not contain the course, those who are. */
function wanted(rows: File, members: readonly string[], name: string): readonly string[] {
  const own = rows.filter((row) => row.course === name).map(({ email }) => email.toLowerCase());
  return own.length === 0 ? members.toSorted() : [...new Set(own)].toSorted();
}

/** Nobody is added or taken out twice. */
function expectOnce({ sent }: School, rows: File): void {
  // One address may be in both courses.
  const most = new Set(rows.map((row) => row.course)).size;
  for (const operation of new Set(sent))
    expect(sent.filter((other) => other === operation).length).toBeLessThanOrEqual(most);
}

describe("whatever the file and the vendor's lists", () => {
  it("makes the lists equal to the file with remove, and to the union without", async () => {
    await fc.assert(
      fc.asyncProperty(file, lists, fc.boolean(), async (rows, members, remove) => {
        const school = schoolWith(members);
        const { plan } = await planFor(school, recordsOf(rows));
        expect(await apply(school, plan, { remove, maxRemovals: "100%" })).toMatchObject({ finished: true });
        for (const name of ["maths", "art"] as const) {
          const equal = wanted(rows, members[name], name);
          const union = [...new Set([...equal, ...members[name]])].toSorted();
          expect(school.members(name)).toEqual(remove ? equal : union);
        }
        // A second plan has nothing to do.
        if (remove)
          expect(await planFor(school, recordsOf(rows))).toMatchObject({ counts: { add: 0, remove: 0 } });
      }),
      { numRuns: runs },
    );
  });

  it("comes to the same when it is ended in the middle of any operation, any number of times", async () => {
    await fc.assert(
      fc.asyncProperty(
        file,
        lists,
        fc.array(fc.nat({ max: 12 }), { maxLength: 4 }),
        fc.boolean(),
        async (rows, members, ends, remove) => {
          let left = Infinity;
          let end = new AbortController();
          const school = schoolWith(members, {
            at(moment) {
              if (moment === "listing" || end.signal.aborted) return;
              left -= 1;
              if (left >= 0) return;
              end.abort();
              // Before: the request is never carried out. After: its reply is lost.
              throw new Error("the process has ended");
            },
          });
          const { plan } = await planFor(school, recordsOf(rows));
          const options = { remove, maxRemovals: "100%", concurrency: 2 } as const;
          for (const steps of ends) {
            left = steps;
            end = new AbortController();
            await apply(school, plan, { ...options, abandonSignal: end.signal });
          }
          left = Infinity;
          end = new AbortController();
          expect(await apply(school, plan, options)).toMatchObject({ finished: true });
          for (const name of ["maths", "art"] as const) {
            const equal = wanted(rows, members[name], name);
            const union = [...new Set([...equal, ...members[name]])].toSorted();
            expect(school.members(name)).toEqual(remove ? equal : union);
          }
          expectOnce(school, rows);
        },
      ),
      { numRuns: runs },
    );
  });

  it("never takes out more than the limit, whatever is missing in the file", async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 60 }), fc.nat({ max: 60 }), async (size, missing) => {
        const members = Array.from({ length: size }, (_, index) => `p${index}@example.com`);
        const school = schoolWith({ maths: members });
        const rows = ["new@example.com", ...members.slice(missing)].map((email) => ({
          email,
          course: "maths",
        }));
        const { plan } = await planFor(school, recordsOf(rows), { plan: newPlan() });
        await apply(school, plan, { remove: true }).catch((error: unknown) => {
          expect(error).toMatchObject({ problem: "too-many-removals" });
        });
        const removed = school.sent.filter((operation) => operation.startsWith("-")).length;
        expect(removed).toBeLessThanOrEqual(Math.max(5, Math.floor(size / 10)));
        expect(removed).toBeLessThan(size);
        expect([0, Math.min(missing, size)]).toContain(removed);
      }),
      { numRuns: runs },
    );
  });
});
