/** Keys under which TensorFlow keeps its own operations; no caller may call them. */
const internal: ReadonlySet<string> = new Set(['__saved_model_init_op', '__saved_model_train_op']);

export function isInternal(key: string): boolean {
  return internal.has(key);
}
