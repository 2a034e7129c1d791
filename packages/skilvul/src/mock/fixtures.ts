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
    levels.map((level) => ({
      title: `${topic}: ${level}`,
      shortDescription: `${level} ${topic}.`,
      fullDescription: `Kelas contoh: ${topic}, tingkat ${level}.`,
    })),
  )
  .map((product, index) => {
    const id = mockId("product", index + 1);
    const imageUrl = `https://skilvul.example/images/${id}.png`;
    return { id, ...product, imageUrl, url: `https://skilvul.example/courses/${id}` };
  });

/** One bundle for each topic and each level. */
const bundles = [
  ...topics.map((topic) => `Paket ${topic}`),
  ...levels.map((level) => `Paket Semua ${level}`),
].map((title, index) => ({ id: mockId("bundle", index + 1), title }));

const addOns = ["Sesi Mentor", "Ulasan Proyek", "Sertifikat Cetak"].map((title, index) => ({
  id: mockId("addon", index + 1),
  title,
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

const schoolGrades = ["SD", "SMP", "SMA", "SMK"].map((grade, index) => ({
  id: mockId("grade", index + 1),
  grade,
}));

const schoolTypes = ["Negeri", "Swasta"].map((type, index) => ({ id: mockId("type", index + 1), type }));

/** One invented school for each city, grade and type. */
const schools = cities
  .flatMap((city) =>
    schoolGrades.flatMap(({ id: schoolGradeId, grade }) =>
      schoolTypes.map(({ id: schoolTypeId, type }) => ({
        name: `${grade} ${type} Contoh ${city.name}`,
        schoolGradeId,
        schoolTypeId,
        provinceId: city.provinceId,
        cityId: city.id,
      })),
    ),
  )
  .map((school, index) => ({ id: mockId("school", index + 1), ...school }));

const professions = ["Pelajar (SMP)", "Pelajar (SMA/SMK)", "Mahasiswa", "Guru", "Karyawan", "Wirausaha"];

/** What the record of a learner contains before they have learned anything. */
export const noBadges = { skilBadge: [], totalSkilBadge: 0, totalSkilPoin: 0 };

const users = [
  {
    id: mockId("user", 1),
    email: "learner@example.com",
    firstName: "Pelajar",
    lastName: "Contoh",
    ...noBadges,
    province: null,
    city: null,
  },
  {
    id: mockId("user", 2),
    email: "owner@example.com",
    firstName: "Pemilik",
    lastName: "Contoh",
    skilBadge: [
      {
        name: "HTML dan CSS",
        pictureUrl: "https://skilvul.example/badges/1.png",
        openBadgeId: "badge-1",
        badgerUrl: "https://badges.example/1",
        certificateUrl: "https://skilvul.example/certificates/1.pdf",
      },
    ],
    totalSkilBadge: 1,
    totalSkilPoin: 120,
    province: { id: mockId("province", 1), name: "DKI Jakarta" },
    city: { id: mockId("city", 1), name: "Jakarta Pusat" },
  },
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
