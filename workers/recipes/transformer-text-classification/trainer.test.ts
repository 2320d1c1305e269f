import { transformerTextClassification } from "../../../src/domains/training/recipes/transformer-text-classification.spec.js";
import { tellsTheClassOfTexts } from "../../../test/harness/text-classifiers.js";
import { openPredictor } from "./predictor.js";
import { open } from "./trainer.js";

tellsTheClassOfTexts({
  ...{ spec: transformerTextClassification, open, openPredictor },
  small: { heads: 2, headWidth: 16, layers: 2, inner: 32 },
  other: { parameters: { layers: 1 } },
  wider: { parameters: { headWidth: 20 } },
});
