import { execFileSync } from "node:child_process";

/** Debian's own interpreter: a version manager's `python3` earlier on the path would not see Debian's packages. */
export const python = "/usr/bin/python3";
const packages = ["python3-torch", "libopenblas0-pthread"];

/** Makes sure that PyTorch is there, by Debian's packages where this process may install them; says in a sentence what is missing. */
export function providePyTorch(): string | undefined {
  if (hasTorch()) return undefined;
  const wanted = `apt-get install -y --no-install-recommends ${packages.join(" ")}`;
  if (process.getuid?.() !== 0) return `PyTorch is not installed. As root on Debian or Ubuntu: ${wanted}`;
  console.log(`Installing the peer: ${wanted}`);
  try {
    execFileSync("apt-get", wanted.split(" ").slice(1), { stdio: ["ignore", "ignore", "inherit"] });
  } catch {
    return `PyTorch could not be installed. Try by hand: apt-get update && ${wanted}`;
  }
  return hasTorch() ? undefined : "PyTorch is installed but does not load.";
}

function hasTorch(): boolean {
  try {
    execFileSync(python, ["-c", "import torch"], { stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
}
