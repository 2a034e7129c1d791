import type { TargetField } from "../../target.ts";
import { emailAliases } from "./aliases.ts";

/** Who is enrolled in which class of Toolzz. */
export const classFields: Readonly<Record<string, TargetField>> = {
  email: {
    required: true,
    example: "bia@example.com",
    description: "the learner's e-mail address",
    aliases: emailAliases,
  },
  name: {
    required: true,
    example: "Bia Lima",
    description: "the learner's name",
    aliases: ["full name", "nome", "nome completo", "nama", "nama lengkap"],
  },
  classId: {
    required: true,
    example: "1",
    setting: "classId",
    description: "the class's id",
    aliases: ["class", "turma", "id da turma", "kelas", "id kelas"],
  },
  registration_start_date: {
    required: false,
    description: "the first day of the enrollment, as YYYY-MM-DD",
    aliases: ["start date", "início", "mulai"],
  },
  registration_end_date: {
    required: false,
    description: "the last day of the enrollment, as YYYY-MM-DD",
    aliases: ["end date", "expires", "expiry", "vencimento", "expira em", "berakhir"],
  },
};
