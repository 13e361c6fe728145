/** The address of a model. */
export interface ModelName {
  readonly namespace: string;
  readonly model: string;
}
