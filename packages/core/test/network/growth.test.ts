import { byDepth } from "@kelaskit/test-support/depth";
import { failureOf } from "@kelaskit/test-support/failure";
import { describe, expect, it } from "vitest";
import * as z from "zod";
import { ApiError, type DriftReport, ResponseMismatchError, ValidationError } from "../../src/index.ts";
import { type ErrorReader, type NoParams, operation } from "../../src/vendor.ts";
import { sampleClient, sampleVendor } from "../support/sample-vendor.ts";

interface Row {
  readonly email: string;
  readonly password: string;
}

const uploadUsers = operation<{ readonly rows: readonly Row[] }, unknown>({
  name: "users.bulkUpload",
  method: "POST",
  path: "/users/bulk",
  evidence: "documented",
  secretParams: ["rows"],
  params: () =>
    z.strictObject({ rows: z.array(z.strictObject({ email: z.string(), password: z.string() })) }),
  response: () => z.unknown(),
});
const login = operation<{ readonly password: string }, unknown>({
  name: "auth.login",
  method: "POST",
  path: "/login",
  evidence: "documented",
  secretParams: ["password"],
  params: () => z.strictObject({ password: z.string() }),
  response: () => z.unknown(),
});
const read = operation<NoParams, unknown>({
  name: "things.read",
  method: "GET",
  path: "/thing",
  evidence: "documented",
  response: () => z.looseObject({ id: z.int() }),
});

interface RowErrors {
  readonly message: string;
  readonly errors: readonly { readonly field: string; readonly message: string }[];
}

/** A vendor that names each row that it found wrong. */
const readRows: ErrorReader = ({ status, body }) => {
  if (status < 400) return undefined;
  const { message, errors } = body as RowErrors;
  return { message, fields: errors };
};

describe("a 422 that repeats all rows of a bulk upload", () => {
  it.each(byDepth({ usual: [1200], deep: [400, 2000] }))(
    "names every row and shows none of their secrets: %i rows",
    async (count) => {
      const rows = Array.from({ length: count }, (_, index) => ({
        email: `siswa-${index}@warung.example`,
        password: `sandi+${index}&rahasia/9`,
      }));
      const vendor = sampleVendor(() =>
        Response.json(
          {
            message: `${count} rows are wrong`,
            errors: rows.map(({ email, password }, index) => ({
              field: `rows[${index}]`,
              message: `${email} with "${password}" is known`,
            })),
            rows,
          },
          { status: 422 },
        ),
      );

      const error = await failureOf(
        uploadUsers(sampleClient(vendor, {}, { readError: readRows }), { rows }),
        ValidationError,
      );

      expect(error.message).toContain(`POST /users/bulk 422: ${count} rows are wrong`);
      expect(error.fields).toHaveLength(Math.min(count, 1000));
      expect(error.fields[1]).toEqual({ field: "rows[1]", message: '[redacted] with "[redacted]" is known' });
      const shown = JSON.stringify(error);
      expect(shown).not.toContain("siswa-");
      expect(shown).not.toContain("rahasia");
    },
  );
});

/** A JSON text so deep. */
const nested = (depth: number, core = '"rahasia-sekali"'): string =>
  `${'{"a":['.repeat(depth / 2)}${core}${"]}".repeat(depth / 2)}`;

describe("a body that is nested very deep", () => {
  const depths = [5000, 100_000];

  it.each(depths)("as an error is the vendor's error: %i levels", async (depth) => {
    const vendor = sampleVendor(() => new Response(nested(depth), { status: 400 }));

    const error = await failureOf(login(sampleClient(vendor), { password: "rahasia-sekali" }), ApiError);

    expect(error).toMatchObject({ status: 400, outcome: "refused" });
    expect(() => structuredClone(error.toJSON())).not.toThrow();
    expect(JSON.stringify(error)).not.toContain("rahasia-sekali");
  });

  it.each(depths)("in a reply of another shape is drift, or refused by strict: %i levels", async (depth) => {
    const vendor = sampleVendor(() => new Response(nested(depth)));

    await expect(read(sampleClient(vendor))).resolves.toHaveProperty("a");
    await failureOf(read(sampleClient(vendor, { validation: "strict" })), ResponseMismatchError);
  });

  it.each(depths)("with a long number at its end is read all the same: %i levels", async (depth) => {
    const vendor = sampleVendor(() => new Response(nested(depth, "9007199254740993")));

    const reports: DriftReport[] = [];
    const client = sampleClient(vendor, { onDrift: (report) => void reports.push(report) });

    await expect(read(client)).resolves.toHaveProperty("a");
    expect(reports[0]?.issues.map(({ received }) => received)).toContainEqual(
      expect.stringContaining("a larger number, rounded"),
    );
    await failureOf(read(sampleClient(vendor, { validation: "strict" })), ResponseMismatchError);
  });
});

describe("a secret of 40,000 characters", () => {
  const characters = String.raw`(a+)[b]*\c{1,3}|^$."'&<%41`;
  const password = characters.repeat(Math.ceil(40_000 / characters.length));

  it("is taken out of whatever repeats it, and never made into an expression", async () => {
    const vendor = sampleVendor(() =>
      Response.json({ message: `not ${password}`, got: password, [password]: 1 }, { status: 400 }),
    );
    const readError: ErrorReader = ({ status, body }) =>
      status < 400 ? undefined : { message: (body as { message: string }).message };

    const error = await failureOf(login(sampleClient(vendor, {}, { readError }), { password }), ApiError);

    expect(error.message).toBe("sample auth.login: POST /login 400: not [redacted]…");
    expect(error.body).toEqual({ message: "not [redacted]", got: "[redacted]", "[redacted]…": 1 });
  });

  it("is taken out of a page that is no JSON", async () => {
    const vendor = sampleVendor(() => new Response(`<p>${password}</p>`, { status: 500 }));

    const error = await failureOf(login(sampleClient(vendor), { password }), ApiError);

    expect(error.body).toBe("<p>[redacted]");
  });
});
