import type { EntityManager } from "@mikro-orm/postgresql";
import { checkInput } from "../../../kernel/input.js";
import type { Reader } from "../../../kernel/read/reader.js";
import type { Viewer } from "../../accounts/viewer.js";
import { oneAtATime } from "./practice-changes.js";
import { DEFAULT_SETTINGS, practiceSettings, type PracticeSettings } from "./practice.specs.js";

type GivenSettings = { [setting in keyof PracticeSettings]?: PracticeSettings[setting] | null };

const READ = `select desired_retention as "desiredRetention", new_cards_per_day as "newCardsPerDay",
  day_starts_at_hour as "dayStartsAtHour" from practice_settings where user_id = `;

/** How each learner practises; a person has the same settings in every organisation. */
export class PracticeSettingsService {
  constructor(
    private readonly em: EntityManager,
    private readonly reader: Reader,
  ) {}

  /** The viewer's own; the defaults for those who never set any. */
  async of(viewer: Viewer): Promise<PracticeSettings> {
    const [found] = await this.reader.query<PracticeSettings>(`${READ}$1`, [viewer.userId]);
    return found ?? DEFAULT_SETTINGS;
  }

  /** Changes what is given. Cards keep their due times: a new wish counts from each card's next review on. */
  update(viewer: Viewer, given: GivenSettings): Promise<PracticeSettings> {
    const change = checkInput(practiceSettings.partial(), given);
    return oneAtATime(this.em, viewer, async (em) => {
      const [before = DEFAULT_SETTINGS] = await em.execute<PracticeSettings[]>(`${READ}?`, [viewer.userId]);
      const settings = { ...before, ...change };
      await em.execute(KEEP, [
        viewer.userId,
        settings.desiredRetention,
        settings.newCardsPerDay,
        settings.dayStartsAtHour,
      ]);
      return settings;
    });
  }
}

const KEEP = `
  insert into practice_settings (user_id, desired_retention, new_cards_per_day, day_starts_at_hour) values (?, ?, ?, ?)
  on conflict (user_id) do update set desired_retention = excluded.desired_retention,
    new_cards_per_day = excluded.new_cards_per_day, day_starts_at_hour = excluded.day_starts_at_hour`;
