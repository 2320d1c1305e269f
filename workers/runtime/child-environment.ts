import { nativeEnvironment } from "./tensor/native.js";

/** What a child may know of the worker's environment: where things are, and which GPU to use; no address, no secret. */
const PASSED_ON = /^(PATH|HOME|TMPDIR|LANG|LD_LIBRARY_PATH|CUDA_.*|TF_.*|NVIDIA_.*|XLA_.*)$/;

/** The environment of processes that compute for a worker. */
export function childEnvironment(): NodeJS.ProcessEnv {
  const given = Object.fromEntries(Object.entries(process.env).filter(([name]) => PASSED_ON.test(name)));
  return { ...nativeEnvironment, ...given };
}
