export { depthwiseGrad } from "./depthwise";
export { adam, addBias, columnSums, reluBiasGrad, reluGrad, segmentSum, weightedSum } from "./elementwise";
export { multiplyColumns, multiplyRows } from "./gemm";
export { clear, cropImages, padImages, panelsOfColumns, panelsOfRows, tableOfPixels, tableOfRows } from "./layout";
export { maxPoolGrad } from "./pool";
export { copyRuns, gatherRows } from "./movement";
export { dropout, gelu, geluGrad, layerNorm, layerNormGrad } from "./sequence";
