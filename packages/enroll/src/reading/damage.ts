/** What a spreadsheet left in a cell instead of its value. */
export interface Damage {
  readonly expected: string;
  readonly received: string;
}

/** Error values without a mark at the end, in several languages. */
const bareErrors = new Set(
  "#N/A,#N/D,#NV,#N/B,#I/T,#YOK,#Н/Д,#Δ/Υ,#GETTING_DATA,#BUSY,#ERROR,#ERR,#NULL,#REF,#NUM,#VALUE,#NAME,#DIV/0".split(
    ",",
  ),
);

/** Such as `#REF!`, `#DIV/0!`, `#NOM?`, `#¡VALOR!`: capitals of any language between a number sign and a mark. */
const markedError = /^#[¡¿]?[\p{Lu}\p{Lo}\p{M}\d/_.-]+[!?]$/u;

/** LibreOffice's, such as `Err:502`. */
const numberedError = /^(?:err|error|erro|erreur|fehler|fout|errore|хиба|ошибка)\s?:\s?\d{3}$/iu;

/** A number that was too long for its cell: `1.23457E+11`, `6,28123E+11`, `1E+15`, and Java's `6.28123E11`. */
const shortenedNumber = /^[+-]?(?:\d+[.,]\d+\s?E\s?[+-]?\d+|\d+\s?E\s?[+-]\d{2,})$/i;

/** A formula that does not begin with `=`: `+SUM(A1)`, `@IF(…)`. */
const call = /^[+@-][A-Z][A-Z\d.]+\(/;

function errorValue(text: string): string | undefined {
  const upper = text.toUpperCase();
  if (bareErrors.has(upper) || markedError.test(upper) || numberedError.test(text)) return text;
  return /^#{3,}$/.test(text) ? "###" : undefined;
}

/** Finds the error value of a spreadsheet in place of a text. */
export function errorValueIn(text: string): Damage | undefined {
  const value = errorValue(text);
  if (value === undefined) return undefined;
  const meaning = value === "###" ? "which a spreadsheet shows if a column is too narrow" : "an error value";
  return {
    expected: "the value of the cell before a spreadsheet damaged it",
    received: `${value}, ${meaning}: correct the cell in the spreadsheet and save the file again`,
  };
}

/** Finds what a spreadsheet left in place of a text: an error value, a shortened number, a formula. */
export function damageIn(text: string): Damage | undefined {
  const error = errorValueIn(text);
  if (error !== undefined) return error;
  if (shortenedNumber.test(text)) {
    return {
      expected: "all digits",
      received:
        "a number that a spreadsheet has shortened, such as 1.2E+11, so that digits are lost: format the column as text and " +
        "enter the digits again",
    };
  }
  if (text.startsWith("=") || call.test(text)) {
    return {
      expected: "the value of the cell",
      received: "a formula: copy the cells, paste them as values and save the file again",
    };
  }
  return undefined;
}

const months = "jan|feb|mar|apr|may|mei|mai|jun|jul|aug|agu|ago|sep|set|oct|okt|out|nov|dec|des|dez";
const dayAndMonth = new RegExp(`^\\d{1,2}[-/ ](?:${months})(?:[-/ ]\\d{2,4})?$`, "i");

/** Finds a date in place of an id: spreadsheets read `1-2` as a date. */
export function dateIn(text: string): Damage | undefined {
  if (!dayAndMonth.test(text) && !/^\d{1,2}[/.]\d{1,2}[/.]\d{4}$/.test(text)) return undefined;
  return {
    expected: "an id",
    received: "a date, perhaps converted by a spreadsheet: format the column as text and enter the id again",
  };
}
