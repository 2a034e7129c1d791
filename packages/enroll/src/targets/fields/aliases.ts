/** Headers of a column with e-mail addresses. */
export const emailAliases = ["mail", "email address", "alamat email", "surel", "endereço de e-mail"];

/** Headers of a column with given names. */
export const givenNameAliases = ["given name", "nama depan", "primeiro nome"];

/** Headers of a column with family names. */
export const familyNameAliases = ["surname", "family name", "nama belakang", "sobrenome"];
