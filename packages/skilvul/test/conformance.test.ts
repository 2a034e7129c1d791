import type { DriftReport } from "@kelaskit/core";
import { type ConformanceCase, conformanceProblems } from "@kelaskit/core/testing";
import { expect, it, vi } from "vitest";
import {
  addOns,
  bundles,
  cities,
  createSkilvul,
  oauth,
  orders,
  products,
  professions,
  provinces,
  schools,
  users,
} from "../src/index.ts";
import type { MockSkilvul } from "../src/mock/index.ts";
import { ids, learner, setUp } from "./helpers.ts";

const modules = { oauth, bundles, products, addOns, orders, provinces, cities, professions, schools, users };

// The vendor's sample request.
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

// The samples of the vendor's page, with an empty object for each one that it collapses.
const token = {
  tokenType: "Bearer",
  accessToken: "aa9f3cdb7c5359d3621e58ee59c7feb31ec03da818d9a8dd939f3a8eff15e140",
  accessTokenExpiresAt: 1_587_448_713_231,
};
const order = { user: learner, bundleIds: [ids.bundle], productIds: [ids.product], addOnIds: [ids.addOn] };
const nothingRefused = { errorBundleIds: [], errorProductIds: [], errorAddOnIds: [] };

// The shapes that a partner's code received, with invented values.
const seenProduct = {
  id: ids.product,
  title: "Python",
  shortDescription: "Short.",
  fullDescription: "Full.",
  imageUrl: "https://skilvul.example/1.png",
  url: "https://skilvul.example/1",
};
const seenBadge = {
  name: "Python",
  pictureUrl: "https://skilvul.example/badge.png",
  openBadgeId: "1",
  certificateUrl: "https://skilvul.example/1.pdf",
};
const seenUser = {
  id: ids.learner,
  email: "learner@example.com",
  skilBadge: [
    { ...seenBadge, badgerUrl: "https://badges.example/1" },
    { ...seenBadge, badgeUrl: "https://badges.example/1" },
  ],
  totalSkilBadge: 2,
  totalSkilPoin: 10,
  province: { id: ids.province, name: "DKI Jakarta" },
  city: { id: ids.city, name: "Jakarta Pusat" },
};

/** Every operation with the vendor's sample of its reply, or with what was seen. */
async function samples({ credentials, fetch, baseUrl }: MockSkilvul): Promise<readonly ConformanceCase[]> {
  const skilvul = createSkilvul({ fetch, baseUrl });
  const { refreshToken } = await skilvul.oauth.createToken(credentials);
  return [
    {
      operation: oauth.createToken,
      params: credentials,
      reply: {
        ...token,
        refreshToken: "3fd78bb5eb4ce238701e16309e0c6f7d15d2b09bab40d3a7dd2eb4dd74d3dffr",
        refreshTokenExpiresAt: 1_587_967_113_231,
        error: null,
      },
    },
    {
      operation: oauth.refreshToken,
      params: { clientId: credentials.clientId, refreshToken },
      reply: { ...token, error: null },
    },
    { operation: bundles.list, reply: { bundles: [{}], totalBundles: 1, error: null } },
    { operation: bundles.count, reply: { count: 1, error: null } },
    { operation: bundles.get, params: { bundleId: ids.bundle }, reply: { bundle: {}, error: null } },
    {
      operation: bundles.canBuy,
      params: { bundleId: ids.bundle, ...learner },
      reply: { canBuy: true, error: null },
    },
    { operation: products.list, reply: { products: [{}, seenProduct], totalProducts: 2, error: null } },
    { operation: products.count, reply: { count: 1, error: null } },
    { operation: products.get, params: { productId: ids.product }, reply: { product: {}, error: null } },
    {
      operation: products.canBuy,
      params: { productId: ids.product, ...learner },
      reply: { canBuy: true, error: null },
    },
    { operation: addOns.get, params: { addOnId: ids.addOn }, reply: {} },
    {
      operation: addOns.canBuy,
      params: { addOnId: ids.addOn, ...learner },
      reply: { canBuy: true, error: null },
    },
    {
      operation: orders.create,
      params: order,
      reply: { user: {}, order: {}, error: null, ...nothingRefused },
    },
    { operation: orders.validate, params: order, reply: { user: {}, error: null, ...nothingRefused } },
    { operation: provinces.list, reply: { provinces: [{}], totalProvinces: 1, error: null } },
    { operation: provinces.get, params: { provinceId: ids.province }, reply: { province: {}, error: null } },
    {
      operation: cities.list,
      params: { provinceId: ids.province },
      reply: { cities: [{}], totalCities: 1, error: null },
    },
    { operation: cities.get, params: { cityId: ids.city }, reply: { city: {}, error: null } },
    {
      operation: professions.list,
      reply: { professions: ["Pelajar (SMP)", {}], totalProfessions: 2, error: null },
    },
    {
      operation: schools.listGrades,
      reply: { schoolGrades: [{}, { id: "1", grade: "SMA" }], totalSchoolGrades: 2, error: null },
    },
    {
      operation: schools.listTypes,
      reply: { schoolTypes: [{}, { id: "1", type: "Negeri" }], totalSchoolTypes: 2, error: null },
    },
    {
      operation: schools.list,
      params: { schoolGradeId: ids.grade, provinceId: ids.province },
      reply: { schools: [{}], totalSchools: 1, error: null },
    },
    { operation: users.get, params: { userId: ids.learner }, reply: { user: seenUser, error: null } },
    { operation: users.update, params: sampleUpdate, reply: { user: {}, error: null } },
    {
      operation: users.resendVerification,
      params: { userId: ids.learner },
      reply: { success: true, error: null },
    },
    { operation: users.logout, params: { userId: ids.learner }, reply: { success: true, error: null } },
  ];
}

it("declarations, client, mock and the vendor's samples agree", async () => {
  const { mock, skilvul } = setUp(
    {},
    {
      seed: {
        users: [
          { id: ids.learner, ...learner },
          { id: sampleUpdate.userId, email: "john@example.com" },
        ],
      },
    },
  );
  const cases = await samples(mock);

  expect(await conformanceProblems({ modules, cases, client: skilvul, mock })).toEqual([]);
  expect(new Set(cases.map(({ operation }) => operation)).size).toBe(26);
});

it("a reply of another shape is returned and reported, or refused in strict mode", async () => {
  const onDrift = vi.fn<(report: DriftReport) => void>();
  const changed = { products: [{ id: 7 }], totalProducts: 1, error: null };
  const { mock, skilvul } = setUp({ validation: "warn", onDrift });
  mock.fail("products.list", { status: 200, body: changed }, { times: 2 });
  expect(await skilvul.products.list()).toEqual(changed);
  expect(onDrift).toHaveBeenCalledExactlyOnceWith({
    vendor: "skilvul",
    operation: "products.list",
    issues: [
      {
        field: "products[].id",
        expected: "a string",
        received: "number",
        message: "products[].id: expected a string, got number",
      },
    ],
  });
  await expect(skilvul.products.list({}, { validation: "strict" })).rejects.toThrow(
    "products[].id: expected a string, got number",
  );
});
