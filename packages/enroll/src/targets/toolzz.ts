/**
 * Rows that become enrollments in packages of Toolzz. Needs `@kelaskit/toolzz`.
 *
 * @packageDocumentation
 */
export { toolzzPlan, type ToolzzPlanOptions, type ToolzzPlanRow } from "./toolzz-plan.ts";
