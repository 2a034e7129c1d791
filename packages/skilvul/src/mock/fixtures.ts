import type { SkilvulSeed } from "./records.ts";

/** An id in the vendor's form, 25 characters starting with `c`, that names its kind: `ckproduct0000000000000001`. */
export function mockId(kind: string, number: number): string {
  const start = `ck${kind}`;
  return start + String(number).padStart(25 - start.length, "0");
}

const topics = [
  "HTML dan CSS",
  "JavaScript",
  "Python",
  "Analisis Data",
  "Desain Antarmuka",
  "Keamanan Siber",
  "Kewirausahaan Digital",
];
const levels = ["Pengantar", "Dasar", "Menengah", "Lanjutan", "Proyek Akhir"];

/** One product for each topic and level: 35, four pages at the vendor's default limit. */
const products = topics
  .flatMap((topic) =>
    levels.map((level, index) => ({ name: `${topic}: ${level}`, price: 50_000 + 25_000 * index })),
  )
  .map((product, index) => ({ id: mockId("product", index + 1), ...product }));

/** One bundle for each topic and each level. */
const bundles = [
  ...topics.map((topic) => `Paket ${topic}`),
  ...levels.map((level) => `Paket Semua ${level}`),
].map((name, index) => ({ id: mockId("bundle", index + 1), name, price: 400_000 }));

const addOns = ["Sesi Mentor", "Ulasan Proyek", "Sertifikat Cetak"].map((name, index) => ({
  id: mockId("addon", index + 1),
  name,
  price: 100_000,
}));

const citiesByProvince: Readonly<Record<string, readonly string[]>> = {
  "DKI Jakarta": ["Jakarta Pusat", "Jakarta Selatan", "Jakarta Timur"],
  "Jawa Barat": ["Bandung", "Bekasi", "Bogor", "Depok"],
  "Jawa Tengah": ["Semarang", "Surakarta"],
  "DI Yogyakarta": ["Yogyakarta"],
  "Jawa Timur": ["Malang", "Surabaya"],
  Bali: ["Denpasar"],
  "Sumatera Utara": ["Binjai", "Medan"],
  "Sulawesi Selatan": ["Makassar", "Parepare"],
};

const provinces = Object.keys(citiesByProvince).map((name, index) => ({
  id: mockId("province", index + 1),
  name,
}));

const cities = provinces
  .flatMap(({ id, name }) => (citiesByProvince[name] ?? []).map((city) => ({ name: city, provinceId: id })))
  .map((city, index) => ({ id: mockId("city", index + 1), ...city }));

const schoolGrades = ["SD", "SMP", "SMA", "SMK"].map((name, index) => ({
  id: mockId("grade", index + 1),
  name,
}));

const schoolTypes = ["Negeri", "Swasta"].map((name, index) => ({ id: mockId("type", index + 1), name }));

/** One invented school for each city, grade and type. */
const schools = cities
  .flatMap((city) =>
    schoolGrades.flatMap((grade) =>
      schoolTypes.map((type) => ({
        name: `${grade.name} ${type.name} Contoh ${city.name}`,
        schoolGradeId: grade.id,
        schoolTypeId: type.id,
        provinceId: city.provinceId,
        cityId: city.id,
      })),
    ),
  )
  .map((school, index) => ({ id: mockId("school", index + 1), ...school }));

const professions = ["Pelajar (SMP)", "Pelajar (SMA/SMK)", "Mahasiswa", "Guru", "Karyawan", "Wirausaha"].map(
  (name, index) => ({ id: mockId("profession", index + 1), name }),
);

const users = [
  { id: mockId("user", 1), email: "learner@example.com", firstName: "Pelajar", lastName: "Contoh" },
  { id: mockId("user", 2), email: "owner@example.com", firstName: "Pemilik", lastName: "Contoh" },
];

/** The default data. All invented except the places, which are real. `owner@example.com` owns the first of each kind. */
export const defaultSeed: Required<SkilvulSeed> = {
  products,
  bundles,
  addOns,
  users,
  owned: { "owner@example.com": [mockId("product", 1), mockId("bundle", 1), mockId("addon", 1)] },
  provinces,
  cities,
  professions,
  schoolGrades,
  schoolTypes,
  schools,
};
