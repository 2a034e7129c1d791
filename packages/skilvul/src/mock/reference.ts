import type { MockServerBuilder } from "@kelaskit/core/testing";
import * as cities from "../cities.ts";
import * as professions from "../professions.ts";
import * as provinces from "../provinces.ts";
import * as schools from "../schools.ts";
import { notFound } from "./reply.ts";
import type { MockRecord } from "./records.ts";
import type { SkilvulStore } from "./store.ts";

function nameContains({ name }: MockRecord, words: string): boolean {
  return typeof name === "string" && name.toLowerCase().includes(words.toLowerCase());
}

/** Answers for the reference data: places, professions and schools. */
export function mockReference(server: MockServerBuilder, store: SkilvulStore): void {
  server.on(provinces.list, () => ({
    provinces: [...store.provinces.values()],
    totalProvinces: store.provinces.size,
    error: null,
  }));
  server.on(provinces.get, ({ params }) => {
    const province = store.provinces.get(params.provinceId);
    return province === undefined ? notFound("province") : { province, error: null };
  });

  server.on(cities.list, ({ params }) => {
    const found = [...store.cities.values()].filter(({ provinceId }) => provinceId === params.provinceId);
    return { cities: found, totalCities: found.length, error: null };
  });
  server.on(cities.get, ({ params }) => {
    const city = store.cities.get(params.cityId);
    return city === undefined ? notFound("city") : { city, error: null };
  });

  server.on(professions.list, () => ({
    professions: store.professions,
    totalProfessions: store.professions.length,
    error: null,
  }));

  server.on(schools.listGrades, () => ({
    schoolGrades: store.schoolGrades,
    totalSchoolGrades: store.schoolGrades.length,
    error: null,
  }));
  server.on(schools.listTypes, () => ({
    schoolTypes: store.schoolTypes,
    totalSchoolTypes: store.schoolTypes.length,
    error: null,
  }));
  server.on(schools.list, ({ params: { search = "", ...wanted } }) => {
    const found = store.schools.filter(
      (school) =>
        Object.entries(wanted).every(([field, value]) => school[field] === value) &&
        nameContains(school, search),
    );
    return { schools: found, totalSchools: found.length, error: null };
  });
}
