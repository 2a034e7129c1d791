import type { MockServerBuilder } from "@kelaskit/core/testing";
import * as courses from "../courses.ts";
import * as me from "../me.ts";
import * as orders from "../orders.ts";
import { storeName, storeNumber } from "./fixtures.ts";
import { pageOf } from "./pages.ts";
import { errorReply, notFound } from "./reply.ts";
import type { MockCustomer } from "./records.ts";
import type { ScalevStore } from "./store.ts";
import type { ScalevTokens } from "./tokens.ts";

/** Finds the customer who sends a request: the data under `customers/me` is theirs. */
type FindCustomer = (request: Request) => MockCustomer | undefined;

function mockProfile(server: MockServerBuilder, store: ScalevStore, findCustomer: FindCustomer): void {
  const profile = (request: Request, storeId: string) => {
    const customer = findCustomer(request);
    if (customer === undefined) return errorReply(401, "Unauthorized");
    return {
      customer: customer.profile,
      store: {
        id: storeNumber,
        unique_id: storeId,
        name: storeName,
        is_customer_otp_required: customer.otp !== undefined,
      },
      is_generated_password_reset: true,
    };
  };
  server.on(me.get, ({ params, request }) => profile(request, params.storeId ?? ""));
  server.on(me.update, ({ params: { storeId = "", ...changes }, request }) => {
    store.updateProfile(findCustomer(request)?.profile.email ?? "", changes);
    return profile(request, storeId);
  });
}

function mockOrders(server: MockServerBuilder, findCustomer: FindCustomer): void {
  server.on(orders.list, ({ params, request }) => pageOf(findCustomer(request)?.orders ?? [], params));
  server.on(
    orders.get,
    ({ params, request }) =>
      findCustomer(request)?.orders.find(({ id }) => id === params.orderId) ?? notFound(),
  );
}

function mockCourses(server: MockServerBuilder, store: ScalevStore, findCustomer: FindCustomer): void {
  const emailOf = (request: Request): string => findCustomer(request)?.profile.email ?? "";
  server.on(
    courses.getAccess,
    ({ params, request }) => store.course(emailOf(request), params.variantUuid) ?? notFound(),
  );
  server.on(
    courses.getSection,
    ({ params, request }) =>
      store.sections(emailOf(request)).find(({ uuid }) => uuid === params.sectionUuid) ?? notFound(),
  );
  server.on(
    courses.getContent,
    ({ params, request }) => store.content(emailOf(request), params.contentUuid) ?? notFound(),
  );
  server.on(courses.updateProgress, ({ params: { contentUuid, progress }, request }) => {
    const email = emailOf(request);
    if (store.content(email, contentUuid) === undefined) return notFound();
    store.setProgress(email, contentUuid, progress);
    return store.content(email, contentUuid) ?? notFound();
  });
}

/** Answers for the customer who is logged in. */
export function mockCustomers(server: MockServerBuilder, store: ScalevStore, tokens: ScalevTokens): void {
  const findCustomer: FindCustomer = (request) => store.customers.get(tokens.emailOf(request) ?? "");
  mockProfile(server, store, findCustomer);
  mockOrders(server, findCustomer);
  mockCourses(server, store, findCustomer);
}
