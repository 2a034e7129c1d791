import type { SaleItems } from "@kelaskit/enroll/sales";

/**
 * What each variant of the shop enrolls in: replace these ids, which are those of the mocks, with your own. `to` is the service,
 * and the other fields are those of its target.
 */
export const items: SaleItems = {
  variant_1: { to: "skilvul", productId: "ckproduct0000000000000002" },
  variant_2: { to: "toolzz", planUuid: "00000000-0000-4001-8000-000000000002", schools: "1" },
  // A bundle.
  variant_3: [
    { to: "skilvul", productId: "ckproduct0000000000000003" },
    { to: "toolzz", planUuid: "00000000-0000-4001-8000-000000000003", schools: "1" },
  ],
};
