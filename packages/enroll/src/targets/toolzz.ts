/**
 * Rows that become enrolments in packages of Toolzz. Needs `@kelaskit/toolzz`.
 *
 * @packageDocumentation
 */
export { toolzzPlan, type ToolzzPlanOptions, type ToolzzPlanRow } from "./toolzz-plan.ts";
