import { atMost, bytesOf, UploadFault, type UploadedFile } from "../../../kernel/uploaded-file.js";
import type { FieldFault } from "../runs/run.refusals.js";
import { fault } from "./prediction-input.js";
import { EXAMPLES_MAX, IMAGE_BYTES_MAX, type PredictionInput, PredictionInputKind } from "./prediction.specs.js";

/** An input as a client gives it: pictures may come as files of the request. */
export type GivenInput = PredictionInput & { imageFiles?: Promise<UploadedFile>[] | null };

/** The input with its files as `images`, or what is wrong with them; a model that takes no pictures has none of them read. */
export async function withImageFiles(
  kind: PredictionInputKind,
  { imageFiles, ...input }: GivenInput,
): Promise<PredictionInput | FieldFault[]> {
  if (imageFiles == null) return input;
  if (kind !== PredictionInputKind.IMAGES) return [fault("imageFiles", "INVALID", "is not what this model takes.")];
  if (input.images != null) return [fault("imageFiles", "INVALID", "is given beside images: give one of them.")];
  if (imageFiles.length < 1 || imageFiles.length > EXAMPLES_MAX)
    return [fault("imageFiles", "OUT_OF_RANGE", `must hold 1 to ${EXAMPLES_MAX} files, not ${imageFiles.length}.`)];
  const images = await Promise.all(imageFiles.map(async (file) => base64Of(await file)));
  const faults = images.flatMap((image, at) =>
    image === undefined
      ? [fault(`imageFiles.${at}`, "OUT_OF_RANGE", `may have ${IMAGE_BYTES_MAX} bytes, and has more.`)]
      : [],
  );
  return faults.length > 0 ? faults : { ...input, images: images as string[] };
}

/** Nothing where the file is too large, of which no more is read then. */
async function base64Of(file: UploadedFile): Promise<string | undefined> {
  try {
    return Buffer.from(await bytesOf(atMost(IMAGE_BYTES_MAX, file.open()))).toString("base64");
  } catch (error) {
    if (error instanceof UploadFault && error.code === "PAYLOAD_TOO_LARGE") return undefined;
    throw error;
  }
}
