/** An amount of money: a decimal text or a number, the vendor allows both. */
export type Money = string | number | null;

/** An account that the customer can pay to. */
export interface PaymentAccount {
  /** The account's number at the vendor. */
  readonly id?: number | undefined;
  /** Its unique id. */
  readonly unique_id?: string | null | undefined;
  /** The payment method that it belongs to. */
  readonly method?: string | null | undefined;
  /** Who holds it. */
  readonly account_holder?: string | null | undefined;
  /** Its number at the bank. */
  readonly account_number?: string | null | undefined;
  /** The bank or wallet. */
  readonly financial_entity?: FinancialEntity | null | undefined;
}

/** A bank or wallet. */
export interface FinancialEntity {
  /** Its number. */
  readonly id?: number | undefined;
  /** Its code. */
  readonly code?: string | null | undefined;
  /** Bank, wallet, or another kind; the vendor lists no values. */
  readonly entity_type?: string | null | undefined;
  /** Its name. */
  readonly name?: string | null | undefined;
  /** The vendor does not say what this is. */
  readonly platform?: string | null | undefined;
  /** Its code at the payment gateway Duitku. */
  readonly duitku_code?: string | null | undefined;
  /** Its code at the payment gateway Xendit. */
  readonly xendit_code?: string | null | undefined;
}

/** The store of an order. */
export interface OrderStore {
  /** The name. */
  readonly name?: string | null | undefined;
  /** The address of a picture. */
  readonly logo?: string | null | undefined;
  /** `store_…`. */
  readonly unique_id?: string | null | undefined;
  /** The accounts that can be paid to. */
  readonly payment_accounts?: readonly PaymentAccount[] | undefined;
  /** How many days a payment takes to be noticed. */
  readonly days_of_payment_processing?: number | null | undefined;
  /** Whether orders that nobody pays end by themselves. */
  readonly is_auto_expire?: boolean | null | undefined;
  /** After how many days they do. */
  readonly auto_expire_days?: number | null | undefined;
  /** Whether the order's page shows a link to WhatsApp. */
  readonly is_show_whatsapp?: boolean | null | undefined;
  /** Whether the order's page offers the invoice. */
  readonly is_show_download_invoice?: boolean | null | undefined;
}

/** Who has ordered. */
export interface OrderCustomer {
  /** The customer's number. */
  readonly id?: number | undefined;
  /** The e-mail address. */
  readonly email?: string | null | undefined;
  /** The phone number. */
  readonly phone?: string | null | undefined;
  /** The name. */
  readonly name?: string | null | undefined;
  /** When the e-mail address was confirmed, in ISO 8601. */
  readonly confirmed_at?: string | null | undefined;
  /** In ISO 8601. */
  readonly created_at?: string | null | undefined;
  /** In ISO 8601. */
  readonly last_updated_at?: string | null | undefined;
  /** The vendor lists no values. */
  readonly status?: string | null | undefined;
}

/** Where goods are sent. */
export interface DestinationAddress {
  /** The address's number. */
  readonly id?: number | undefined;
  /** Who receives them. */
  readonly name?: string | null | undefined;
  /** Their phone number. */
  readonly phone?: string | null | undefined;
  /** The place in the vendor's list of places. */
  readonly location?: number | string | undefined;
  /** Street and house. */
  readonly address?: string | null | undefined;
  /** Part of the city. */
  readonly subdistrict?: string | null | undefined;
  /** City. */
  readonly city?: string | null | undefined;
  /** Province. */
  readonly province?: string | null | undefined;
  /** Postal code. */
  readonly postal_code?: string | null | undefined;
}

/** Who brings goods, and how fast. */
export interface CourierService {
  /** The service's number. */
  readonly id?: number | undefined;
  /** Its name. */
  readonly name?: string | null | undefined;
  /** Its code. */
  readonly code?: string | null | undefined;
  /** The company. */
  readonly courier?:
    | {
        readonly id?: number | undefined;
        readonly name?: string | null | undefined;
        readonly code?: string | null | undefined;
      }
    | null
    | undefined;
}

/** A line of an order: one variant. */
export interface OrderLine {
  /** The line's UUID. */
  readonly id?: string | undefined;
  /** How many. */
  readonly quantity?: number | undefined;
  /** The variant's number, which is not what `courses.getAccess` takes: that is its UUID, see `myCourses`. */
  readonly variant?: number | null | undefined;
  /** The product's name when it was bought. */
  readonly product_name?: string | null | undefined;
  /** What kind of thing it is; the vendor lists no values. */
  readonly item_type?: string | null | undefined;
  /** Whether files come with it. */
  readonly is_file_enabled?: boolean | undefined;
  /** Whether a course comes with it. */
  readonly is_lms_enabled?: boolean | undefined;
  /** Whether licence keys come with it. */
  readonly is_license_enabled?: boolean | undefined;
  /** The currency of the prices. */
  readonly currency?: string | null | undefined;
  /** How it is paid, once or again and again; the vendor lists no values. */
  readonly pricing_type?: string | null | undefined;
  /** The unit of a recurring payment. */
  readonly interval?: string | null | undefined;
  /** How many of these units lie between two payments. */
  readonly interval_count?: number | null | undefined;
  /** The seller's own code. */
  readonly variant_sku?: string | null | undefined;
  /** The value of the first choice between variants. */
  readonly variant_option1_value?: string | null | undefined;
  /** The value of the second choice. */
  readonly variant_option2_value?: string | null | undefined;
  /** The value of the third choice. */
  readonly variant_option3_value?: string | null | undefined;
  /** The price of one. */
  readonly variant_price?: Money | undefined;
  /** The price of the line. */
  readonly product_price?: Money | undefined;
  /** The discount on the line. */
  readonly discount?: Money | undefined;
  /** The part of the discount that comes from a code. */
  readonly discount_code_discount?: Money | undefined;
  /** The vendor does not say in which unit. */
  readonly weight?: number | null | undefined;
}

