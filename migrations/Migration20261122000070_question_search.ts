import { Migration } from "@mikro-orm/migrations";

/**
 * What questions are found by, beside the questions: texts cut into words by the application, which fills in what is not
 * there yet whenever content is seeded. What a search narrows by stands in the documents as marks, so that one index answers.
 */
export class Migration20261122000070_question_search extends Migration {
  override up(): void {
    this.addSql(`create table question_search (
      question_id uuid primary key references question on delete cascade,
      revision int not null,
      form int not null,
      title tsvector not null,
      document tsvector not null
    )`);
    // Ranking reads many documents: kept apart and uncompressed they cost no unpacking, and leave the table narrow.
    this.addSql(`alter table question_search alter column title set storage external`);
    this.addSql(`alter table question_search alter column document set storage external`);
    this.addSql(`alter table question_search set (toast_tuple_target = 128)`);
    // The planner thinks that looking into a document costs nothing, and would rather read them all than ask the index.
    this.addSql(`create function question_words(document tsvector) returns tsvector
      language plpgsql immutable strict parallel safe cost 10000 as $$ begin return document; end $$`);
    for (const column of ["title", "document"]) {
      this.addSql(`create index question_search_${column} on question_search
        using gin (question_words(${column})) with (fastupdate = off)`);
    }

    // The English words that stand in questions, for slips of the keys and for marking all forms of a word.
    this.addSql(`create table question_word (
      word text collate "C" primary key,
      stem text not null,
      filed_under text[] not null
    )`);
    this.addSql(`create index question_word_stem on question_word (stem)`);
    this.addSql(`create index question_word_filed on question_word using gin (filed_under) with (fastupdate = off)`);
  }

  override down(): void {
    this.addSql(`drop table question_word, question_search`);
    this.addSql(`drop function question_words`);
  }
}
