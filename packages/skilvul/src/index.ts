/**
 * The Skilvul client: catalog, purchase checks, orders, reference data, users.
 *
 * @packageDocumentation
 */
export { createSkilvul, createSkilvulClient, type Skilvul, type SkilvulOptions } from "./client.ts";
export * as oauth from "./oauth.ts";
export * as bundles from "./bundles.ts";
export * as products from "./products.ts";
export * as addOns from "./add-ons.ts";
export * as orders from "./orders.ts";
export * as provinces from "./provinces.ts";
export * as cities from "./cities.ts";
export * as professions from "./professions.ts";
export * as schools from "./schools.ts";
export * as users from "./users.ts";
export type { AddOn } from "./add-ons.ts";
export type { Bundle } from "./bundles.ts";
export type { City } from "./cities.ts";
export type {
  CreateOrderParams,
  CreateOrderReply,
  Order,
  OrderedFor,
  OrderUser,
  ValidateOrderReply,
} from "./orders.ts";
export type { Product } from "./products.ts";
export type { Profession, ProfessionRecord } from "./professions.ts";
export type { Province } from "./provinces.ts";
export type { School, SchoolGrade, SchoolType } from "./schools.ts";
export type { Gender, SkilBadge, UpdateUserParams, User } from "./users.ts";
