import type { OpenReplica } from "../../runtime/parallel/network.js";
import { zeros } from "../../runtime/tensor/saved.js";
import { TextNetwork } from "../text-classification/network.js";
import { transformerTextModel, type TransformerTextShape } from "./model.js";

/** The address of this module, where other threads find `openReplica`. */
export const module = import.meta.url;

/** For threads beside the one that trains; see `DataParallel`. */
export const openReplica: OpenReplica<TransformerTextShape> = (shape) =>
  new TextNetwork(transformerTextModel, shape, zeros(transformerTextModel.shapes(shape)), module);
