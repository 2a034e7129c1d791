import { KelasError } from "@kelaskit/core";

/** A document that no routes can be read from. Its message says what came, what was expected and what to do. */
export class RoutesDocumentError extends KelasError {
  static override readonly brand: string = "RoutesDocumentError";
  /** The address of the document to import instead, where the one that came only points to it; as written there. */
  readonly pointsTo: string | undefined;

  constructor(message: string, options?: ErrorOptions & { readonly pointsTo?: string | undefined }) {
    super(message, options);
    this.pointsTo = options?.pointsTo;
  }
}
