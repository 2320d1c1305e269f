import type { EntityManager } from "@mikro-orm/postgresql";
import { systemClock } from "../../../kernel/clock.js";
import type { Reader } from "../../../kernel/read/reader.js";
import type { QuestionSearch } from "../search/question-search.js";
import { PracticeCards } from "./practice-cards.service.js";
import { PracticeReading } from "./practice-reading.service.js";
import { PracticeReviews } from "./practice-reviews.service.js";
import { PracticeSettingsService } from "./practice-settings.service.js";
import { QuestionNotes } from "./question-notes.service.js";

export interface PracticeParts {
  em: EntityManager;
  reader: Reader;
  search: QuestionSearch;
}

/** The services of practice, and the clock that they go by. */
export function buildPractice({ em, reader, search }: PracticeParts) {
  const practiceClock = systemClock();
  const practiceSettings = new PracticeSettingsService(em, reader);
  return {
    practiceClock,
    practiceSettings,
    practiceCards: new PracticeCards(em, reader, search, practiceClock),
    practiceReviews: new PracticeReviews(em, practiceSettings, practiceClock),
    practiceReading: new PracticeReading(reader, practiceSettings, practiceClock),
    questionNotes: new QuestionNotes(reader),
  };
}