/** When an order reached each state, in ISO 8601; null until it does. */
export interface OrderTimes {
  readonly draft_time?: string | null | undefined;
  readonly pending_time?: string | null | undefined;
  readonly confirmed_time?: string | null | undefined;
  readonly in_process_time?: string | null | undefined;
  readonly ready_time?: string | null | undefined;
  readonly shipped_time?: string | null | undefined;
  readonly completed_time?: string | null | undefined;
  /** When the goods were returned to the sender. */
  readonly rts_time?: string | null | undefined;
  readonly canceled_time?: string | null | undefined;
  readonly closed_time?: string | null | undefined;
}

/** An order as its customer sees it. Times are in ISO 8601, and null until they are reached. */
export interface Order extends OrderTimes {
  /** The order's UUID. */
  readonly id: string;
  /** The secret part of the address of the order's page: whoever has it sees the order. */
  readonly secret_slug: string;
  /** The address of the order's page. */
  readonly public_order_url: string | null;
  /** The address to pay at. */
  readonly payment_url: string | null;
  /** The number that people read, not `id`. */
  readonly order_id: string;
  /** The store. */
  readonly store: OrderStore | null;
  /** The customer. */
  readonly customer: OrderCustomer | null;
  /** draft, pending, confirmed, in_process, ready, shipped, completed, canceled, rts, closed; others may come. */
  readonly status: string;
  readonly unpaid_time?: string | null | undefined;
  readonly paid_time?: string | null | undefined;
  readonly transfer_time?: string | null | undefined;
  readonly created_at?: string | null | undefined;
  readonly last_updated_at?: string | null | undefined;
  /** What the order went through; the vendor shows no field. */
  readonly status_history?: readonly Readonly<Record<string, unknown>>[] | undefined;
  /** `paid` also for what the seller sees as settled; null before there is a payment. */
  readonly payment_status: string | null;
  /** As in `bank_transfer`. */
  readonly payment_method: string;
  /** Who holds the account that was paid to. */
  readonly payment_account_holder?: string | null | undefined;
  /** The account that was paid to. */
  readonly payment_account_number?: string | null | undefined;
  /** The address of the picture by which the customer proves the transfer. */
  readonly transferproof_url?: string | null | undefined;
  /** What the payment gateway says; the vendor shows no field. */
  readonly pg_payment_info: Readonly<Record<string, unknown>>;
  /** How many things were bought. */
  readonly total_quantity?: number | null | undefined;
  /** The few rupiah by which a transfer is recognised. */
  readonly unique_code_discount?: Money | undefined;
  readonly discount_code_discount?: Money | undefined;
  readonly discount_code_code?: string | null | undefined;
  /** The vendor lists no values. */
  readonly discount_code_applied_to?: string | null | undefined;
  readonly product_price: Money;
  readonly product_discount?: Money | undefined;
  readonly other_income_name?: string | null | undefined;
  readonly other_income?: Money | undefined;
  readonly payment_link_income?: Money | undefined;
  readonly gross_revenue: Money;
  readonly gross_revenue_for_dropshipper?: Money | undefined;
  readonly discount_rate?: Money | undefined;
  readonly shipping_cost: Money;
  readonly shipping_discount?: Money | undefined;
  readonly destination_address?: DestinationAddress | null | undefined;
  /** How many of each, by product name. */
  readonly final_variants: Readonly<Record<string, number>>;
  /** The vendor does not say in which unit. */
  readonly product_weight?: number | null | undefined;
  /** The vendor does not say in which unit. */
  readonly total_weight?: number | null | undefined;
  readonly is_dropshipping?: boolean | null | undefined;
  readonly courier_service?: CourierService | null | undefined;
  /** The number by which a parcel is followed. */
  readonly shipment_receipt?: string | null | undefined;
  readonly shipment_status?: string | null | undefined;
  readonly awb_status?: string | null | undefined;
  /** What the parcel went through; the vendor shows no field. */
  readonly shipment_status_history?: readonly Readonly<Record<string, unknown>>[] | undefined;
  /** What was bought. */
  readonly orderlines: readonly OrderLine[];
  readonly notes?: string | null | undefined;
}
