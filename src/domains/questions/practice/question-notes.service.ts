import { NotFound } from "../../../kernel/errors.js";
import { globalId, newId } from "../../../kernel/ids.js";
import { checkInput } from "../../../kernel/input.js";
import type { Reader } from "../../../kernel/read/reader.js";
import type { Viewer } from "../../accounts/viewer.js";
import { PublicationStatus } from "../../content/content.specs.js";
import { noteChange } from "./practice.specs.js";

/** What a note says; what is not given stays. */
export interface NoteChange {
  flagged?: boolean | null;
  text?: string | null;
}

/** What people note of questions for themselves. */
export class QuestionNotes {
  constructor(private readonly reader: Reader) {}

  /** Returns the row id of the note. A question that has left the bank can be noted by those alone who had noted it; for others `NotFound`. */
  async note(viewer: Viewer, questionId: string, given: NoteChange): Promise<string> {
    const { flagged = null, text = null } = checkInput(noteChange, given);
    const [kept] = await this.reader.query<{ id: string }>(KEEP, [newId(), viewer.userId, questionId, flagged, text]);
    if (!kept) throw new NotFound("Question", globalId("Question", questionId));
    return kept.id;
  }
}

const KEEP = `
  insert into question_note as note (id, user_id, question_id, flagged, text)
  select $1::uuid, $2::uuid, q.id, coalesce($4::boolean, false), coalesce($5::text, '') from question q
  where q.id = $3 and (q.status = '${PublicationStatus.PUBLISHED}'
    or exists (select from question_note n where n.user_id = $2 and n.question_id = q.id))
  on conflict (user_id, question_id) do update
    set flagged = coalesce($4, note.flagged), text = coalesce($5, note.text), updated_at = now()
  returning id`;
