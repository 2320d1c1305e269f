import { parentPort, workerData } from "node:worker_threads";
import { checkData, type DataFile } from "./check-data.js";

const { file, first } = workerData as { file: DataFile; first: number };
parentPort!.postMessage(await checkData(file, first));
