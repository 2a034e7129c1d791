import * as z from "#zod";
import type { Upload } from "./uploads.ts";

/** See `Upload`. */
export const upload = () =>
  z.custom<Upload>(
    (value) => value instanceof Blob || value instanceof ReadableStream,
    "a Blob, a File or a ReadableStream",
  );
