import * as z from "#zod";
import { maybeText } from "../shared/replies.ts";

/** A comment, alone or with its answers. */
export const commentFields = () => ({ id: z.number(), comment: maybeText(), date: maybeText() });
