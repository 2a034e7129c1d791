import { describe, expect, it } from "vitest";
import { createSkilvulClient, orders, products } from "../src/index.ts";
import { createMockSkilvul } from "../src/mock/index.ts";
import { ids, learner, owner, setUp } from "./helpers.ts";

it("operations as functions of a client", async () => {
  const mock = createMockSkilvul();
  const client = createSkilvulClient({ ...mock.credentials, fetch: mock.fetch });
  const { totalProducts } = await products.list(client, { limit: 1 });
  const { order } = await orders.create(client, { user: learner, productIds: [ids.product] });
  expect(totalProducts).toBe(35);
  expect(order?.id).toBe("ckorder000000000000000001");
});

describe("oauth", () => {
  it("createToken returns tokens with their expiry in milliseconds since 1970", async () => {
    const { mock, skilvul } = setUp();
    const reply = await skilvul.oauth.createToken(mock.credentials);
    expect(reply.tokenType).toBe("Bearer");
    expect(reply.accessToken).toMatch(/^[0-9a-f]{64}$/);
    expect(reply.accessTokenExpiresAt).toBeGreaterThan(Date.now());
    expect(reply.refreshTokenExpiresAt).toBeGreaterThan(reply.accessTokenExpiresAt);
  });

  it("refreshToken returns another access token and no refresh token", async () => {
    const { mock, skilvul } = setUp();
    const { accessToken, refreshToken } = await skilvul.oauth.createToken(mock.credentials);
    const reply = await skilvul.oauth.refreshToken({
      clientId: mock.credentials.clientId,
      refreshToken: refreshToken ?? "",
    });
    expect(reply.accessToken).not.toBe(accessToken);
    expect(reply).not.toHaveProperty("refreshToken");
  });
});

describe("bundles", () => {
  it("list, count and get agree", async () => {
    const { skilvul } = setUp();
    const { bundles, totalBundles } = await skilvul.bundles.list({ limit: 2, offset: 1 });
    expect(bundles.map(({ id }) => id)).toEqual([ids.otherBundle, "ckbundle00000000000000003"]);
    expect(await skilvul.bundles.count()).toEqual({ count: totalBundles, error: null });
    expect((await skilvul.bundles.get({ bundleId: ids.otherBundle })).bundle).toEqual(bundles[0]);
  });

  it("canBuy is false for an owner", async () => {
    const { skilvul } = setUp();
    expect(await skilvul.bundles.canBuy({ bundleId: ids.bundle, ...owner })).toEqual({
      canBuy: false,
      error: null,
    });
    expect(await skilvul.bundles.canBuy({ bundleId: ids.bundle, ...learner })).toEqual({
      canBuy: true,
      error: null,
    });
  });
});

describe("products", () => {
  it("list, count and get agree", async () => {
    const { skilvul } = setUp();
    const { products: page, totalProducts } = await skilvul.products.list();
    expect(page).toHaveLength(10);
    expect(await skilvul.products.count()).toEqual({ count: totalProducts, error: null });
    const { product } = await skilvul.products.get({ productId: ids.ownedProduct });
    expect(product).toEqual(page[0]);
    expect(product?.title).toBe("HTML dan CSS: Pengantar");
  });

  it("canBuy sends the e-mail address in the query", async () => {
    const { mock, skilvul } = setUp();
    const reply = await skilvul.products.canBuy({ productId: ids.ownedProduct, ...owner });
    expect(reply.canBuy).toBe(false);
    expect(mock.requests.at(-1)?.path).toBe(
      `/v1/products/${ids.ownedProduct}/can-buy?email=owner%40example.com`,
    );
  });
});

describe("addOns", () => {
  it("get and canBuy", async () => {
    const { skilvul } = setUp();
    expect((await skilvul.addOns.get({ addOnId: ids.addOn })).addOn).toMatchObject({ id: ids.addOn });
    expect((await skilvul.addOns.canBuy({ addOnId: ids.addOn, ...owner })).canBuy).toBe(false);
    expect((await skilvul.addOns.canBuy({ addOnId: ids.otherAddOn, ...owner })).canBuy).toBe(true);
  });
});

