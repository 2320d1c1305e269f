import { lstmTextClassifier } from "../../../src/domains/training/recipes/lstm-text-classifier.spec.js";
import { tellsTheClassOfTexts } from "../../../test/harness/text-classifiers.js";
import { openPredictor } from "./predictor.js";
import { open } from "./trainer.js";

tellsTheClassOfTexts({
  ...{ spec: lstmTextClassifier, open, openPredictor },
  small: { embedding: 16, hidden: 16 },
  other: { parameters: { pooling: "last" } },
  wider: { parameters: { embedding: 20 } },
});
