import type { DataKind } from "../data-kind.js";
import type { DataPreview, DataProfile } from "../formats/data-profile.js";
import { type DataFault, Faults } from "../formats/faults.js";
import { findFormat } from "../formats/format-registry.js";

/** How a file is read; `options` are already validated by the kind's format. */
export interface DataReading {
  kind: DataKind;
  options: Record<string, unknown>;
}

/** A file to look at, in memory or at a path, of kinds that are read from there. */
export type DataFile = DataReading & ({ bytes: Uint8Array } | { path: string });

/** What a file holds and what is wrong with it. Null where nothing of it can be read. */
export interface CheckedData {
  profile: DataProfile | null;
  preview: DataPreview | null;
  /** The first of them. */
  faults: DataFault[];
  faultCount: number;
}

/** Reads a file as its kind's format has it; `first` rows are shown. It never throws for what a file holds. */
export async function checkData(file: DataFile, first: number): Promise<CheckedData> {
  const { kind, options } = file;
  const format = findFormat(kind);
  if (!format) throw new Error(`no format for ${kind}`);
  const faults = new Faults();
  const content = await ("path" in file
    ? format.readAt!(file.path, options, faults)
    : format.read(file.bytes, options, faults));
  const known =
    content === undefined ? NOTHING : { profile: format.profile(content), preview: format.preview(content, first) };
  return { ...known, faults: faults.named, faultCount: faults.count };
}

const NOTHING = { profile: null, preview: null };
