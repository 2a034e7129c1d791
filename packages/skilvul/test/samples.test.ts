import type { Call, DriftReport } from "@kelaskit/core";
import { expect, test, vi } from "vitest";
import type { Skilvul } from "../src/index.ts";
import { ids, learner, setUp } from "./helpers.ts";

// The samples of the vendor's page. Where it folds a list's entry or an object away, an empty object stands here.
const token = {
  tokenType: "Bearer",
  accessToken: "aa9f3cdb7c5359d3621e58ee59c7feb31ec03da818d9a8dd939f3a8eff15e140",
  accessTokenExpiresAt: 1_587_448_713_231,
};
const order = { user: learner, bundleIds: [ids.bundle], productIds: [ids.product], addOnIds: [ids.addOn] };
const nothingRefused = { errorBundleIds: [], errorProductIds: [], errorAddOnIds: [] };

const samples: readonly (readonly [
  name: string,
  call: (skilvul: Skilvul) => Call<unknown>,
  sample: object,
])[] = [
  [
    "oauth.createToken",
    ({ oauth }) => oauth.createToken({ clientId: "YOUR_CLIENT_ID", clientSecret: "YOUR_CLIENT_SECRET" }),
    {
      ...token,
      refreshToken: "3fd78bb5eb4ce238701e16309e0c6f7d15d2b09bab40d3a7dd2eb4dd74d3dffr",
      refreshTokenExpiresAt: 1_587_967_113_231,
      error: null,
    },
  ],
  [
    "oauth.refreshToken",
    ({ oauth }) => oauth.refreshToken({ clientId: "YOUR_CLIENT_ID", refreshToken: "YOUR_REFRESH_TOKEN" }),
    { ...token, error: null },
  ],
  ["bundles.list", ({ bundles }) => bundles.list(), { bundles: [{}], totalBundles: 1, error: null }],
  ["bundles.count", ({ bundles }) => bundles.count(), { count: 1, error: null }],
  ["bundles.get", ({ bundles }) => bundles.get({ bundleId: ids.bundle }), { bundle: {}, error: null }],
  [
    "bundles.canBuy",
    ({ bundles }) => bundles.canBuy({ bundleId: ids.bundle, ...learner }),
    { canBuy: true, error: null },
  ],
  ["products.list", ({ products }) => products.list(), { products: [{}], totalProducts: 1, error: null }],
  ["products.count", ({ products }) => products.count(), { count: 1, error: null }],
  ["products.get", ({ products }) => products.get({ productId: ids.product }), { product: {}, error: null }],
  [
    "products.canBuy",
    ({ products }) => products.canBuy({ productId: ids.product, ...learner }),
    { canBuy: true, error: null },
  ],
  ["addOns.get", ({ addOns }) => addOns.get({ addOnId: ids.addOn }), {}],
  [
    "addOns.canBuy",
    ({ addOns }) => addOns.canBuy({ addOnId: ids.addOn, ...learner }),
    { canBuy: true, error: null },
  ],
  [
    "orders.create",
    ({ orders }) => orders.create(order),
    { user: {}, order: {}, error: null, ...nothingRefused },
  ],
  ["orders.validate", ({ orders }) => orders.validate(order), { user: {}, error: null, ...nothingRefused }],
  [
    "provinces.list",
    ({ provinces }) => provinces.list(),
    { provinces: [{}], totalProvinces: 1, error: null },
  ],
  [
    "provinces.get",
    ({ provinces }) => provinces.get({ provinceId: ids.province }),
    { province: {}, error: null },
  ],
  [
    "cities.list",
    ({ cities }) => cities.list({ provinceId: ids.province }),
    { cities: [{}], totalCities: 1, error: null },
  ],
  ["cities.get", ({ cities }) => cities.get({ cityId: ids.city }), { city: {}, error: null }],
  [
    "professions.list",
    ({ professions }) => professions.list(),
    { professions: [{}], totalProfessions: 1, error: null },
  ],
  [
    "schools.listGrades",
    ({ schools }) => schools.listGrades(),
    { schoolGrades: [{}], totalSchoolGrades: 1, error: null },
  ],
  [
    "schools.listTypes",
    ({ schools }) => schools.listTypes(),
    { schoolTypes: [{}], totalSchoolTypes: 1, error: null },
  ],
  [
    "schools.list",
    ({ schools }) => schools.list({ schoolGradeId: ids.grade, provinceId: ids.province }),
    { schools: [{}], totalSchools: 1, error: null },
  ],
  ["users.get", ({ users }) => users.get({ userId: ids.learner }), { user: {}, error: null }],
  ["users.update", ({ users }) => users.update(sampleUpdate), { user: {}, error: null }],
  [
    "users.resendVerification",
    ({ users }) => users.resendVerification({ userId: ids.learner }),
    { success: true, error: null },
  ],
  ["users.logout", ({ users }) => users.logout({ userId: ids.learner }), { success: true, error: null }],
];

// The vendor's sample of a request.
const sampleUpdate = {
  userId: "ck108q0se017c0715zfh68162",
  firstName: "John",
  lastName: "Doe",
  gender: "MALE",
  birthPlace: "Indonesia",
  birthDate: "2020-11-10T00:00:00.000Z",
  provinceId: "ck108q0se017c0715zfh68162",
  cityId: "ck108q0se017c0715zfh68162",
  profession: "Pelajar (SMP)",
  schoolId: "ck108q0se017c0715zfh68162",
  otherSchoolName: null,
  schoolGradeId: "ck108q0se017c0715zfh68162",
  schoolTypeId: "ck108q0se017c0715zfh68162",
  schoolProvinceId: "ck108q0se017c0715zfh68162",
  schoolCityId: "ck108q0se017c0715zfh68162",
} as const;

test("there is a sample for each operation", () => {
  expect(new Set(samples.map(([name]) => name)).size).toBe(26);
});

test.for(samples)(
  "the vendor's sample of %s passes without drift and unchanged",
  async ([name, call, sample]) => {
    const onDrift = vi.fn<(report: DriftReport) => void>();
    const { mock, skilvul } = setUp({ validation: "strict", onDrift });
    mock.fail(name, { status: 200, body: sample });
    expect(await call(skilvul)).toEqual(sample);
    expect(onDrift).not.toHaveBeenCalled();
  },
);

test("a reply of another shape is given and reported, or refused when the client is strict", async () => {
  const onDrift = vi.fn<(report: DriftReport) => void>();
  const changed = { products: [{ id: 7 }], totalProducts: 1, error: null };
  const { mock, skilvul } = setUp({ validation: "warn", onDrift });
  mock.fail("products.list", { status: 200, body: changed }, { times: 2 });
  expect(await skilvul.products.list()).toEqual(changed);
  expect(onDrift).toHaveBeenCalledExactlyOnceWith({
    vendor: "skilvul",
    operation: "products.list",
    issues: [{ path: "products[].id", expected: "a string", received: "number" }],
  });
  await expect(skilvul.products.list({}, { validation: "strict" })).rejects.toThrow(
    "products[].id: expected a string, got number",
  );
});
