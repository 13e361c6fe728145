import { type ModelName } from '@sigcat/storage';

/** The model that `fraud`, in the namespace `default`, or `payments/fraud` means. */
export function modelOf(text: string): ModelName {
  const [first = '', second] = text.split('/');
  return second === undefined ? { namespace: 'default', model: first } : { namespace: first, model: second };
}
