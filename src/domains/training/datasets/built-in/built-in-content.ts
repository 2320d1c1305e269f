import type { DataPreview, DataProfile } from "../formats/data-profile.js";

/** What a built-in data set holds, in figures, and its first rows. */
export interface BuiltInContent {
  profile: DataProfile;
  preview: DataPreview;
}
