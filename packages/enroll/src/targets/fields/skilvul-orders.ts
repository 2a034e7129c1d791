import type { TargetField } from "../../target.ts";
import { emailAliases, familyNameAliases, givenNameAliases } from "./aliases.ts";

/** The learner's names for Skilvul. */
export const nameFields: Readonly<Record<string, TargetField>> = {
  name: {
    required: false,
    example: "Budi Santoso",
    description: "the learner's full name",
    aliases: ["full name", "nama", "nama lengkap", "nome", "nome completo"],
  },
  firstName: {
    required: false,
    description: "the learner's given name",
    aliases: givenNameAliases,
  },
  lastName: {
    required: false,
    description: "the learner's family name",
    aliases: familyNameAliases,
  },
};

/** Who orders what at Skilvul. */
export const orderFields: Readonly<Record<string, TargetField>> = {
  email: {
    required: true,
    example: "budi@example.com",
    description: "the learner's e-mail address",
    aliases: emailAliases,
  },
  productId: {
    required: false,
    example: "ckproduct0000000000000001",
    setting: "item",
    description: "the id of the product to order; a row orders one thing",
    aliases: ["product", "id produk", "produk", "id do produto", "produto"],
  },
  bundleId: {
    required: false,
    setting: "item",
    description: "the id of the bundle to order",
    aliases: ["bundle", "id paket", "paket", "id do pacote", "pacote"],
  },
  addOnId: {
    required: false,
    setting: "item",
    description: "the id of the add-on to order",
    aliases: ["add-on"],
  },
  item: {
    required: false,
    setting: "item",
    description: "the id of the item to order; `kind` is its type",
    aliases: ["item id"],
  },
  kind: {
    required: false,
    setting: "item",
    description: "what `item` is: product, bundle or add-on",
    aliases: ["type", "jenis", "tipe", "tipo"],
  },
};
