import { execFile } from "node:child_process";
import util from "node:util";
import type { Tensorflow } from "./tensorflow.js";

/** A graphics card as its driver describes it. */
export interface Gpu {
  name: string;
  memoryBytes: number;
}

/**
 * What libtensorflow needs in its environment, before it is loaded, to give the same bits for the same seed on a GPU
 * (TensorFlow's determinism RFC 346). Whoever starts the process that trains sets it.
 */
export const nativeEnvironment = { TF_DETERMINISTIC_OPS: "1", TF_CUDNN_DETERMINISTIC: "1", TF_CPP_MIN_LOG_LEVEL: "2" };

const MEBIBYTE = 2 ** 20;

/** The first NVIDIA card that the driver lists; throws a sentence where there is none. */
export async function visibleGpu(): Promise<Gpu> {
  const listing = await nvidiaSmi(["--query-gpu=name,memory.total", "--format=csv,noheader,nounits"]);
  const [name = "", mebibytes = ""] = (listing.split("\n")[0] ?? "").split(",").map((field) => field.trim());
  if (name === "") throw new Error("The NVIDIA driver lists no graphics card.");
  return { name, memoryBytes: Number(mebibytes) * MEBIBYTE };
}

function nvidiaSmi(args: string[]): Promise<string> {
  return new Promise((resolve, reject) => {
    execFile("nvidia-smi", args, { timeout: 5_000 }, (error, stdout) => {
      if (error === null) resolve(stdout);
      else reject(new Error("No NVIDIA driver answers on this machine."));
    });
  });
}

/**
 * Loads an optional native package and computes on it. A package whose library was not downloaded at install time, or that
 * brought a TensorFlow.js of its own, is refused with a sentence.
 */
export async function loadNative(tf: Tensorflow, packageName: string): Promise<{ isUsingGpuDevice: boolean }> {
  restoreIsNullOrUndefined();
  try {
    await import(packageName);
  } catch (error) {
    const cause = (String(error).split("\n")[0] ?? "").replace(/^\w*Error( \[\w+\])?: |\.$/g, "");
    if (/^Cannot find (module|package) /.test(cause) && cause.includes(`'${packageName}'`))
      throw new Error(`The optional package ${packageName} is not installed.`, { cause: error });
    throw new Error(`The optional package ${packageName} does not load: ${cause}.`, { cause: error });
  }
  if (tf.findBackend("tensorflow") === null)
    throw new Error(`${packageName} brought another version of TensorFlow.js.`);
  await tf.setBackend("tensorflow");
  return tf.backend() as unknown as { isUsingGpuDevice: boolean };
}

/** tfjs-node 4.22 calls `util.isNullOrUndefined`, which Node removed in version 23. */
function restoreIsNullOrUndefined(): void {
  const legacy = util as { isNullOrUndefined?: (value: unknown) => boolean };
  legacy.isNullOrUndefined ??= (value) => value === null || value === undefined;
}
