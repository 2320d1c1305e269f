import type { Readable } from "node:stream";
import { InvalidInput, NotFound } from "../../../kernel/errors.js";
import { globalId, newId } from "../../../kernel/ids.js";
import type { ByteRange } from "../../../kernel/byte-range.js";
import type { Reader } from "../../../kernel/read/reader.js";
import { SignedAddresses, type AddressSignature } from "../../../kernel/signed-addresses.js";
import { atMost, bytesOf, type UploadedFile } from "../../../kernel/uploaded-file.js";
import type { ArtifactStore } from "../../training/artifacts/artifact-store.js";
import type { OpenedArtifact } from "../../training/artifacts/artifacts.service.js";
import { mediaTypeOf } from "./file-type.js";

/** A file that lies in the store. */
export interface KeptFile {
  fileId: string;
  fileName: string;
  mediaType: string;
  size: number;
  sha256: string;
}

/** A policy or a report, not a data set. */
const FILE_BYTES_MAX = 25_000_000;

/** Files that were handed in as evidence: kept for good, since the log names their hashes, and fetched through signed addresses. */
export class EvidenceFiles {
  private readonly addresses: SignedAddresses;

  constructor(
    private readonly reader: Reader,
    private readonly store: ArtifactStore,
    secret: string,
  ) {
    this.addresses = new SignedAddresses(secret, "evidence", "/evidence");
  }

  /** Keeps a file of up to 25 MB. Throws `UploadFault` for a larger one, `InvalidInput` for what is neither document, picture nor text. */
  async keep(file: UploadedFile): Promise<KeptFile> {
    const bytes = await bytesOf(atMost(FILE_BYTES_MAX, file.open()));
    const mediaType = mediaTypeOf(bytes);
    if (!mediaType)
      throw new InvalidInput("input.file", "must be a PDF, a PNG, a JPEG, a ZIP or office document, or a text.");
    const fileId = newId();
    const { size, sha256 } = await this.store.put(keyOf(fileId), bytes);
    return { fileId, fileName: file.fileName, mediaType, size, sha256 };
  }

  /** Removes a file that no evidence names. */
  async discard(fileId: string): Promise<void> {
    await this.store.remove(keyOf(fileId)).catch(() => undefined);
  }

  /** Path and query of a download address of a piece of evidence, which works for 15 minutes. */
  addressOf(evidenceId: string): string {
    return this.addresses.addressOf(evidenceId);
  }

  /** The file of a download address. Throws `Forbidden` for a forged or expired one, `NotFound` where it is none any more. */
  async open(evidenceId: string, signature: AddressSignature): Promise<OpenedArtifact> {
    this.addresses.check(evidenceId, signature);
    const [row] = await this.reader.query<KeptFile & Record<string, unknown>>(
      `select file_id as "fileId", file_name as "fileName", media_type as "mediaType", size::float8 as size, sha256
       from compliance_evidence where id = $1 and kind = 'FILE'`,
      [evidenceId],
    );
    const gone = () => new NotFound("ComplianceEvidence", globalId("ComplianceEvidence", evidenceId));
    if (!row) throw gone();
    return {
      ...{ name: row.fileName, mediaType: row.mediaType, size: row.size, sha256: row.sha256 },
      stream: async (range?: ByteRange): Promise<Readable> => {
        const content = await this.store.stream(keyOf(row.fileId), range);
        if (!content) throw gone();
        return content;
      },
    };
  }
}

/** Not the bare id that artifacts end with: the sweep of artifacts nobody names passes it by. */
function keyOf(fileId: string): string {
  return `evidence/${fileId}_file`;
}
