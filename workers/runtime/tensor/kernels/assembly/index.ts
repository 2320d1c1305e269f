export { depthwiseGrad } from "./depthwise";
export { dropout } from "./dropout";
export { adam, addBias, columnSums, reluBiasGrad, reluGrad, segmentSum, weightedSum } from "./elementwise";
export { gelu, geluGrad } from "./gelu";
export { multiplyColumns, multiplyRows } from "./gemm";
export { clear, cropImages, padImages, panelsOfColumns, panelsOfRows, tableOfPixels, tableOfRows } from "./layout";
export { layerNorm, layerNormGrad } from "./layer-norm";
export { maxPoolGrad } from "./pool";
export { copyRuns, gatherRows } from "./movement";
