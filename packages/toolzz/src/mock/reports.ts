import type { MockServerBuilder } from "@kelaskit/core/testing";
import {
  listMembers,
  listNotEnrolled,
  listProgress,
  type ListReportParams,
  listSchoolProgress,
  type Progress,
  type ReportedCourse,
} from "../reports.ts";
import { mockTime } from "./fixtures.ts";
import { pageOf, type PageOptions, reportPage } from "./pages.ts";
import type { MockProgress } from "./records.ts";
import { notFound } from "./reply.ts";
import type { ToolzzStore } from "./store.ts";

function sent({ schoolId: _, day: __, ...row }: MockProgress): Progress {
  return row;
}

function reportedCourses({ courses, classes }: ToolzzStore): readonly ReportedCourse[] {
  return courses
    .filter(({ published }) => published)
    .map(({ id, titulo, capa, class: own }) => {
      const room = classes.get(own?.id ?? "");
      return {
        id: Number(id),
        title: titulo,
        imageUrl: capa,
        classrooms:
          room === undefined
            ? []
            : [{ id: Number(room.id), schoolId: room.schoolId, title: room.name, code: own?.code }],
      };
    });
}

/**
 * Answers for reports. A school's progress is filtered by day, CPF and e-mail address; `multiInst` and `updatedAt` change nothing,
 * because their effect is not documented.
 *
 * @param platform The URL of the institution's own domain.
 */
export function mockReports(server: MockServerBuilder, store: ToolzzStore, platform: string): void {
  const progressPage = (
    rows: readonly MockProgress[],
    { page, per_page, path }: Omit<PageOptions, "keys">,
  ) => ({
    data: pageOf(rows.map(sent), { page, per_page, path: `${server.baseUrl}${path}`, keys: "documented" }),
  });
  const ownPage = <Row>(rows: readonly Row[], { page, perPage }: ListReportParams, path: string) =>
    reportPage(rows, { page, perPage, path: `${platform}${path}` });

  server.on(listProgress, ({ params: { page }, pageSize: per_page }) =>
    progressPage(store.progress, { page, per_page, path: "/api/reports/institution/percentage" }),
  );
  server.on(listSchoolProgress, ({ params, pageSize: per_page }) => {
    const { schoolId, startDate, endDate, cpf, email, page } = params;
    if (!store.schools.has(Number(schoolId))) return notFound("school");
    const rows = store.progress.filter(
      (row) =>
        row.schoolId === Number(schoolId) &&
        (startDate === undefined || row.day >= startDate) &&
        (endDate === undefined || row.day <= endDate) &&
        (cpf === undefined || row.user_cpf === cpf) &&
        (email === undefined || row.user_email === email),
    );
    return progressPage(rows, { page, per_page, path: `/api/reports/school/${schoolId}/percentage` });
  });
  server.on(listMembers, ({ params }) => {
    const { data, links, meta } = ownPage(reportedCourses(store), params, "/api/v1/reports/members");
    const { current_page, from, last_page, to, total } = meta;
    return { data: { current_page, from, last_page, to, total, data, links, meta } };
  });
  server.on(listNotEnrolled, ({ params }) => {
    const rows = store.unenrolled.map(({ id, name, email, cpf, birth_date }) => ({
      id,
      name,
      birthDate: birth_date ?? null,
      document: cpf ?? null,
      mailAddress: email,
      createdAt: mockTime,
      updatedAt: mockTime,
      lastActivity: null,
      lastLogin: null,
    }));
    return ownPage(rows, params, "/api/v1/reports/students/not-enrolled");
  });
}
