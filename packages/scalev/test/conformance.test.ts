import { conformanceProblems } from "@kelaskit/core/testing";
import { expect, it } from "vitest";
import {
  auth,
  businessOrders,
  businessProducts,
  businessStores,
  businessVariants,
  catalog,
  courses,
  me,
  orders,
} from "../src/index.ts";
import { ids, learner, setUpLoggedIn, withCode } from "./helpers.ts";
import {
  businessOrder,
  businessProductPage,
  challenge,
  content,
  course,
  emptyCourse,
  section,
  tokens,
} from "./samples.ts";

it("declarations, client, mock and the vendor's samples agree", async () => {
  const { mock, scalev } = await setUpLoggedIn();
  mock.store.sentCodes.push(withCode.email);
  mock.store.startPasswordReset(learner.email);
  const { refresh } = mock.logIn();
  const cases = [
    { operation: auth.login, params: learner, reply: tokens },
    { operation: auth.login, params: { ...withCode, login_as: "customer" }, reply: challenge },
    { operation: auth.verifyOtp, params: { email: withCode.email, otp: "123456" }, reply: tokens },
    { operation: auth.refresh, params: { refresh }, reply: tokens },
    { operation: auth.revoke, params: { tokens: ["a.b.c", "d.e.f"] } },
    { operation: auth.startPasswordReset, params: { email: learner.email } },
    {
      operation: auth.savePassword,
      params: { token: `reset-${learner.email}`, password: "another-password" },
    },
    { operation: me.get },
    {
      operation: me.update,
      params: { name: "Murid", phone: "0800", date_of_birth: "2001-05-17", sex: "f", is_unsubscribe: true },
    },
    { operation: orders.list, params: { page_size: 2 } },
    { operation: orders.get, params: { orderId: ids.order } },
    { operation: courses.getAccess, params: { variantUuid: ids.writing }, reply: course },
    { operation: courses.getAccess, params: { variantUuid: ids.writing }, reply: emptyCourse },
    { operation: courses.getSection, params: { sectionUuid: ids.section }, reply: section },
    { operation: courses.getContent, params: { contentUuid: ids.content }, reply: content },
    {
      operation: courses.updateProgress,
      params: { contentUuid: ids.content, progress: 62.5 },
      reply: content,
    },
    { operation: catalog.listItems, params: { page_size: 3 } },
    { operation: catalog.getProduct, params: { slug: "kelas-dasar-merajut" } },
    { operation: businessStores.list, params: { page_size: 5 } },
    { operation: businessProducts.list, params: { storeNumber: 1 }, reply: businessProductPage },
    {
      operation: businessOrders.list,
      params: { search: "LEARNER@", search_field: "customer_email", columns: ["order_id", "orderlines"] },
    },
    { operation: businessOrders.get, params: { orderId: ids.order }, reply: businessOrder },
    { operation: businessVariants.listCustomers, params: { variantId: ids.writing, b_uid: "business_1" } },
    { operation: businessVariants.getCourse, params: { variantId: "variant_1" } },
  ];
  const modules = {
    auth,
    me,
    orders,
    courses,
    catalog,
    businessStores,
    businessProducts,
    businessOrders,
    businessVariants,
  };
  expect(await conformanceProblems({ modules, cases, client: scalev, mock })).toEqual([]);
});
