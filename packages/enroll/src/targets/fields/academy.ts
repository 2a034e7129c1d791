import type { TargetField } from "../../target.ts";
import { emailAliases, familyNameAliases, givenNameAliases } from "./aliases.ts";

/** Who is enrolled at Academy of Mine. */
const learnerFields: Readonly<Record<string, TargetField>> = {
  userId: {
    required: false,
    description:
      "the user's id; rows with it need no e-mail address, and an address beside it must be that user's",
    aliases: ["student id", "id pengguna", "id do usuário"],
  },
  email: {
    required: false,
    example: "ana@example.com",
    description: "the learner's e-mail address, unless userId is given",
    aliases: emailAliases,
  },
  firstName: {
    required: false,
    example: "Ana",
    description: "the learner's given name, to find or to create the account",
    aliases: [...givenNameAliases, "nome"],
  },
  lastName: {
    required: false,
    example: "Souza",
    description: "the learner's family name, to find or to create the account",
    aliases: familyNameAliases,
  },
  password: {
    required: false,
    secret: true,
    description:
      "the password of an account that is created; without it, a random one that is not shown to anyone",
    aliases: ["kata sandi", "senha"],
  },
};

/** Who is enrolled in which course of Academy of Mine. */
export const courseFields: Readonly<Record<string, TargetField>> = {
  ...learnerFields,
  courseId: {
    required: true,
    example: "12",
    setting: "courseId",
    description: "the course's id",
    aliases: ["course", "kursus", "id kursus", "curso", "id do curso"],
  },
};

/** Who is enrolled in which learning path of Academy of Mine. */
export const learningPathFields: Readonly<Record<string, TargetField>> = {
  ...learnerFields,
  learningPathId: {
    required: true,
    example: "3",
    setting: "learningPathId",
    description: "the learning path's id",
    aliases: ["learning path", "jalur belajar", "trilha", "id da trilha"],
  },
};
