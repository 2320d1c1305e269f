import type { BuiltInContent } from "../../src/domains/training/datasets/built-in/built-in-content.js";
import { DataKind } from "../../src/domains/training/datasets/data-kind.js";
import { findDataset } from "../../src/domains/training/datasets/dataset-catalogue.js";
import type { DataFormat } from "../../src/domains/training/datasets/formats/data-format.js";
import { graphsFormat, type UserGraph } from "../../src/domains/training/datasets/formats/graphs.format.js";
import { imagesFormat } from "../../src/domains/training/datasets/formats/images.format.js";
import { pairsFormat } from "../../src/domains/training/datasets/formats/pairs.format.js";
import { questionsFormat } from "../../src/domains/training/datasets/formats/questions.format.js";
import { sequenceFormat } from "../../src/domains/training/datasets/formats/sequence.format.js";
import { tableFormat } from "../../src/domains/training/datasets/formats/table.format.js";
import { textsFormat } from "../../src/domains/training/datasets/formats/texts.format.js";
import { timeSeriesFormat } from "../../src/domains/training/datasets/formats/time-series.format.js";
import { loadImages } from "./built-in-images.js";
import { loadTable } from "./built-in-tables.js";
import { loadTexts } from "./built-in-texts.js";
import type { LabelledGraphs } from "./graphs.js";
import { loadMotifGraphs } from "./motif-graphs.js";
import { loadQuestions } from "./passage-questions.js";
import { loadRunningText } from "./passages.js";
import { loadSentencePairs } from "./sentence-pairs.js";
import { loadTimeSeries } from "./time-series.js";

/** Rows shown of each set. */
const ROWS = 10;

/** By kind, what a set holds in figures and its first rows: found as in a file of the users' own. An environment has no rows. */
const contents: Readonly<Partial<Record<DataKind, (id: string) => Promise<BuiltInContent>>>> = {
  [DataKind.IMAGES]: async (id) => {
    const images = await loadImages(id);
    const labels = Array.from(images.labels, (label) => images.classes[label]);
    const sides = labels.map(() => images.size);
    const names = labels.map((_, row) => String(row + 1));
    return shown(imagesFormat, { ...images, labels, names, widths: sides, heights: sides });
  },
  [DataKind.GRAPHS]: async (id) => shown(graphsFormat, { graphs: namedGraphs(loadMotifGraphs(id)) }),
  [DataKind.TABLE]: async (id) => shown(tableFormat, await loadTable(id)),
  [DataKind.TEXTS]: async (id) => {
    const { texts, labels, classes } = await loadTexts(id);
    return shown(textsFormat, { texts: [...texts], labels: Array.from(labels, (label) => classes[label]) });
  },
  [DataKind.TIME_SERIES]: async (id) => shown(timeSeriesFormat, await loadTimeSeries(id)),
  [DataKind.SEQUENCE]: async (id) => shown(sequenceFormat, await loadRunningText(id)),
  [DataKind.QUESTIONS]: async (id) => shown(questionsFormat, { questions: [...(await loadQuestions(id)).questions] }),
  [DataKind.PAIRS]: async (id) => {
    const { train, validation, test } = loadSentencePairs(id);
    const pairs = [...train, ...validation, ...test];
    return shown(pairsFormat, {
      sources: pairs.map(({ source }) => source),
      targets: pairs.map(({ target }) => target),
    });
  },
};

/** What the built-in set of that id holds, read as it is trained on; undefined of an environment. */
export async function builtInContentOf(id: string): Promise<BuiltInContent | undefined> {
  return contents[findDataset(id)!.kind]?.(id);
}

function shown<C>(format: Pick<DataFormat<C>, "profile" | "preview">, content: C): BuiltInContent {
  return { profile: format.profile(content), preview: format.preview(content, ROWS) };
}

function namedGraphs({ graphs, labels, types, classes }: LabelledGraphs): UserGraph[] {
  return graphs.map((graph, row) => ({
    name: String(row + 1),
    label: classes[labels[row]],
    nodes: Array.from(graph.types.keys(), String),
    types: Array.from(graph.types, (type) => types[type]),
    edges: Array.from({ length: graph.edges.length / 2 }, (_, at) => [graph.edges[2 * at], graph.edges[2 * at + 1]]),
  }));
}
