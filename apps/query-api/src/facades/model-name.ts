import { names } from '@sigcat/contracts';
import { Problem } from '@sigcat/problems';
import { type ModelName } from '@sigcat/storage';

/** The model that model servers know by one name: `fraud` in the default namespace, or `payments/fraud`. */
export function modelNamed(text: string): ModelName {
  const [model = '', namespace = 'default', ...more] = text.split('/').reverse();
  const isName = (name: string): boolean => names.name.safeParse(name).success;
  if (more.length > 0 || !isName(model) || !isName(namespace)) {
    throw new Problem('model-not-found', `There is no model ${text}.`);
  }
  return { namespace, model };
}

/** @throws Problem `version-not-found`. */
export function versionNumbered(model: string, text: string): number {
  if (!/^[1-9][0-9]{0,8}$/.test(text))
    throw new Problem('version-not-found', `There is no version ${text} of ${model}.`);
  return Number(text);
}
