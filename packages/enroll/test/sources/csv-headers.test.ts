import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createAcademyOfMine } from "@kelaskit/academy-of-mine";
import { createSkilvul } from "@kelaskit/skilvul";
import { createToolzz } from "@kelaskit/toolzz";
import { csvFile, type CsvOptions } from "../../src/sources/index.ts";
import { academyCourse } from "../../src/targets/academy-of-mine.ts";
import { skilvulOrders } from "../../src/targets/skilvul.ts";
import { toolzzPlan } from "../../src/targets/toolzz.ts";
import { sourceErrorOf, fields, fileWriter, readAll, temporaryFolder } from "./support.ts";

const write = fileWriter(temporaryFolder());

async function rowsIn(content: string, options: Partial<CsvOptions> = {}) {
  return readAll(csvFile(await write(content), { fields, ...options }));
}

async function errorOf(content: string, options: Partial<CsvOptions> = {}) {
  return sourceErrorOf(async () => rowsIn(content, options));
}

const targets = {
  skilvul: skilvulOrders(createSkilvul(), {
    item: { kind: "product", id: "p1" },
  }).fields,
  toolzz: toolzzPlan(createToolzz(), { planUuid: "p", schools: [1] }).fields,
  academy: academyCourse(createAcademyOfMine({ baseUrl: "http://127.0.0.1:1" }), { courseId: 1 }).fields,
};

describe("a column that no field reads and that resembles one", () => {
  it.each([
    ["Prodct ID", "productId"],
    ["Porduct", "productId"],
    ["Product_Idd", "productId"],
    ["Products", "productId"],
    ["ID Product", "productId"],
    ["ID do prdouto", "productId"],
    ["Produk ID", "productId"],
    ["Prоduct ID", "productId"],
    ["Bundel ID", "bundleId"],
    ["Frist name", "firstName"],
    ["nmae", "name"],
  ])("is refused where that field has no column: %s", async (header, field) => {
    const notes: string[] = [];
    const error = await errorOf(`email,${header}\nada@example.com,p2\n`, {
      fields: targets.skilvul,
      onNote: (note) => void notes.push(note),
    });
    expect(error).toMatchObject({ line: 1, column: header });
    expect(error.message).toContain(`the field "${field}"`);
    expect(error.message).toContain(`map it to "${field}" in columns, or list it in ignoredColumns`);
  });

  it("shows the letter of another script", async () => {
    const { message } = await errorOf("email,Prоduct ID\na,b", { fields: targets.skilvul });
    expect(message).toContain("CYRILLIC SMALL LETTER O (U+043E) at character 3");
  });

  it("passes where the field has a column", async () => {
    expect(await rowsIn("email,product,prodct\na,p1,p2")).toHaveLength(1);
  });

  it("is read if columns maps it, and left if ignoredColumns lists it", async () => {
    const content = "email,product,nmae\na,p1,Ada";
    expect((await rowsIn(content, { columns: { name: "nmae" } }))[0]?.record).toMatchObject({ name: "Ada" });
    expect((await rowsIn(content, { ignoredColumns: ["NMAE"] }))[0]?.record).toEqual({
      email: "a",
      product: "p1",
    });
  });

  it("may not be listed without being there", async () => {
    expect((await errorOf("email,product\na,b", { ignoredColumns: ["Nmae"] })).message).toContain(
      'ignoredColumns lists the column "Nmae", which does not exist',
    );
  });
});

it("leaves a column alone that ignoredColumns lists, even where it is a field's", async () => {
  const [row] = await rowsIn("E-Mail,email,product\nold,new,p1", {
    ignoredColumns: ["e-mail"],
    columns: { email: "email" },
  });
  expect(row?.record).toEqual({ email: "new", product: "p1" });
});

const realistic = {
  English:
    "No.,Timestamp,Class,Phone number,Mobile,Address,City,Postal code,Country,Date of birth,Gender,Company,Department,Job title,Notes,Comments,Username,Nickname,Middle name,Title,Role,Group,Team,Grade,Score,Start date,Price,Quantity,Invoice number,Order number,File name,User IP,Time,Date,Code,Language,Region,Manager,Site,Level,Home,Game,Mode,State,Student number,Student name,Product name,Product code,Course name,Item description,Password hint,Account status,School name,Package name,Main contact",
  Indonesian:
    "No,Kelas,Nomor HP,No. Telepon,Alamat,Kota,Provinsi,Kode pos,Tanggal lahir,Tempat lahir,Jenis kelamin,Agama,Instansi,Jabatan,Keterangan,Catatan,Angkatan,Nama panggilan,Nama ayah,Nama ibu,Nama kelas,Waktu,Tanggal,Harga,Jumlah,NIK,NIS,Pekerjaan,Umur,Status pembayaran,Nama sekolah",
  Portuguese:
    "Nº,Turma,Telefone,Celular,Endereço,Cidade,CEP,Data de nascimento,Sexo,Empresa,Cargo,Observações,Matrícula,CPF,RG,Série,Nota,Bairro,Data de início,Valor,Quantidade,Nome da mãe,Nome social,Apelido,Nível,Unidade,Professor",
  Thai: "ลำดับ,ชื่อ,นามสกุล,อีเมล,เบอร์โทร,ที่อยู่,จังหวัด,ห้อง,ชั้นเรียน,วันเกิด,เพศ,หมายเหตุ,โรงเรียน,รหัสนักเรียน",
};

