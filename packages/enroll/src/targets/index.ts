export {
  academyCourse,
  type AcademyCourseOptions,
  academyLearningPath,
  type AcademyLearningPathOptions,
  type AcademyOptions,
  type AcademyRow,
} from "./academy.ts";
export type { AcademyLearner } from "./academy-users.ts";
export {
  type SkilvulItemKind,
  type SkilvulOrderRow,
  skilvulOrders,
  type SkilvulOrdersOptions,
} from "./skilvul-orders.ts";
export { toolzzPlan, type ToolzzPlanOptions, type ToolzzPlanRow } from "./toolzz-plan.ts";
