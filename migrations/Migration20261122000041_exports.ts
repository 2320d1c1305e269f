import { Migration } from "@mikro-orm/migrations";

/** What trained models are written as on request, and how each came out. */
export class Migration20261122000041_exports extends Migration {
  override up(): void {
    this.addSql(`create table model_export (
      id uuid primary key,
      run_id uuid not null references training_run on delete cascade,
      format text not null check (format in ('ONNX', 'SAFETENSORS')),
      precision text not null check (precision in ('FLOAT32', 'FLOAT16', 'INT8')),
      status text not null default 'QUEUED' check (status in ('QUEUED', 'RUNNING', 'SUCCEEDED', 'FAILED')),
      artifact_id uuid references artifact on delete set null,
      report jsonb,
      error jsonb,
      created_at timestamptz not null default now(),
      finished_at timestamptz,
      unique (run_id, format, precision)
    )`);
  }

  override down(): void {
    this.addSql(`drop table model_export`);
  }
}