describe("headers of real lists", () => {
  it.each(
    Object.entries(realistic).flatMap(([language, headers]) =>
      Object.entries(targets).map(([target, targetFields]) => ({ language, headers, target, targetFields })),
    ),
  )("pass with a note: $language, for $target", async ({ headers, targetFields }) => {
    const own = headers.split(",");
    const notes: string[] = [];
    const content = `email,nome,${headers}\na@example.com,Ada${",x".repeat(own.length)}\n`;
    const [row] = await rowsIn(content, { fields: targetFields, onNote: (note) => void notes.push(note) });
    expect(row?.record).toMatchObject({ email: "a@example.com" });
    for (const header of own) expect(notes.join()).toContain(`"${header}"`);
  });
});

describe("headers", () => {
  it("are compared without accents, quotation marks and invisible characters", async () => {
    const decoration = fc.constantFrom(
      "\u200B",
      "\u00AD",
      "\uFEFF",
      "\u2060",
      "\u200E",
      "\u00A0",
      "\u3000",
      "‑",
      "–",
      "_",
      "’",
      "“",
      "”",
      "*",
      ":",
      "\u0301",
      "\uFE0F",
      "\u180E",
    );
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(fc.nat(9), decoration), { maxLength: 6 }), async (places) => {
        const letters = Array.from("product id");
        for (const [at, mark] of places) letters.splice(at, 0, mark);
        const [row] = await rowsIn(`email,${letters.join("")}\na,p1`);
        expect(row?.record).toEqual({ email: "a", product: "p1" });
      }),
      { numRuns: 100 },
    );
  });

  it("may occur twice if they are not used", async () => {
    expect(await rowsIn("email,product,x,x,,\na,p1,1,2")).toHaveLength(1);
  });

  it.each([
    ["email,product,email\na,b,c", {}],
    ["Mail,product,Mail\na,b,c", { columns: { email: "Mail" } }],
  ])("may not occur twice if a field is read from them", async (content, options) => {
    expect((await errorOf(content, options)).message).toContain("this header occurs twice");
  });

  it("are noted before the first record", async () => {
    const notes: string[] = [];
    const path = await write("email,product,shoe size\na,p1,43");
    const source = csvFile(path, { fields, onNote: (note) => void notes.push(note) });
    for await (const { line } of source.records()) {
      expect(line).toBe(2);
      expect(notes).toEqual(['learners.csv: these columns are not used: "shoe size".']);
    }
  });
});

describe("lines above the header line", () => {
  const content =
    'Learners of "Autumn"\r\n\r\nExported by Ada, 2026\r\nemail;product\r\nada@example.com;p1\r\n';

  it.each([
    content,
    content.replace('"Autumn"', "Autumn"),
    `email list\n\n\n${content.slice(content.indexOf("email"))}`,
  ])("are found, with what to say", async (text) => {
    const { message } = await errorOf(text);
    expect(message).toContain("line 4 looks like one. Set headerLine: 4");
  });

  it.each(["\r\n", "\n", "\r"])(
    "are skipped with `headerLine`, and every line keeps its number",
    async (end) => {
      const notes: string[] = [];
      const text = content.replaceAll("\r\n", end);
      const rows = await rowsIn(text, { headerLine: 4, onNote: (note) => void notes.push(note) });
      expect(rows).toEqual([{ line: 5, record: { email: "ada@example.com", product: "p1" } }]);
      expect(notes).toEqual(["learners.csv: lines 1 to 3 are above the header line and are not read."]);
      expect((await errorOf(`${text}x;"y`, { headerLine: 4 })).line).toBe(6);
    },
  );

  it("may not be all there is", async () => {
    expect((await errorOf(content, { headerLine: 9 })).message).toContain("it is empty from line 9 on");
    await expect(rowsIn(content, { headerLine: 0 })).rejects.toThrow("headerLine must be a line number");
  });
});

describe("the original of a record", () => {
  it("has every cell by its header, with keys that are all different", async () => {
    const path = await write("\uFEFFE-Mail,product,x,x,,column 5\n'a,p1,1,2,3\n");
    const originals: unknown[] = [];
    for await (const { original } of csvFile(path, { fields }).records({ withOriginal: true }))
      originals.push({ ...original });
    expect(originals).toEqual([
      {
        "E-Mail": "'a",
        product: "p1",
        x: "1",
        "x (column 4)": "2",
        "column 5 (column 5)": "3",
        "column 5": "",
      },
    ]);
  });

  it("is left out without `withOriginal`", async () => {
    for await (const row of csvFile(await write("email,product\na,b"), { fields }).records())
      expect(row).not.toHaveProperty("original");
  });
});
