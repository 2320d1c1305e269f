import { Migration } from "@mikro-orm/migrations";

/** Files as evidence: their bytes lie in the artifact store. */
export class Migration20261122000093_evidence_files extends Migration {
  override up(): void {
    this.addSql(`alter table compliance_evidence drop constraint compliance_evidence_kind_check,
      add constraint compliance_evidence_kind_check check (kind in ('LINK', 'TRAINING_RUN', 'FILE')),
      add column file_id uuid, add column file_name text, add column media_type text, add column size bigint,
      add check (kind is distinct from 'FILE' or
        (file_id is not null and file_name is not null and media_type is not null and size is not null and sha256 is not null))`);
  }

  override down(): void {
    this.addSql(`delete from compliance_evidence where kind = 'FILE'`);
    this.addSql(`alter table compliance_evidence drop constraint compliance_evidence_kind_check,
      add constraint compliance_evidence_kind_check check (kind in ('LINK', 'TRAINING_RUN')),
      drop column file_id, drop column file_name, drop column media_type, drop column size`);
  }
}
