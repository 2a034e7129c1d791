/**
 * Portals: sites of their own for customers or departments, with their own address, branding, seats, users, courses,
 * pages and menus. A portal can have sub-portals.
 *
 * @see https://docs.academyofmine.com/api/
 * @packageDocumentation
 */
export * from "./checkout.ts";
export * from "./content.ts";
export * from "./menus.ts";
export * from "./pages.ts";
export * from "./portals.ts";
export * from "./records.ts";
export * from "./settings.ts";
export * from "./setup.ts";
export * from "./users.ts";
