import { DataKind } from "./data-kind.js";

const MEGABYTE = 1_000_000;

/** How large files may be that are uploaded, in megabytes. */
export interface UploadMegabytes {
  uploadMaxMegabytes: number;
  /** Of pre-trained models, which are larger than what people train on. */
  checkpointUploadMaxMegabytes: number;
}

/** Bytes that a file of this kind may have. */
export function fileBytesMax(kind: DataKind, limits: UploadMegabytes): number {
  const { uploadMaxMegabytes, checkpointUploadMaxMegabytes } = limits;
  return (kind === DataKind.CHECKPOINT ? checkpointUploadMaxMegabytes : uploadMaxMegabytes) * MEGABYTE;
}

/** Bytes that a file of any kind may have: all that is known of one before its kind is. */
export function anyFileBytesMax({ uploadMaxMegabytes, checkpointUploadMaxMegabytes }: UploadMegabytes): number {
  return Math.max(uploadMaxMegabytes, checkpointUploadMaxMegabytes) * MEGABYTE;
}
