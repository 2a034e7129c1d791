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

  /** Issues a token for a learner. */
  signIn(email: string): string {
    return this.#desk.issue("access", email).token;
  }

  /** The e-mail address of the account whose valid token a request carries. */
  holderOf(request: Request): string | undefined {
    return this.#desk.holderOf("access", bearerTokenOf(request));
  }

  expire(): void {
    this.#desk.expire({ refreshTokens: true });
  }

  reset(): void {
    this.#desk.reset();
  }
}
