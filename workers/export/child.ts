import { openBackend } from "../runtime/tensor/backend.js";
import { type Conversion, ConversionFailure, convert } from "./conversion.js";
import type { FromConversionChild } from "./conversion-child.js";

/** One conversion in a process of its own: native code of ONNX Runtime, and memory that goes with it. */
process.on("disconnect", () => process.exit());
process.on("message", (conversion: Conversion) => {
  void done(conversion).then((answer) => process.send!(answer, () => process.exit()));
});

async function done(conversion: Conversion): Promise<FromConversionChild> {
  try {
    await openBackend("CPU");
    return { type: "converted", ...(await convert(conversion)) };
  } catch (error) {
    if (error instanceof ConversionFailure) return { type: "failed", code: error.code, message: error.message };
    process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
    return { type: "failed", code: "EXPORT_FAILED", message: error instanceof Error ? error.message : String(error) };
  }
}
