import { type ByteSource } from './byte-source';
import { type Deadline } from './deadline';
import { type ReadLimits } from './limits';
import { type ReadModel } from './read-model';

/** What reading one artifact may cost, shared by all that takes part in it. */
export interface ReadContext {
  readonly limits: ReadLimits;
  readonly deadline: Deadline;
}

/** What a format's own files say. */
export type FormatModel = Pick<ReadModel, 'graphs' | 'fingerprint'>;

/** A format of models: how to know it and how to read it. */
export interface ModelFormat {
  /** Permanent, such as `saved-model`. */
  readonly id: string;
  /** For people, such as `a TensorFlow SavedModel`. */
  readonly title: string;
  /** Names that a model's main file has in a directory or an archive, the preferred one first. */
  readonly mainFiles: readonly string[];
  /** Names of small files that may stand beside the main file and are read too. */
  readonly sideFiles: readonly string[];
  /** Whether the first bytes of a file, 16 KiB at most, look like a main file of this format. */
  recognises(head: Uint8Array): boolean;
  /** Whether a file that nothing recognises is one of this format all the same, and damaged. */
  isMeant(head: Uint8Array): boolean;
  /**
   * Reads a main file.
   *
   * @throws Problem when the file is damaged or goes over a limit
   */
  read(main: ByteSource, context: ReadContext): Promise<FormatModel>;
  /**
   * Reads a side file; `path` is for problems.
   *
   * @throws Problem when the file is damaged
   */
  readSideFile(path: string, source: ByteSource): Promise<Partial<FormatModel>>;
}
