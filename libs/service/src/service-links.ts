type Environment = Readonly<Record<string, string | undefined>>;

/** What Kubernetes calls the variables of a service, behind its name. */
const linkSuffix =
  /_(SERVICE_HOST|SERVICE_PORT(_[A-Z0-9_]+)?|PORT(_\d+_(TCP|UDP|SCTP)(_(PROTO|PORT|ADDR))?)?)$/;

/**
 * The environment without what Kubernetes adds for each service of a namespace (`enableServiceLinks`): for one
 * called `sigcat`, `SIGCAT_SERVICE_HOST`, `SIGCAT_PORT=tcp://10.0.0.1:80`, `SIGCAT_PORT_80_TCP` and more.
 * A service is known by its `_SERVICE_HOST`; a `_PORT` is its only with an address in it.
 */
export function withoutServiceLinks(env: Environment): Environment {
  const isLink = ([variable, value]: [string, string | undefined]): boolean => {
    const suffix = linkSuffix.exec(variable)?.[0];
    if (suffix === undefined) return false;
    const service = variable.slice(0, -suffix.length);
    return `${service}_SERVICE_HOST` in env && (suffix !== '_PORT' || /^\w+:\/\//.test(value ?? ''));
  };
  return Object.fromEntries(Object.entries(env).filter((entry) => !isLink(entry)));
}
