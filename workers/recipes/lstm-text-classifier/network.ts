import type { OpenReplica } from "../../runtime/parallel/network.js";
import { zeros } from "../../runtime/tensor/saved.js";
import { TextNetwork } from "../text-classification/network.js";
import { lstmTextModel, type LstmTextShape } from "./model.js";

/** The address of this module, where other threads find `openReplica`. */
export const module = import.meta.url;

/** For threads beside the one that trains; see `DataParallel`. */
export const openReplica: OpenReplica<LstmTextShape> = (shape) =>
  new TextNetwork(lstmTextModel, shape, zeros(lstmTextModel.shapes(shape)), module);