describe("reference data", () => {
  it("provinces", async () => {
    const { skilvul } = setUp();
    const { provinces, totalProvinces } = await skilvul.provinces.list();
    expect(provinces).toHaveLength(totalProvinces);
    expect((await skilvul.provinces.get({ provinceId: ids.province })).province).toEqual(provinces[0]);
  });

  it("cities of one province", async () => {
    const { skilvul } = setUp();
    const { cities, totalCities } = await skilvul.cities.list({ provinceId: ids.province });
    expect(cities).toHaveLength(totalCities);
    expect(cities.map((city) => city["provinceId"])).toEqual([ids.province, ids.province, ids.province]);
    expect((await skilvul.cities.get({ cityId: ids.city })).city).toEqual(cities[0]);
  });

  it("professions", async () => {
    const { skilvul } = setUp();
    const { professions, totalProfessions } = await skilvul.professions.list();
    expect(professions).toHaveLength(totalProfessions);
    expect(professions[0]).toBe("Pelajar (SMP)");
  });

  it("a profession is what `users.update` takes", async () => {
    const { skilvul } = setUp();
    const { professions } = await skilvul.professions.list();
    const profession = professions.find((one) => typeof one === "string");
    const { user } = await skilvul.users.update({ userId: ids.learner, profession });
    expect(user).toHaveProperty("profession", "Pelajar (SMP)");
  });

  it("professions may be objects", async () => {
    const seed = { professions: [{ id: "p1", name: "Guru" }, "Mahasiswa"] };
    const { skilvul } = setUp({}, { seed });
    expect((await skilvul.professions.list()).professions).toEqual(seed.professions);
  });

  it("grades and types of schools", async () => {
    const { skilvul } = setUp();
    expect((await skilvul.schools.listGrades()).schoolGrades).toContainEqual({ id: ids.grade, grade: "SMA" });
    expect((await skilvul.schools.listTypes()).schoolTypes).toContainEqual({ id: ids.type, type: "Negeri" });
  });

  it("schools by all five filters", async () => {
    const { mock, skilvul } = setUp();
    const wide = await skilvul.schools.list({ schoolGradeId: ids.grade, provinceId: ids.province });
    const narrow = await skilvul.schools.list({
      schoolGradeId: ids.grade,
      provinceId: ids.province,
      schoolTypeId: ids.type,
      cityId: ids.city,
      search: "pusat",
    });
    expect(wide.totalSchools).toBe(6);
    expect(narrow.schools.map((school) => school["name"])).toEqual(["SMA Negeri Contoh Jakarta Pusat"]);
    expect(mock.requests.at(-1)?.params).toEqual({
      schoolGradeId: ids.grade,
      provinceId: ids.province,
      schoolTypeId: ids.type,
      cityId: ids.city,
      search: "pusat",
    });
  });
});

describe("users", () => {
  it("update changes what get returns", async () => {
    const { skilvul } = setUp();
    const { user } = await skilvul.users.update({
      userId: ids.learner,
      firstName: "Murid",
      gender: "NOT_SPECIFIED",
    });
    expect(user).toMatchObject({ id: ids.learner, firstName: "Murid", lastName: "Contoh" });
    expect((await skilvul.users.get({ userId: ids.learner })).user).toEqual(user);
  });

  it("resendVerification and logout", async () => {
    const { mock, skilvul } = setUp();
    expect(await skilvul.users.resendVerification({ userId: ids.learner })).toEqual({
      success: true,
      error: null,
    });
    expect(await skilvul.users.logout({ userId: ids.learner })).toEqual({ success: true, error: null });
    expect(mock.store.verificationEmails).toEqual([ids.learner]);
    expect(mock.store.logouts).toEqual([ids.learner]);
  });
});

it("validate lists what create would refuse, and places nothing", async () => {
  const { mock, skilvul } = setUp();
  const params = { user: owner, productIds: [ids.ownedProduct, ids.product] };
  const { errorProductIds } = await skilvul.orders.validate(params);
  expect(errorProductIds).toEqual([ids.ownedProduct]);
  expect(mock.store.orders).toEqual([]);
  expect((await skilvul.orders.create(params)).errorProductIds).toEqual(errorProductIds);
});
