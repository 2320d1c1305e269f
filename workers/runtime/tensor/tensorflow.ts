/** TensorFlow.js as a value, for files that must not load it by being imported. */
export type Tensorflow = typeof import("@tensorflow/tfjs");
