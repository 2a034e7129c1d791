import * as z from "zod";

/** As in every vendor's package. */
export const id = () => z.string().check(z.minLength(1));
