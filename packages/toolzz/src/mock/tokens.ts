import { bearerTokenOf, TokenDesk } from "@kelaskit/core/testing";
import { errorReply } from "./reply.ts";

/** The account that can log in. */
export interface Account {
  readonly email: string;
  readonly institutionCode: string;
  readonly password: string;
}

/** The tokens of the mock. They do not expire by themselves: the vendor documents no lifetime. */
export class ToolzzTokens {
  readonly #account: Account;
  readonly #desk = new TokenDesk<string>({
    // Three parts with dots between them, as in a JWT; they carry no data.
    write: (number) => `mock.${String(number).padStart(32, "0")}.token`,
  });

  constructor(account: Account) {
    this.#account = account;
  }

  logIn(email: string, institutionCode: string, password: string): { access_token: string } | Response {
    const { email: known, institutionCode: code, password: secret } = this.#account;
    if (email.toLowerCase() !== known.toLowerCase() || institutionCode !== code || password !== secret) {
      return errorReply(401, "The e-mail address, the institution code or the password is wrong.");
    }
    return { access_token: this.#desk.issue("access", known).token };
  }

  /** Refuses a request without a valid token; the status is deduced. */
  check(request: Request): Response | undefined {
    const holder = this.#desk.holderOf("access", bearerTokenOf(request));
    return holder === undefined ? errorReply(401, "Unauthenticated.") : undefined;
  }

  expire(): void {
    this.#desk.expire({ refreshTokens: true });
  }

  reset(): void {
    this.#desk.reset();
  }
}
