import { createSkilvul, type Skilvul, type SkilvulOptions } from "../src/index.ts";
import { createMockSkilvul, type MockSkilvul, type MockSkilvulOptions } from "../src/mock/index.ts";

export const learner = { email: "learner@example.com" };
export const owner = { email: "owner@example.com" };

/** Ids of the mock's own data. */
export const ids = {
  ownedProduct: "ckproduct0000000000000001",
  product: "ckproduct0000000000000002",
  otherProduct: "ckproduct0000000000000003",
  bundle: "ckbundle00000000000000001",
  otherBundle: "ckbundle00000000000000002",
  addOn: "ckaddon000000000000000001",
  otherAddOn: "ckaddon000000000000000002",
  learner: "ckuser0000000000000000001",
  province: "ckprovince000000000000001",
  city: "ckcity0000000000000000001",
  grade: "ckgrade000000000000000003",
  type: "cktype0000000000000000001",
  school: "ckschool00000000000000001",
  unknown: "cknothing0000000000000000",
};

/** A mock and a client of it that throws where a reply differs from its declaration. */
export function setUp(
  options: SkilvulOptions = {},
  mockOptions: MockSkilvulOptions = {},
): { readonly mock: MockSkilvul; readonly skilvul: Skilvul } {
  const mock = createMockSkilvul({
    ...mockOptions,
    ...(options.routes === undefined ? {} : { routes: options.routes }),
  });
  const skilvul = createSkilvul({
    ...mock.credentials,
    baseUrl: mock.baseUrl,
    fetch: mock.fetch,
    validation: "strict",
    unverifiedRoutes: "allow",
    logger: false,
    ...options,
  });
  return { mock, skilvul };
}
