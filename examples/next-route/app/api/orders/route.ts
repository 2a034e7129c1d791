// POST /api/orders: orders a product for the learner who is logged in.
import { CallError, InvalidParamsError } from "@kelaskit/core";
import { createSkilvul } from "@kelaskit/skilvul";

// One client for all requests: they share its token. It reads SKILVUL_CLIENT_ID and SKILVUL_CLIENT_SECRET at its first call, so the
// build needs neither.
const skilvul = createSkilvul();

interface Wish {
  readonly email: string;
  readonly productId: string;
}

/** In your application, take the address from the session: whoever sends this request could order for anybody. */
async function readWish(request: Request): Promise<Wish | undefined> {
  try {
    const { email, productId } = (await request.json()) as Partial<Wish>;
    return typeof email === "string" && typeof productId === "string" ? { email, productId } : undefined;
  } catch {
    // The body is not JSON.
    return undefined;
  }
}

function failure(error: unknown): Response {
  if (InvalidParamsError.isInstance(error)) return Response.json({ error: error.message }, { status: 400 });
  // Next.js answers anything else with a 500, and logs it.
  if (!CallError.isInstance(error)) throw error;
  console.error(error.message);
  const text =
    error.outcome === "unknown"
      ? "It is not known whether the order was placed. Do not order again: look at your courses in a minute."
      : "The order was not placed. Try again later.";
  return Response.json({ outcome: error.outcome, error: text }, { status: 502 });
}

export async function POST(request: Request): Promise<Response> {
  const wish = await readWish(request);
  if (wish === undefined)
    return Response.json({ error: "Send email and productId as JSON." }, { status: 400 });
  const { email, productId } = wish;
  try {
    const { order } = await skilvul.orders.create({ user: { email }, productIds: [productId] });
    return order === null
      ? Response.json(
          { error: "The vendor refused this product. The learner may have it already." },
          { status: 409 },
        )
      : Response.json({ orderId: order.id }, { status: 201 });
  } catch (error) {
    return failure(error);
  }
}
