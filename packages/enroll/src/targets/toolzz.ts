/**
 * Rows that become enrollments in packages and classes of Toolzz. Requires `@kelaskit/toolzz`.
 *
 * @packageDocumentation
 */
export { toolzzClass, type ToolzzClassOptions, type ToolzzClassRow } from "./toolzz-class.ts";
export { toolzzPlan, type ToolzzPlanOptions, type ToolzzPlanRow } from "./toolzz-plan.ts";
