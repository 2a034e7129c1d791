/**
 * Users: accounts, their addresses and custom fields, what they are enrolled in, their certificates and reports.
 * Members of staff have a resource of their own, `staff`.
 *
 * @see https://docs.academyofmine.com/api/
 * @packageDocumentation
 */
export * from "./accounts.ts";
export * from "./addresses.ts";
export * from "./bulk.ts";
export * from "./certificates.ts";
export * from "./consents.ts";
export * from "./courses.ts";
export * from "./custom-fields.ts";
export * from "./history.ts";
export * from "./learning-paths.ts";
export * from "./lookups.ts";
export * from "./memberships.ts";
export * from "./payments.ts";
export * from "./portals.ts";
export * from "./reports.ts";
export * from "./sign-in.ts";
export * from "./webinar-registrations.ts";
