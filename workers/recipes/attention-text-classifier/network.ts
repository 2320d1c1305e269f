import type { OpenReplica } from "../../runtime/parallel/network.js";
import { zeros } from "../../runtime/tensor/saved.js";
import { TextNetwork } from "../text-classification/network.js";
import { attentionTextModel, type AttentionTextShape } from "./model.js";

/** The address of this module, where other threads find `openReplica`. */
export const module = import.meta.url;

/** For threads beside the one that trains; see `DataParallel`. */
export const openReplica: OpenReplica<AttentionTextShape> = (shape) =>
  new TextNetwork(attentionTextModel, shape, zeros(attentionTextModel.shapes(shape)), module);
