/** A checkpoint that cannot be begun with: the message names the file, and the field or the tensor. */
export class CheckpointFault extends Error {
  override name = "CheckpointFault";
}
