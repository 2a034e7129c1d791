// Names that fragments take for granted, typed by what they stand for. A script, not a module: they are global for the
// blocks, and for nothing else.

declare const skilvul: import("@kelaskit/skilvul").Skilvul;
declare const scalev: import("@kelaskit/scalev").Scalev;
declare const toolzz: import("@kelaskit/toolzz").Toolzz;
declare const mitrabunso: import("@kelaskit/mitrabunso").Mitrabunso;
declare const academy: import("@kelaskit/academy-of-mine").AcademyOfMine;

declare const clientId: string;
declare const clientSecret: string;
declare const email: string;
declare const password: string;
declare const token: string;
declare const user: { readonly email: string };
declare const productId: string;
declare const productIds: readonly string[];
declare const signal: AbortSignal;
