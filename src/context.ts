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
  /**
   * Equal for those who get equal answers to equal questions, as long as no resolver asks which person they are: what they
   * may reach, and in which language. Undefined when nobody is signed in.
   */
  readonly scope: string | undefined;
  /** Of a subscription: equal for those whose results are shared. */
  readonly shareKey?: string;
  /** The event after which a stream of server-sent events goes on. */
  readonly lastEventId?: string;
  /** For results that others of the same scope get as well: calls `onPersonal` when somebody asks which person this is. */
  shared(onPersonal: () => void): Context;
}

/** The getter stands on the prototype, since Apollo copies a context's own properties before anything runs. */
class RequestContext {
  constructor(
    private readonly identity: Viewer | Unauthenticated,
    readonly locale: Locale,
    readonly lastEventId?: string,
  ) {}

  get scope(): string | undefined {
    return this.identity instanceof Unauthenticated ? undefined : `${this.identity.scope} ${this.locale}`;
  }

  shared(onPersonal: () => void): Context {
    return Object.create(this, { viewer: { value: this.viewer.watched(onPersonal) } }) as Context;
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

const classes = new WeakMap<Services, typeof RequestContext>();

/** Contexts that find the services on their prototype: a subscription holds one for long, and Apollo copies each. */
function contextClassOf(services: Services): typeof RequestContext {
  const known = classes.get(services);
  if (known) return known;
  const made = class extends RequestContext {};
  Object.assign(made.prototype, services);
  classes.set(services, made);
  return made;
}

/** Reads who asks from an `Authorization` value. A faulty token only matters once something asks for the viewer. */
export async function createContext(
  services: Services,
  {
    authorization,
    acceptLanguage,
    lastEventId,
  }: { authorization?: string; acceptLanguage?: string; lastEventId?: string },
): Promise<Context> {
  const identity = await identify(services, authorization);
  const OfServices = contextClassOf(services);
  return new OfServices(identity, negotiateLocale(acceptLanguage), lastEventId) as unknown as Context;
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
