/** A file to upload. Give a `File` where its name matters; a stream is read into memory before it is sent. */
export type Upload = Blob | ReadableStream<Uint8Array>;
