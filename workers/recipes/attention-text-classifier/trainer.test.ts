import { attentionTextClassifier } from "../../../src/domains/training/recipes/attention-text-classifier.spec.js";
import { tellsTheClassOfTexts } from "../../../test/harness/text-classifiers.js";
import { openPredictor } from "./predictor.js";
import { open } from "./trainer.js";

tellsTheClassOfTexts({
  ...{ spec: attentionTextClassifier, open, openPredictor },
  small: { embedding: 16, hidden: 12, attention: 8 },
  other: { parameters: { hidden: 13 } },
  wider: { parameters: { embedding: 20 } },
});
