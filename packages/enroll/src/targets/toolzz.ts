/**
 * Rows that become enrollments in packages of Toolzz. Requires `@kelaskit/toolzz`.
 *
 * @packageDocumentation
 */
export { toolzzPlan, type ToolzzPlanOptions, type ToolzzPlanRow } from "./toolzz-plan.ts";
