import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parseAllDocuments } from "yaml";
import { projectRoot } from "../../src/kernel/project-root.js";

/** The parts of a Kubernetes object that tests look at. */
export interface Manifest {
  kind: string;
  metadata: { name: string };
  data?: Record<string, string>;
  stringData?: Record<string, string>;
  spec: {
    template: { spec: PodSpec; metadata?: { labels: Record<string, string> } };
    selector: { matchLabels: Record<string, string> } & Record<string, string>;
    ports: { port: number; targetPort: string }[];
    scaleTargetRef: { name: string; kind?: string };
    minReplicaCount: number;
    triggers: { type: string; authenticationRef: { name: string }; metadata: Record<string, string> }[];
    secretTargetRef: { parameter: string; name: string; key: string }[];
  };
}

interface PodSpec {
  terminationGracePeriodSeconds?: number;
  securityContext: { runAsNonRoot: boolean; runAsUser: number };
  containers: Container[];
}

interface Container {
  image: string;
  command?: string[];
  ports?: { name: string; containerPort: number }[];
  envFrom: { configMapRef?: { name: string }; secretRef?: { name: string } }[];
  securityContext: object;
  lifecycle?: { preStop: { exec: { command: string[] } } };
  startupProbe?: Probe;
  livenessProbe?: Probe;
  readinessProbe?: Probe;
}

export interface Probe {
  httpGet: { path: string; port: string };
}

export interface ComposeService {
  image: string;
  build?: { dockerfile: string; target: string };
  command?: string[];
  environment?: Record<string, string>;
  read_only?: boolean;
  cap_drop?: string[];
  depends_on?: string[] | Record<string, object>;
  volumes?: string[];
  deploy?: { replicas?: number };
}

const folder = join(projectRoot, "deploy");

export function textOf(path: string): string {
  return readFileSync(join(folder, path), "utf8");
}

/** The documents of a YAML file. Throws for one that does not parse. */
export function documentsOf(path: string): unknown[] {
  return parseAllDocuments(textOf(path), { merge: true }).map((document) => {
    if (document.errors.length > 0) throw new Error(`${path}: ${document.errors.join("\n")}`);
    return document.toJS() as unknown;
  });
}

export const manifestFiles = readdirSync(join(folder, "kubernetes"));
export const manifests = manifestFiles
  .filter((file) => file !== "kustomization.yaml")
  .flatMap((file) => documentsOf(`kubernetes/${file}`) as Manifest[]);

export function manifest(kind: string, name: string): Manifest {
  const found = manifests.filter((one) => one.kind === kind && one.metadata.name === name);
  if (found.length !== 1) throw new Error(`${found.length} of ${kind} ${name}`);
  return found[0];
}

/** What runs pods of ours. */
export const workloads = manifests.filter(({ kind }) => kind === "Deployment" || kind === "Job");

export const compose = documentsOf("compose.yml")[0] as {
  services: Record<string, ComposeService>;
  volumes: Record<string, null>;
};

/** The stages of the Dockerfile by name, each with its instructions. */
export const stages = new Map(
  textOf("Dockerfile")
    .replaceAll(/\\\n\s*/g, " ")
    .split(/^(?=FROM )/m)
    .slice(1)
    .map((text) => {
      const [, image, name] = /^FROM (\S+) AS (\S+)$/m.exec(text)!;
      const instructions = text.split("\n").filter((line) => /^[A-Z]+ /.test(line));
      return [name, { image, instructions }];
    }),
);
