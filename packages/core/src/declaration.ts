import type { Issue } from "./errors.ts";

/** The HTTP methods that vendors use. */
export type HttpMethod = "GET" | "HEAD" | "POST" | "PUT" | "PATCH" | "DELETE";

/**
 * How well a route is known: `documented` the vendor prints method and path, `deduced` they follow from printed
 * parts, `proposed` they are ours by convention.
 */
export type Evidence = "documented" | "deduced" | "proposed";

/**
 * Anything zod-like whose output is `T`. Only this one property is compared: comparing whole schema types
 * costs many seconds over hundreds of operations.
 */
export interface SchemaFor<T> {
  /** zod's own marker. */
  readonly _zod: {
    /** The type that the schema lets through. */
    readonly output: T;
  };
}

/** A schema that is built when it is first needed: nothing is built at import. */
export type SchemaThunk<T> = () => SchemaFor<T>;

/**
 * How a list or an object is written in a query string or a form: `json` as JSON text, `comma` as `a,b`,
 * `brackets` as `ids[]=a&ids[]=b`. Without one a list is repeated as `ids=a&ids=b`, and an object is an error.
 * In a JSON body only `json` means something: the field is a text that holds JSON.
 */
export type FieldEncoding = "json" | "comma" | "brackets";

/** What a rule over several parameters finds: the rest of the issue is made of the value. */
export type RuleIssue = Pick<Issue, "field" | "expected">;

/** What fetch takes as a body. Not the DOM's `BodyInit`: the Node consumers of our declarations have no DOM types. */
export type RequestBody = NonNullable<RequestInit["body"]>;

/** A reply that is not JSON: a PDF, a CSV file, an archive. */
export interface BinaryReply {
  /** The bytes as they came. */
  readonly bytes: Uint8Array;
  /** The media type, without its parameters. */
  readonly mediaType: string;
  /** The file name that the vendor proposes in `content-disposition`. */
  readonly fileName: string | undefined;
}

/** Everything that is known about one operation of a vendor, as data: client, mock, command line and documentation read the same object. */
export interface OperationDeclaration<Params, Reply> {
  /** The public name, `resource.method`: the key of `routes` overrides and of the mock's `fail()`. */
  readonly name: string;
  /** The HTTP method. */
  readonly method: HttpMethod;
  /** The path after the base URL, with its variables in braces: `/v1/products/{productId}`. */
  readonly path: string;
  /** How well the route is known. */
  readonly evidence: Evidence;
  /** The schema of the parameters; without one the operation takes none. */
  readonly params?: SchemaThunk<Params>;
  /** The schema of a successful reply. Not read for binary replies. */
  readonly response: SchemaThunk<Reply>;
  // A method and not a property, so that any declaration fits `AnyDeclaration`: methods are compared bivariantly.
  /**
   * Rules over several parameters that a schema cannot express, checked before anything is sent. `expected` is a clause, as
   * in `is required together with cityId`.
   */
  rules?(params: Params): readonly RuleIssue[];
  /** Parameters that go to the query although the method has a body. */
  readonly query?: readonly (keyof Params & string)[];
  /** Parameters that go to the body although the method has none by custom. */
  readonly body?: readonly (keyof Params & string)[];
  /** How lists and objects are written in the query, in a form, or as a text inside a JSON body. */
  readonly encode?: { readonly [Field in keyof Params]?: FieldEncoding };
  /** How the body is written. @default the client's, mostly "json" */
  readonly bodyType?: "json" | "form" | "multipart";
  /** Path variables at the end of the path that may be left out. */
  readonly optional?: readonly (keyof Params & string)[];
  /** Sending it twice has the effect of sending it once, so it may be retried. GET, HEAD, PUT and DELETE are without saying. */
  readonly idempotent?: boolean;
  /** True for a POST that only reads, false for a GET that changes something. @default true for GET and HEAD */
  readonly safe?: boolean;
  /**
   * Parameters that the client supplies when the call does not, such as the id of a store: optional in the interface of
   * the parameters, required in their schema.
   */
  readonly clientParams?: readonly (keyof Params & string)[];
  /** Which of the client's credentials it takes; `false` for none. @default the client's first */
  readonly auth?: string | false;
  /** What a successful reply holds. @default "json" */
  readonly media?: "json" | "binary";
  /** Parameters that are secrets, such as a password: their values are taken out of whatever the vendor says in an error. */
  readonly secretParams?: readonly (keyof Params & string)[];
  /**
   * A request for a token. Its reply is always validated strictly, it goes to the front of the limiter's queue, and neither
   * its parameters nor its reply appear in an error, a log line or a middleware.
   */
  readonly tokenRequest?: boolean;
  /** Why it should not be used any more, and what to use instead. */
  readonly deprecated?: string;
}

/** A declaration whose parameter and reply types do not matter, as core's machinery sees it. */
export interface AnyDeclaration extends Omit<
  OperationDeclaration<Record<string, unknown>, unknown>,
  "params" | "response" | "rules"
> {
  /** The schema of the parameters. */
  readonly params?: SchemaThunk<unknown>;
  /** The schema of a successful reply. */
  readonly response: SchemaThunk<unknown>;
  /** Rules over several parameters. */
  rules?(params: object): readonly RuleIssue[];
}
