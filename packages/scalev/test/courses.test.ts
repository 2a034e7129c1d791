import { failureOf } from "@kelaskit/test-support/failure";
import { InvalidParamsError, NotFoundError } from "@kelaskit/core";
import { describe, expect, it } from "vitest";
import { courses, createScalevClient, myCourses, type SkippedCourse } from "../src/index.ts";
import { createMockScalev, mockUuid } from "../src/mock/index.ts";
import { collect, ids, operationsOf, setUp, setUpLoggedIn, withCode } from "./helpers.ts";

describe("a course", () => {
  it("has sections and lessons, with the customer's progress", async () => {
    const { scalev } = await setUpLoggedIn();
    const { fullname, course_sections: sections = [] } = await scalev.courses.getAccess({
      variantUuid: ids.writing,
    });
    expect(fullname).toBe("Kelas Dasar: Menulis Cerita");
    expect(sections.map(({ title, progress }) => [title, progress?.progress])).toEqual([
      ["Sebelum Menulis", 70],
      ["Menulis", 0],
    ]);
  });

  it("that was not bought is a NotFoundError", async () => {
    const { scalev } = await setUpLoggedIn();
    await expect(scalev.courses.getAccess({ variantUuid: ids.unpaid })).rejects.toThrow(NotFoundError);
  });

  it("returns a lesson, whose progress can be set and read back", async () => {
    const { mock, scalev } = await setUpLoggedIn();
    const contentUuid = ids.untouched;
    expect((await scalev.courses.getContent({ contentUuid })).progress?.progress).toBe(0);
    const { progress } = await scalev.courses.updateProgress({ contentUuid, progress: 100 });
    expect(progress).toMatchObject({ progress: 100, is_completed: true });
    expect(mock.requests.at(-1)).toMatchObject({ method: "PATCH", params: { contentUuid, progress: 100 } });
    const section = await scalev.courses.getSection({ sectionUuid: mockUuid("section", 102) });
    expect(section.progress).toMatchObject({ progress: 50, is_completed: false });
  });

  const notPercents: readonly unknown[] = [-1, -0.01, 100.01, Number.NaN, Infinity, "50"];

  it.for(notPercents)("refuses a progress of %s before anything is sent", async (value) => {
    const { mock, scalev } = await setUpLoggedIn();
    const progress = value as number;
    const error = await failureOf(scalev.courses.updateProgress({ contentUuid: ids.content, progress }));
    expect(error).toBeInstanceOf(InvalidParamsError);
    expect(error).toHaveProperty("message", expect.stringContaining("progress: expected"));
    expect(mock.requests).toEqual([]);
  });

  it.for([0, 33.3, 100])("accepts a progress of %s", async (progress) => {
    const { scalev } = await setUpLoggedIn();
    const reply = await scalev.courses.updateProgress({ contentUuid: ids.content, progress });
    expect(reply.progress?.progress).toBe(progress);
  });

  it("retries setting the progress when the reply is lost", async () => {
    const { mock, scalev } = await setUpLoggedIn();
    mock.fail("courses.updateProgress", { lost: "reply" });
    await scalev.courses.updateProgress({ contentUuid: ids.content, progress: 80 });
    expect(operationsOf(mock)).toEqual(["courses.updateProgress", "courses.updateProgress"]);
  });

  it("keeps each customer's progress separate", async () => {
    const { mock, scalev } = await setUpLoggedIn();
    await scalev.courses.updateProgress({ contentUuid: ids.untouched, progress: 100 });
    await scalev.useTokens(mock.logIn(withCode.email));
    await expect(scalev.courses.getContent({ contentUuid: ids.untouched })).rejects.toThrow(NotFoundError);
  });
});

