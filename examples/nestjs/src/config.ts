import { existsSync, readFileSync } from 'node:fs';
import { parse } from 'yaml';

export interface Config {
  app: { name: string; version: string };
  http: { port: number };
  session: { hours: number; secret: string };
  shop: { deliveryFee: number; freeDeliveryFrom: number };
}

type Layer = { [Section in keyof Config]?: Partial<Config[Section]> };

function layer(name: string): Layer {
  const file = new URL(`../config/${name}.yaml`, import.meta.url);
  return existsSync(file) ? (parse(readFileSync(file, 'utf8')) as Layer) : {};
}

/** `config/default.yaml` with the file of `NODE_ENV` and `SESSION_SECRET` laid over it. */
export function loadConfig(environment = process.env.NODE_ENV ?? 'development'): Config {
  const base = layer('default') as Config;
  const over = layer(environment);
  const secret = process.env.SESSION_SECRET;
  return {
    app: { ...base.app, ...over.app },
    http: { ...base.http, ...over.http },
    session: { ...base.session, ...over.session, ...(secret ? { secret } : {}) },
    shop: { ...base.shop, ...over.shop },
  };
}

export const config = loadConfig();
