/** An amount of money: a decimal string or a number; the vendor allows both. */
export type Money = string | number | null;

/** An account for the customer's payment. */
export interface PaymentAccount {
  /** The vendor's number of the account. */
  readonly id?: number | undefined;
  /** Its unique id. */
  readonly unique_id?: string | null | undefined;
  /** Its payment method. */
  readonly method?: string | null | undefined;
  /** The account holder. */
  readonly account_holder?: string | null | undefined;
  /** The account number. */
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
  /** The kind, such as bank or wallet; the vendor lists no values. */
  readonly entity_type?: string | null | undefined;
  /** Its name. */
  readonly name?: string | null | undefined;
  /** Not documented. */
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
  /** The URL of an image. */
  readonly logo?: string | null | undefined;
  /** `store_…`. */
  readonly unique_id?: string | null | undefined;
  /** The accounts for payments. */
  readonly payment_accounts?: readonly PaymentAccount[] | undefined;
  /** How many days it takes to process a payment. */
  readonly days_of_payment_processing?: number | null | undefined;
  /** Whether unpaid orders expire. */
  readonly is_auto_expire?: boolean | null | undefined;
  /** After how many days unpaid orders expire. */
  readonly auto_expire_days?: number | null | undefined;
  /** Whether the order page shows a link to WhatsApp. */
  readonly is_show_whatsapp?: boolean | null | undefined;
  /** Whether the order page offers the invoice. */
  readonly is_show_download_invoice?: boolean | null | undefined;
}

/** The customer of an order. */
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

/** The shipping address. */
export interface DestinationAddress {
  /** The address's number. */
  readonly id?: number | undefined;
  /** The recipient. */
  readonly name?: string | null | undefined;
  /** The recipient's phone number. */
  readonly phone?: string | null | undefined;
  /** The vendor's id of the location. */
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

/** The courier service. */
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
  /** The variant's number. `courses.getAccess` requires its UUID instead; see `myCourses`. */
  readonly variant?: number | null | undefined;
  /** The product's name when it was bought. */
  readonly product_name?: string | null | undefined;
  /** The kind of item; the vendor lists no values. */
  readonly item_type?: string | null | undefined;
  /** Whether it includes files. */
  readonly is_file_enabled?: boolean | undefined;
  /** Whether it includes a course. */
  readonly is_lms_enabled?: boolean | undefined;
  /** Whether it includes license keys. */
  readonly is_license_enabled?: boolean | undefined;
  /** The currency of the prices. */
  readonly currency?: string | null | undefined;
  /** Whether it is paid once or repeatedly; the vendor lists no values. */
  readonly pricing_type?: string | null | undefined;
  /** The unit of a recurring payment. */
  readonly interval?: string | null | undefined;
  /** How many of these units are between two payments. */
  readonly interval_count?: number | null | undefined;
  /** The seller's own code. */
  readonly variant_sku?: string | null | undefined;
  /** The value of the variant's first option. */
  readonly variant_option1_value?: string | null | undefined;
  /** The value of the second option. */
  readonly variant_option2_value?: string | null | undefined;
  /** The value of the third option. */
  readonly variant_option3_value?: string | null | undefined;
  /** The unit price. */
  readonly variant_price?: Money | undefined;
  /** The price of the line. */
  readonly product_price?: Money | undefined;
  /** The discount on the line. */
  readonly discount?: Money | undefined;
  /** The part of the discount that comes from a code. */
  readonly discount_code_discount?: Money | undefined;
  /** The unit is not documented. */
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
  /** The secret part of the order page's URL: anyone who has it can see the order. */
  readonly secret_slug: string;
  /** The URL of the order page. */
  readonly public_order_url: string | null;
  /** The URL for the payment. The vendor deprecates it for `redirect_url` of its public order, which no operation here reads. */
  readonly payment_url: string | null;
  /** The human-readable order number, not `id`. */
  readonly order_id: string;
  /** The store. */
  readonly store: OrderStore | null;
  /** The customer. */
  readonly customer: OrderCustomer | null;
  /** draft, pending, confirmed, in_process, ready, shipped, completed, canceled, rts, closed; the list is open. */
  readonly status: string;
  readonly unpaid_time?: string | null | undefined;
  readonly paid_time?: string | null | undefined;
  readonly transfer_time?: string | null | undefined;
  readonly created_at?: string | null | undefined;
  readonly last_updated_at?: string | null | undefined;
  /** The history of the status; its fields are not documented. */
  readonly status_history?: readonly Readonly<Record<string, unknown>>[] | undefined;
  /** `paid` also for what the seller sees as settled; null before a payment. */
  readonly payment_status: string | null;
  /** Such as `bank_transfer`. */
  readonly payment_method: string;
  /** The holder of the receiving account. */
  readonly payment_account_holder?: string | null | undefined;
  /** The number of the receiving account. */
  readonly payment_account_number?: string | null | undefined;
  /** The URL of the image with the customer's proof of transfer. */
  readonly transferproof_url?: string | null | undefined;
  /** Data of the payment gateway; its fields are not documented. */
  readonly pg_payment_info: Readonly<Record<string, unknown>>;
  /** The number of items. */
  readonly total_quantity?: number | null | undefined;
  /** The few rupiah that identify a transfer. */
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
  /** The quantity of each product, by name. */
  readonly final_variants: Readonly<Record<string, number>>;
  /** The unit is not documented. */
  readonly product_weight?: number | null | undefined;
  /** The unit is not documented. */
  readonly total_weight?: number | null | undefined;
  readonly is_dropshipping?: boolean | null | undefined;
  readonly courier_service?: CourierService | null | undefined;
  /** The tracking number. */
  readonly shipment_receipt?: string | null | undefined;
  readonly shipment_status?: string | null | undefined;
  readonly awb_status?: string | null | undefined;
  /** The history of the shipment; its fields are not documented. */
  readonly shipment_status_history?: readonly Readonly<Record<string, unknown>>[] | undefined;
  /** What was bought. */
  readonly orderlines: readonly OrderLine[];
  readonly notes?: string | null | undefined;
}