describe("myCourses", () => {
  it("finds courses through orders, and reports what is not accessible", async () => {
    const { scalev } = await setUpLoggedIn();
    const skipped: SkippedCourse[] = [];
    const found = [];
    for await (const { course, orderId, variantUuid } of scalev.myCourses({
      onSkipped: (one) => {
        skipped.push(one);
      },
    })) {
      found.push([course.fullname, orderId, variantUuid]);
    }
    expect(found).toEqual([
      ["Kelas Dasar: Fotografi Ponsel", mockUuid("order", 2), ids.photography],
      ["Kelas Dasar: Menulis Cerita", mockUuid("order", 1), ids.writing],
    ]);
    expect(skipped).toEqual([
      {
        variantId: 30,
        productName: "Kelas Dasar: Memasak Nusantara",
        orderId: mockUuid("order", 3),
        reason: "no access",
      },
    ]);
  });

  it("lists the catalog once and fetches only the products of the orders", async () => {
    const { mock, scalev } = await setUpLoggedIn();
    await collect(scalev.myCourses());
    expect(operationsOf(mock)).toEqual([
      "orders.list",
      "catalog.listItems",
      "catalog.listItems",
      "catalog.getProduct",
      "courses.getAccess",
      "catalog.getProduct",
      "courses.getAccess",
      "catalog.getProduct",
      "courses.getAccess",
    ]);
  });

  it("yields courses as it finds them", async () => {
    const { mock, scalev } = await setUpLoggedIn();
    for await (const { course } of scalev.myCourses()) {
      expect(course.fullname).toBe("Kelas Dasar: Fotografi Ponsel");
      break;
    }
    expect(operationsOf(mock).filter((name) => name === "courses.getAccess")).toHaveLength(2);
  });

  it("skips a course that answers 403, and stops at any other error", async () => {
    const { mock, scalev } = await setUpLoggedIn({ retries: 0 });
    mock.fail("courses.getAccess", { status: 403 }, { times: 2 });
    expect(await collect(scalev.myCourses())).toHaveLength(1);
    mock.fail("courses.getAccess", { status: 500 });
    expect(await failureOf(collect(scalev.myCourses()))).toMatchObject({ name: "ServerError" });
  });

  it("finds a renamed product, and reports a variant that is no longer sold", async () => {
    const usual = createMockScalev();
    const products = [...usual.store.products.values()]
      .filter(({ id }) => id !== 2)
      .map((product) => (product.id === 1 ? { ...product, name: "Another name" } : product));
    const { scalev } = await setUpLoggedIn({}, { seed: { products } });
    const reasons: string[] = [];
    const onSkipped = ({ reason }: SkippedCourse): void => {
      reasons.push(reason);
    };
    const found = await collect(scalev.myCourses({ onSkipped }));
    expect(found.map(({ variantUuid }) => variantUuid)).toEqual([ids.writing]);
    expect(reasons).toEqual(["no access", "not in the catalog"]);
  });

  it("yields a course once, however often it was bought", async () => {
    const usual = createMockScalev();
    const customers = [...usual.store.customers.values()].map((customer) => ({
      ...customer,
      orders: [...customer.orders, ...customer.orders],
    }));
    const { scalev } = await setUpLoggedIn({}, { seed: { customers } });
    expect(await collect(scalev.myCourses())).toHaveLength(2);
  });

  it("ends with its signal", async () => {
    const { scalev } = await setUpLoggedIn();
    const stop = new AbortController();
    const walk = scalev.myCourses({ signal: stop.signal })[Symbol.asyncIterator]();
    await walk.next();
    stop.abort();
    expect(await failureOf(walk.next())).toMatchObject({ name: "AbortedError" });
  });

  it("requires a login before anything is sent", async () => {
    const { mock, scalev } = setUp();
    await expect(collect(scalev.myCourses())).rejects.toThrow("Log in with auth.login");
    expect(mock.requests).toEqual([]);
  });
});

it("operations as functions of a client", async () => {
  const mock = createMockScalev();
  const client = createScalevClient({ ...mock.credentials, tokens: mock.logIn(), fetch: mock.fetch });
  const { product_id: productId } = await courses.getAccess(client, { variantUuid: ids.writing });
  expect(productId).toBe(1);
  expect(await collect(myCourses(client))).toHaveLength(2);
});
