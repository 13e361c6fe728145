import { type ModelFormat } from './format';
import { savedModel } from './saved-model/saved-model';

/** Every format Sigcat reads. */
export const formats: readonly ModelFormat[] = [savedModel];
