import type { Localized } from "../localized.js";

/**
 * Classes instead of colours, so that a drawing follows a dark page where the viewer says so; viewers that know no media
 * queries show the light one. Either way it paints its own paper, so ink and paper always fit each other.
 */
const STYLE = `
text { font-family: "Inter", "Helvetica Neue", Arial, "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", sans-serif; font-size: 12px; fill: #1f2430 }
.title { font-size: 14px; font-weight: 600 }
.soft { fill: #667085 }
.paper { fill: #ffffff }
.grid { stroke: #e6e8ee; fill: none }
.axis { stroke: #98a2b3; fill: none }
.good { stroke: #009e73; fill: none }
.bad { stroke: #d55e00; fill: none }
.bad-ink { fill: #b54708; font-weight: 600 }
@media (prefers-color-scheme: dark) {
text { fill: #e6e8ee }
.soft { fill: #9aa3b2 }
.paper { fill: #14171d }
.grid { stroke: #2a303b }
.axis { stroke: #667085 }
.bad-ink { fill: #f79009 }
}`;

/** A whole drawing, measured in pixels; `title` is read out by screen readers. */
export function svgDocument(width: number, height: number, title: Localized, body: string): string {
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${px(width)} ${px(height)}" width="${px(width)}" height="${px(height)}" role="img">`,
    `<title>${escaped(bilingual(title))}</title>`,
    `<style>${STYLE}\n</style>`,
    `<rect class="paper" width="${px(width)}" height="${px(height)}"/>`,
    body,
    "</svg>\n",
  ].join("\n");
}

export interface TextStyle {
  class?: string;
  anchor?: "start" | "middle" | "end";
  /** Any further attributes, already written out. */
  more?: string;
}

/** One line of text with its baseline at y. */
export function textAt(x: number, y: number, text: string, { class: name, anchor, more }: TextStyle = {}): string {
  const attributes = [name && `class="${name}"`, anchor && `text-anchor="${anchor}"`, more].filter(Boolean).join(" ");
  return `<text x="${px(x)}" y="${px(y)}" ${attributes}>${escaped(text)}</text>`;
}

/** Both languages on one line. */
export function bilingual({ en, zh }: Localized): string {
  return `${en} · ${zh}`;
}

/** Text as it may stand in an element or an attribute. */
export function escaped(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");
}

/** A length in pixels, to a hundredth: finer than a screen shows, and short in the file. */
export function px(value: number): string {
  return String(Math.round(value * 100) / 100);
}
