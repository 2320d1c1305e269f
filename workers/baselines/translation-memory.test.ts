import { expect, test } from "@jest/globals";
import { TranslationMemory } from "./translation-memory.js";

const memory = new TranslationMemory([
  { source: "我们有三台电脑。", target: "We have three computers." },
  { source: "他们有三台电脑。", target: "They have three computers." },
  { source: "谁批准了预算？", target: "Who approved the budget?" },
]);

test("a sentence that is known has its own translation", () => {
  expect(memory.translate("谁批准了预算？")).toBe("Who approved the budget?");
});

test("a new sentence has that of the most alike", () => {
  expect(memory.translate("他们有五台电脑。")).toBe("They have three computers.");
  expect(memory.translate("谁翻译了预算？")).toBe("Who approved the budget?");
});

test("of equally alike sentences the first is taken, and where nothing is alike nothing is said", () => {
  expect(memory.translate("电脑有三台")).toBe("We have three computers.");
  expect(memory.translate("ABC")).toBe("");
});
