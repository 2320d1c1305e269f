import { DataKind } from "../data-kind.js";
import type { DatasetSpec } from "./dataset-spec.js";

/** One value for each point of time. */
export const timeSeries: readonly DatasetSpec[] = [
  {
    id: "seattle-weather",
    kind: DataKind.TIME_SERIES,
    title: { en: "Daily highest temperature in Seattle", zh: "西雅图每日最高气温" },
    summary: {
      en: "The highest temperature of each day from 2012 to 2015, in degrees Celsius: 1,461 values, with a yearly season.",
      zh: "2012 至 2015 年每日最高气温（摄氏度），共 1,461 个值，以年为季节。",
    },
    licence: "BSD-3-Clause",
    provenance: {
      en: "Measured by the US National Oceanic and Atmospheric Administration (public domain); cut from the npm package vega-datasets 3.2.1.",
      zh: "由美国国家海洋和大气管理局测量（公有领域）；取自 npm 包 vega-datasets 3.2.1。",
    },
    rows: 1_461,
    classes: [],
    sha256: "90c1cf56fec66b1ffc84ca669cab2e2ee2ff6959572d785675ac43faef4cf04c",
  },
  {
    id: "co2",
    kind: DataKind.TIME_SERIES,
    title: { en: "Monthly CO2 at Mauna Loa", zh: "莫纳罗亚每月二氧化碳浓度" },
    summary: {
      en: "CO2 in the air of Hawaii from March 1958 to April 2020, in parts per million: 741 monthly means, with a trend and a yearly season. Five months were not measured and are filled in along a straight line.",
      zh: "1958 年 3 月至 2020 年 4 月夏威夷大气二氧化碳浓度（ppm），共 741 个月均值，含趋势和年度季节；五个缺测月份按直线补齐。",
    },
    licence: "CC-BY-4.0",
    provenance: {
      en: "Measured by the Scripps CO2 Program (C. D. Keeling et al.), Scripps Institution of Oceanography; cut from the npm package vega-datasets 3.2.1.",
      zh: "由斯克里普斯海洋研究所 CO2 项目（C. D. Keeling 等）测量；取自 npm 包 vega-datasets 3.2.1。",
    },
    rows: 746,
    classes: [],
    sha256: "13b4e3df695ea220386326326bc1fdc2dbcc5edf533ea8238c08bacad32263fe",
  },
];
