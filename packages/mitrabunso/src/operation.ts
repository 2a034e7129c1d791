import type { Call, CallOptions, Caller } from "@kelaskit/core";
import {
  type CallArguments,
  operation as coreOperation,
  type Operation,
  type OperationDeclaration,
} from "@kelaskit/core/vendor";
import { dateText } from "./dates.ts";

/** Parameters as they are sent, with every Date as text. */
export type WireParams<Params> = { readonly [Field in keyof Params]: Exclude<Params[Field], Date> };

/** Formats every Date in the parameters. An invalid one stays, so that validation reports its field. */
export function writeDates<Params extends object>(params: Params): WireParams<Params> {
  const written = Object.entries(params).map(([name, value]: [string, unknown]) => [
    name,
    value instanceof Date ? (dateText(value) ?? value) : value,
  ]);
  return Object.fromEntries(written) as WireParams<Params>;
}

/**
 * Core's `operation` for a vendor whose times are text in its own time zone: callers may pass a `Date`, which is formatted
 * before the parameters are validated. The declaration and the mock contain the text.
 */
/* @__NO_SIDE_EFFECTS__ */
export function operation<Params extends object, Reply>(
  declaration: OperationDeclaration<WireParams<Params>, Reply>,
): Operation<Params, Reply> {
  const send = coreOperation<WireParams<Params>, Reply>(declaration);
  const call = (client: Caller, params?: Params, options?: CallOptions): Call<Reply> =>
    send(client, ...([params && writeDates(params), options] as CallArguments<WireParams<Params>>));
  return Object.assign(call as (client: Caller, ...args: CallArguments<Params>) => Call<Reply>, {
    declaration: send.declaration,
  });
}
