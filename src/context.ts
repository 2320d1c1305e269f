import type { Viewer } from "./domains/accounts/viewer.js";
import { createTrainingLoaders, type TrainingLoaders } from "./domains/training/training.loaders.js";
import { Unauthenticated } from "./kernel/errors.js";
import { negotiateLocale, type Locale } from "./kernel/localized.js";
import type { Services } from "./services.js";

/** What a resolver has to work with: the services, who asks, and in which language. */
export interface Context extends Services {
  /** Throws `Unauthenticated` when nobody is signed in. */
  readonly viewer: Viewer;
  readonly locale: Locale;
  readonly loaders: TrainingLoaders;
}

/** The getter stands on the prototype, since Apollo copies a context's own properties before anything runs. */
class RequestContext {
  constructor(
    services: Services,
    private readonly identity: Viewer | Unauthenticated,
    readonly locale: Locale,
  ) {
    Object.assign(this, services);
  }

  /** Made when the first resolver needs one: most requests need none. */
  get loaders(): TrainingLoaders {
    const loaders = createTrainingLoaders((this as unknown as Services).reader);
    Object.defineProperty(this, "loaders", { value: loaders });
    return loaders;
  }

  get viewer(): Viewer {
    if (this.identity instanceof Unauthenticated) throw this.identity;
    return this.identity;
  }
}

/** Reads who asks from an `Authorization` value. A faulty token only matters once something asks for the viewer. */
export async function createContext(
  services: Services,
  { authorization, acceptLanguage }: { authorization?: string; acceptLanguage?: string },
): Promise<Context> {
  const identity = await identify(services, authorization);
  return new RequestContext(services, identity, negotiateLocale(acceptLanguage)) as unknown as Context;
}

async function identify({ sessions }: Services, authorization: string | undefined): Promise<Viewer | Unauthenticated> {
  if (!authorization) {
    return new Unauthenticated(
      "MISSING_TOKEN",
      "Sign in first: this needs an access token in the Authorization header.",
    );
  }
  const [, token] = /^Bearer ([\w.~+/-]+=*)$/i.exec(authorization) ?? [];
  if (!token)
    return new Unauthenticated("MALFORMED_TOKEN", "The Authorization value must read: Bearer <access token>.");
  try {
    return await sessions.viewerOf(token);
  } catch (error) {
    if (error instanceof Unauthenticated) return error;
    throw error;
  }
}
