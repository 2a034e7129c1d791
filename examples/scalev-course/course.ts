import type { CourseContent, CourseSection, MyCourse, Scalev } from "@kelaskit/scalev";
import { element, htmlText, progressBar } from "./elements.ts";

/** Announces what has changed to users of screen readers. */
type Announce = (text: string) => void;

interface Sorted {
  readonly sequence_order?: number | null | undefined;
  readonly is_shown?: boolean | null | undefined;
}

/** The items that customers can see, in the seller's order. */
function visible<Item extends Sorted>(items: readonly Item[] | undefined): readonly Item[] {
  return (items ?? [])
    .filter((item) => item.is_shown !== false)
    .toSorted((first, second) => (first.sequence_order ?? 0) - (second.sequence_order ?? 0));
}

const percentOf = (content: CourseContent): number => content.progress?.progress ?? 0;

/** One course. A lesson that is marked as done is sent to the vendor, and the vendor's reply is shown. */
export function courseView(scalev: Scalev, { course }: MyCourse, announce: Announce): HTMLElement {
  const sections = visible(course.course_sections);
  const contents = new Map(
    sections
      .flatMap((section) => visible(section.course_contents))
      .flatMap((content) => (content.uuid === undefined ? [] : [[content.uuid, content] as const])),
  );
  const title = course.fullname ?? course.product_name ?? "A course without a name";
  const overview = element("div");

  const showOverview = (): void => {
    const all = [...contents.values()];
    const percent = all.reduce((sum, content) => sum + percentOf(content), 0) / Math.max(1, all.length);
    const done = all.filter((content) => content.progress?.is_completed === true).length;
    overview.replaceChildren(
      progressBar(percent, `Progress in ${title}`),
      element("p", { className: "soft" }, `${done} of ${all.length} lessons done`),
    );
  };

  const lessonItem = (contentUuid: string, content: CourseContent): HTMLLIElement => {
    const name = content.title ?? "A lesson without a title";
    const text = element(
      "div",
      {},
      element("p", { className: "lesson" }, name),
      element("p", { className: "lesson-text soft" }, htmlText(content.text ?? "")),
    );
    if (content.progress?.is_completed === true) {
      return element("li", { tabIndex: -1 }, text, element("p", { className: "done" }, "✓ Done"));
    }
    const started = percentOf(content);
    if (started > 0) text.append(progressBar(started, `Progress in ${name}`));
    const button = element("button", {
      type: "button",
      className: "quiet",
      ariaLabel: `Mark as done: ${name}`,
    });
    button.append("Mark as done");
    const item = element("li", {}, text, button);
    const finish = async (): Promise<void> => {
      button.disabled = true;
      try {
        const updated = await scalev.courses.updateProgress({ contentUuid, progress: 100 });
        contents.set(contentUuid, updated);
        const changed = lessonItem(contentUuid, updated);
        item.replaceWith(changed);
        // The button is gone, so the focus moves here for keyboard users.
        changed.focus();
        showOverview();
        announce(`${name} is done.`);
      } catch (error) {
        button.disabled = false;
        const message = error instanceof Error ? error.message : String(error);
        text.append(element("p", { className: "problem", role: "alert" }, message));
      }
    };
    button.addEventListener("click", () => void finish());
    return item;
  };

  const sectionView = (section: CourseSection): HTMLElement =>
    element(
      "section",
      {},
      element("h3", {}, section.title ?? "A section without a title"),
      element(
        "ol",
        {},
        ...visible(section.course_contents).flatMap((content) =>
          content.uuid === undefined ? [] : [lessonItem(content.uuid, content)],
        ),
      ),
    );

  showOverview();
  return element(
    "article",
    { className: "card" },
    element("h2", {}, title),
    overview,
    ...sections.map(sectionView),
  );
}
