import type { Client } from "@kelaskit/core";
import { academyCourse, academyLearningPath } from "@kelaskit/enroll/academy-of-mine";
import { type SkilvulItemKind, skilvulOrders } from "@kelaskit/enroll/skilvul";
import type { Target } from "@kelaskit/enroll";
import { toolzzPlan } from "@kelaskit/enroll/toolzz";
import { InputError } from "../context.ts";
import type { VendorName } from "../vendors/names.ts";
import type { ItemOptions } from "./options.ts";
import type { TargetName } from "./target-names.ts";

/** A target of the command line. */
export interface TargetChoice {
  readonly vendor: VendorName;
  /** The vendor's name for people. */
  readonly title: string;
  /** The write operations whose routes are only proposed: the client refuses them unless they are allowed. */
  proposedWrites(options: ItemOptions): readonly string[];
  /** The same for taking learners out. @default none */
  readonly proposedRemovals?: readonly string[] | undefined;
  /** The options that set what its rows get. */
  readonly options: readonly (keyof ItemOptions)[];
  /** Creates it; sends nothing. */
  create(client: Client, options: ItemOptions): Target;
}

/** The one item for rows that do not name their own. */
function itemOf(options: ItemOptions): { readonly kind: SkilvulItemKind; readonly id: string } | undefined {
  const given = (
    [
      ["product", options.product],
      ["bundle", options.bundle],
      ["add-on", options.addOn],
    ] as const
  ).flatMap(([kind, id]) => (id === undefined ? [] : [{ kind, id }]));
  if (given.length > 1) {
    const names = given.map(({ kind }) => `--${kind}`).join(" and ");
    throw new InputError(
      `${names} were given, but a row orders one item. Use one of them, or columns with an item for each row.`,
    );
  }
  return given[0];
}

/** The options of both targets of Academy of Mine. */
function academyOptions({ portalId, createLearners }: ItemOptions) {
  return { portalId, createLearners: createLearners !== false };
}

/** The writes of Academy of Mine: missing learners are created unless that is disabled. */
function academyWrites(enroll: string, { createLearners }: ItemOptions): readonly string[] {
  return createLearners === false ? [enroll] : [enroll, "users.create"];
}

const choices: Readonly<Record<TargetName, TargetChoice>> = {
  "skilvul-orders": {
    vendor: "skilvul",
    title: "Skilvul",
    proposedWrites: () => [],
    options: ["product", "bundle", "addOn", "userField"],
    create(client, options) {
      return skilvulOrders(client, { item: itemOf(options), userFields: options.userField });
    },
  },
  "academy-course": {
    vendor: "academy-of-mine",
    title: "Academy of Mine",
    proposedWrites: (options) => academyWrites("courses.enroll", options),
    proposedRemovals: ["courses.removeLearners"],
    options: ["course", "portalId", "createLearners"],
    create(client, options) {
      return academyCourse(client, { courseId: options.course, ...academyOptions(options) });
    },
  },
  "academy-learning-path": {
    vendor: "academy-of-mine",
    title: "Academy of Mine",
    proposedWrites: (options) => academyWrites("learningPaths.enroll", options),
    proposedRemovals: ["learningPaths.removeLearners"],
    options: ["learningPath", "portalId", "createLearners"],
    create(client, options) {
      return academyLearningPath(client, {
        learningPathId: options.learningPath,
        ...academyOptions(options),
      });
    },
  },
  "toolzz-plan": {
    vendor: "toolzz",
    title: "Toolzz",
    proposedWrites: () => [],
    options: ["plan", "school"],
    create(client, { plan, school }) {
      return toolzzPlan(client, { planUuid: plan, schools: school });
    },
  },
};

const itemOptions = Object.values(choices).flatMap(({ options }) => options);

/** Writes an option as its flag: `addOn` is `--add-on`. */
function flag(option: string): string {
  const word = option === "createLearners" ? "noCreateLearners" : option;
  return `--${word.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
}

/**
 * Returns a target by its name.
 *
 * @throws InputError when an option of another target was given, which would have no effect.
 */
export function chooseTarget(name: TargetName, options: ItemOptions): TargetChoice {
  const choice = choices[name];
  // Commander sets `--no-…` options to true when they are left out.
  const isGiven = (option: keyof ItemOptions) => options[option] !== undefined && options[option] !== true;
  const foreign = itemOptions.find((option) => isGiven(option) && !choice.options.includes(option));
  if (foreign === undefined) return choice;
  throw new InputError(
    `${flag(foreign)} is not an option of ${name}, and nothing was sent. Its options are ${choice.options.map((option) => flag(option)).join(", ")}.`,
  );
}

/** What the rows get, as a part of a file name; the name of the target if rows define it themselves. */
export function itemWord(name: TargetName, options: ItemOptions): string {
  const { product, bundle, addOn, course, learningPath, plan } = options;
  return String(product ?? bundle ?? addOn ?? course ?? learningPath ?? plan ?? name).replaceAll(
    /[^\w.-]+/g,
    "-",
  );
}
