import type { MockServerBuilder } from "@kelaskit/core/testing";
import { type Course, list } from "../courses.ts";
import { itemsOf } from "./pages.ts";
import type { ToolzzStore } from "./store.ts";

function contains(entries: Course["ciclos"], wanted: string | undefined): boolean {
  return wanted === undefined || entries?.includes(wanted) === true;
}

/** Answers for courses. That the three filters search the three lists is deduced. */
export function mockCourses(server: MockServerBuilder, store: ToolzzStore): void {
  server.on(
    list,
    ({ params: { typeId, group, subgroup, specialty, status = "Published", page }, pageSize }) => {
      const found = store.courses.filter(
        (course) =>
          course.cursos_tipo_id === typeId &&
          course.published === (status === "Published") &&
          contains(course.ciclos, group) &&
          contains(course.etapas, subgroup) &&
          contains(course.disciplinas, specialty),
      );
      return { data: itemsOf(found, page, pageSize).map(({ published: _, ...course }) => course) };
    },
  );
}
