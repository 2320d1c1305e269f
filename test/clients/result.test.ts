import { expect, test } from "@jest/globals";
import { confusion } from "../../clients/demo/confusion.js";
import { farewell, type Farewell } from "../../clients/demo/farewell.js";
import { result, type EvaluatedRun } from "../../clients/demo/result.js";
import { coloured, plain } from "../../clients/demo/terminal/style.js";
import { widthOf } from "../../clients/demo/terminal/width.js";

const poems = {
  labels: ["唐诗", "sonnet"],
  counts: [
    [12, 3],
    [0, 9],
  ],
};

const rates = { precision: 0.8, recall: 0.75, f1: 0.7742 };

const run: EvaluatedRun = {
  id: "run",
  status: "SUCCEEDED",
  startedAt: "2026-11-22T12:00:00.000Z",
  finishedAt: "2026-11-22T12:01:05.000Z",
  error: null,
  backend: { name: "wasm", device: "a small machine", memoryBytes: 2 ** 32, warning: "Slower than it could be." },
  evaluation: {
    rows: 24,
    classification: {
      accuracy: 0.875,
      logLoss: 0.31,
      macroAuc: null,
      macro: rates,
      weighted: rates,
      classes: [
        { name: "唐诗", support: 15, precision: 1, recall: 0.8, f1: 0.8889 },
        { name: "sonnet", support: 9, precision: 0.75, recall: 1, f1: 0.8571 },
      ],
      confusionMatrix: poems,
    },
  },
  baseline: { name: "majority class", primary: { value: 0.625 } },
  artifacts: [],
};

const goodbye: Farewell = {
  url: "http://127.0.0.1:4000",
  founder: { email: "founder@demo.local", password: "demo" },
  adminEmail: "admin@groundwork.local",
  adminPassword: undefined,
  artifacts: [
    { kind: "SAMPLE", name: "digits-126", mediaType: "image/svg+xml", url: "/artifacts/1" },
    { kind: "SAMPLE", name: "digits-252", mediaType: "image/svg+xml", url: "/artifacts/2" },
    { kind: "WEIGHTS", name: "weights.safetensors", mediaType: "application/octet-stream", url: "/artifacts/3" },
    { kind: "CURVES", name: "curves.svg", mediaType: "image/svg+xml", url: "/artifacts/4" },
  ],
};

test("a confusion matrix has a labelled row for each true class, columns aligned under wide characters too", () => {
  const [, ...lines] = confusion(poems, 80, plain);
  expect(lines).toEqual(["true      唐诗  sonnet ", "唐诗        12       3 ", "sonnet       ·       9 "]);
});

test("a confusion matrix without room becomes its most frequent mistakes", () => {
  expect(confusion(poems, 20, plain)).toEqual(["Most frequent mistakes", "唐诗 taken for sonnet: 3"]);
});

test("with colours hits are on green, mistakes on red, and nothing else changes", () => {
  const lines = confusion(poems, 80, coloured);
  expect(lines[2]).toContain("\u001b[38;5;231;48;5;28m     12 \u001b[0m");
  expect(lines[2]).toContain("48;5;88m      3 \u001b[0m");
  expect(lines.map(widthOf)).toEqual(confusion(poems, 80, plain).map(widthOf));
});

test("the result puts accuracy beside the baseline and says on what it was computed", () => {
  const lines = result(run, 80, plain);
  expect(lines.slice(0, 3)).toEqual([
    "Accuracy 0.8750 on 24 test pictures it had not seen.",
    "Baseline 0.6250 (majority class) on the same pictures.",
    "Log loss 0.3100.",
  ]);
  expect(lines.slice(-2)).toEqual([
    "Computed by wasm on a small machine, 4.0 GiB of memory, in 1:05.",
    "Slower than it could be.",
  ]);
});

test("the table has precision, recall, F1 and the pictures of each class, and the averages below", () => {
  expect(result(run, 80, plain).slice(4, 9)).toEqual([
    "class     precision     recall         F1   pictures",
    "唐诗         1.0000     0.8000     0.8889         15",
    "sonnet       0.7500     1.0000     0.8571          9",
    "macro        0.8000     0.7500     0.7742         24",
    "weighted     0.8000     0.7500     0.7742         24",
  ]);
});

test("the farewell gives whole addresses of the pictures, of samples only the last", () => {
  const lines = farewell(goodbye, plain);
  const addresses = lines.filter((line) => line.includes("/artifacts/")).map((line) => line.trim());
  expect(addresses).toEqual(["http://127.0.0.1:4000/artifacts/4", "http://127.0.0.1:4000/artifacts/2"]);
});

test("the farewell shows the administrator's password only when it was made just now", () => {
  expect(farewell(goodbye, plain).join("\n")).not.toContain("made just now");
  expect(farewell({ ...goodbye, adminPassword: "pw-for-once" }, plain).join("\n")).toContain("password pw-for-once");
});
