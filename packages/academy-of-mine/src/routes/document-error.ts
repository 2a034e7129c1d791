import { KelasError } from "@kelaskit/core";

/** A document without readable routes. The message contains what was found, what was expected and what to do. */
export class RoutesDocumentError extends KelasError {
  static override readonly brand: string = "RoutesDocumentError";
  /** The URL of the document to import instead, as written in a document that only points to it. */
  readonly pointsTo: string | undefined;

  constructor(message: string, options?: ErrorOptions & { readonly pointsTo?: string | undefined }) {
    super(message, options);
    this.pointsTo = options?.pointsTo;
  }
}
