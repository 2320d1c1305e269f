import type { Judge } from "./judge.js";
import { answersJudge } from "./judges/answers.judge.js";
import { classificationJudge } from "./judges/classification.judge.js";
import { episodesJudge } from "./judges/episodes.judge.js";
import { forecastJudge } from "./judges/forecast.judge.js";
import { generatedImagesJudge } from "./judges/generated-images.judge.js";
import { reconstructionJudge } from "./judges/reconstruction.judge.js";
import { restoredImagesJudge } from "./judges/restored-images.judge.js";
import { sequencesJudge } from "./judges/sequences.judge.js";
import { translationJudge } from "./judges/translation.judge.js";
import type { PredictionKind, PredictionsByKind } from "./test-predictions.js";

const judges: { [K in PredictionKind]: Judge<PredictionsByKind[K]> } = {
  CLASSIFICATION: classificationJudge,
  EPISODES: episodesJudge,
  FORECAST: forecastJudge,
  RECONSTRUCTION: reconstructionJudge,
  TRANSLATION: translationJudge,
  ANSWERS: answersJudge,
  SEQUENCES: sequencesJudge,
  GENERATED_IMAGES: generatedImagesJudge,
  RESTORED_IMAGES: restoredImagesJudge,
};

/** Who judges predictions of that kind. Throws a RangeError where nobody does. */
export function judgeOf(kind: PredictionKind): Judge<PredictionsByKind[PredictionKind]> {
  const found = judges[kind] as Judge<PredictionsByKind[PredictionKind]> | undefined;
  if (!found) throw new RangeError(`Predictions of the kind ${kind} cannot be judged.`);
  return found;
}
