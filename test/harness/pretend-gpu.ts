import type { BackendReport, FromChild, ToChild } from "../../workers/runtime/messages.js";
import { TrainingChild } from "../../workers/runtime/training-child.js";

/** A training child that calls what it computes on a GPU, since the machines that run the tests have none. */
export class PretendGpuChild extends TrainingChild {
  /** `gone` says whether the GPU has vanished by the time that a run wants it. */
  constructor(private readonly gone: () => boolean = () => false) {
    super();
    if (!gone()) Object.assign(this, { backend: this.backend.then(asGpu) });
  }

  override onMessage(receive: (message: FromChild) => void): void {
    super.onMessage((message) =>
      receive(message.type === "backend" ? { ...message, backend: asGpu(message.backend) } : message),
    );
  }

  override tell(message: ToChild): void {
    super.tell(message.type === "start" && !this.gone() ? { ...message, accelerator: "ANY" } : message);
  }
}

function asGpu(report: BackendReport): BackendReport {
  return { ...report, name: "tfjs-node-gpu", device: "a pretended GPU" };
}
