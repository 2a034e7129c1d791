import type { MockServerBuilder } from "@kelaskit/core/testing";
import { create, validate } from "../orders.ts";
import { errorReply } from "./reply.ts";
import type { MockItems } from "./records.ts";
import type { SkilvulStore } from "./store.ts";

function errorIds({ bundleIds, productIds, addOnIds }: MockItems) {
  return { errorBundleIds: bundleIds, errorProductIds: productIds, errorAddOnIds: addOnIds };
}

function isEmpty({ bundleIds, productIds, addOnIds }: MockItems): boolean {
  return bundleIds.length + productIds.length + addOnIds.length === 0;
}

/** A rule of the mock: the vendor does not show which fields an order's `user` must have. */
function unknownUser(): Response {
  return errorReply(422, "user: the mock requires an email, or the id of a learner that it contains.");
}

/** Answers for orders. Items that cannot be bought are listed in the reply; the others are bought. */
export function mockOrders(server: MockServerBuilder, store: SkilvulStore): void {
  server.on(validate, ({ params }) => {
    const user = store.findUser(params.user);
    const email = user?.email ?? params.user.email;
    if (email === undefined) return unknownUser();
    return { user: user ?? { email }, ...errorIds(store.sortItems(email, params).refused), error: null };
  });
  server.on(create, ({ params }) => {
    const known = store.findUser(params.user);
    const email = known?.email ?? params.user.email;
    if (email === undefined) return unknownUser();
    const { accepted, refused } = store.sortItems(email, params);
    if (isEmpty(accepted))
      return { user: known ?? { email }, order: null, ...errorIds(refused), error: null };
    const user = known ?? store.addUser(email, params.user);
    return { user, order: store.addOrder(user, accepted), ...errorIds(refused), error: null };
  });
}
