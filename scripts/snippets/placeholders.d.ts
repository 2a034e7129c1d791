// Names that fragments take for granted, with the types of what they stand for. A script, not a module: its names are
// global for the blocks, and for nothing else.

// Clients, created as the page has shown before.
declare const academy: import("@kelaskit/academy-of-mine").AcademyOfMine;
declare const mitrabunso: import("@kelaskit/mitrabunso").Mitrabunso;
declare const scalev: import("@kelaskit/scalev").Scalev;
declare const skilvul: import("@kelaskit/skilvul").Skilvul;
declare const toolzz: import("@kelaskit/toolzz").Toolzz;

// Credentials and secrets.
declare const clientId: string;
declare const clientSecret: string;
declare const email: string;
declare const partner: string;
declare const portal: string;
declare const secret: string;
declare const currentSecret: string;
declare const nextSecret: string;
declare const site: string;
declare const storeId: string;
declare const token: string;
declare const tokens: import("@kelaskit/scalev").CustomerTokens;
declare const userId: string;

// What a call is about.
declare const contentUuid: string;
declare const courseId: number;
declare const endDate: Date;
declare const etag: string;
declare const learnerId: number;
declare const nome: string;
declare const orderId: string;
declare const planUuid: string;
declare const priceId: string;
declare const productId: string;
declare const productIds: readonly string[];
declare const schools: readonly number[];
declare const shop: string;
declare const startDate: Date;
declare const user: { readonly email: string };
declare const variantUuid: string;

// The reader's own program.
declare const hasLeft: (learner: string) => boolean;
declare const inbox: { addOnce: (id: string, event: unknown) => Promise<void> };
declare const receive: (request: Request) => Promise<Response>;
declare const request: Request;
declare const signal: AbortSignal;
declare const target: import("@kelaskit/enroll").Target<{
  readonly email: string;
  readonly productId: string;
}>;
declare const tunnel: {
  readonly isOpen: boolean;
  send: (
    request: Pick<
      Parameters<import("@kelaskit/core").Transport>[0],
      "method" | "url" | "headers" | "body" | "signal"
    >,
  ) => Promise<{
    readonly status: number;
    readonly headers: Headers;
    readonly stream: ReadableStream<Uint8Array>;
  }>;
};
