import type { DataKind } from "./data-kind.js";
import type { DataProfile } from "./formats/data-profile.js";

/** A version of an organisation's own data set, as far as training has to know it. */
export interface OwnData {
  datasetId: string;
  versionId: string;
  /** Of the data set. */
  name: string;
  /** Of the version, from 1. */
  number: number;
  kind: DataKind;
  options: Record<string, unknown>;
  sha256: string;
  /** In bytes. */
  size: number;
  profile: DataProfile;
  archived: boolean;
}
