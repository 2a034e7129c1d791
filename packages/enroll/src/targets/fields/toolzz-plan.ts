import type { TargetField } from "../../target.ts";
import { emailAliases } from "./aliases.ts";

/** Who is enrolled in which package of Toolzz. */
export const planFields: Readonly<Record<string, TargetField>> = {
  email: {
    required: true,
    example: "bia@example.com",
    description: "the learner's e-mail address",
    aliases: emailAliases,
  },
  nome: {
    required: true,
    example: "Bia Lima",
    description: "the learner's name",
    aliases: ["name", "full name", "nome completo", "nama", "nama lengkap"],
  },
  planUuid: {
    required: true,
    example: "3f0c9a52-6c1d-4b7e-9a54-2f1f6f4b8d10",
    setting: "planUuid",
    description: "the package's UUID",
    aliases: ["plan", "plan_hash", "package", "pacote", "plano", "paket"],
  },
  schools: {
    required: true,
    example: "1",
    setting: "schools",
    description: "ids of the learner's schools, with semicolons between them: 1;2",
    aliases: ["school", "school ids", "escola", "escolas", "sekolah"],
  },
  status: {
    required: false,
    description: "the state of the enrollment: active or expired",
    aliases: ["situação", "estado"],
  },
  expires_at: {
    required: false,
    description: "the last day of the enrollment, as YYYY-MM-DD",
    aliases: ["expires", "expiry", "vencimento", "expira em", "berakhir"],
  },
};
