import { DataKind } from "../data-kind.js";
import type { DatasetSpec } from "./dataset-spec.js";

/** Rows of columns, one of them the class. */
export const tables: readonly DatasetSpec[] = [
  {
    id: "penguins",
    kind: DataKind.TABLE,
    title: { en: "Palmer penguins", zh: "帕尔默企鹅" },
    summary: {
      en: "344 penguins of three species: island, bill, flippers, body mass and sex; eleven rows have missing cells.",
      zh: "344 只企鹅，三个物种：岛屿、喙、鳍肢、体重与性别；其中十一行有缺失值。",
    },
    licence: "CC0-1.0",
    provenance: {
      en: "Measured by Dr. Kristen Gorman and the Palmer Station Antarctica LTER from 2007 to 2009, published as palmerpenguins by Horst, Hill and Gorman (2020); from the npm package vega-datasets 3.2.1.",
      zh: "由 Kristen Gorman 博士与南极帕尔默站长期生态研究项目（LTER）于 2007 至 2009 年测量，Horst、Hill 与 Gorman 以 palmerpenguins 之名发布（2020）；取自 npm 包 vega-datasets 3.2.1。",
    },
    rows: 344,
    classes: ["Adelie", "Chinstrap", "Gentoo"],
    sha256: "e07636bd8af74260099ea2f8678e2eabbf35def579940cc76f67061ee16c06c1",
  },
];
