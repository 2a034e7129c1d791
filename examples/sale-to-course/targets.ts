import { skilvulOrders } from "@kelaskit/enroll/skilvul";
import { toolzzPlan } from "@kelaskit/enroll/toolzz";
import { createSkilvulClient } from "@kelaskit/skilvul";
import { createToolzzClient } from "@kelaskit/toolzz";

/** Where learners are enrolled, by the names that `items` uses. The clients read their credentials with the first request. */
export const targets = {
  skilvul: skilvulOrders(createSkilvulClient()),
  toolzz: toolzzPlan(createToolzzClient()),
};

/** The name of a service. */
export type ServiceName = keyof typeof targets;
