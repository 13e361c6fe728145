import { z } from 'zod';
import { digest } from './names';

const shape = z
  .array(z.number().int().min(-1))
  .nullable()
  .describe('Sizes per axis; -1 is an unknown dim, `[]` a scalar, `null` an unknown rank.');

const tensorType = {
  dtype: z.string().describe("numpy's spelling, such as `float32`; a number for a type nobody knows."),
  shape,
  dim_names: z.array(z.string()).optional().describe("Names of the axes, `''` where one has none."),
  encoding: z.enum(['dense', 'sparse', 'composite']),
  type_spec: z.string().optional().describe("Class of a composite's type spec."),
};

const plainComponent = z.object(tensorType);

/** A part of a composite, which may be a composite itself. */
type Component = z.infer<typeof plainComponent> & { components?: Component[] | undefined };

const component: z.ZodType<Component> = plainComponent
  .extend({ components: z.lazy(() => z.array(component)).optional() })
  .meta({ id: 'Component' });

export const tensor = z
  .object({
    name: z.string(),
    ...tensorType,
    components: z.array(component).optional(),
    tensor_name: z.string().optional().describe('Name inside the graph; no caller needs it.'),
  })
  .meta({ id: 'Tensor' });

const defaultValue = z
  .object({
    digest,
    dtype: z.string(),
    shape: z.array(z.number().int()).nullable().describe('Null where the file does not say it.'),
    value: z
      .unknown()
      .optional()
      .describe('Absent where the value is large, or is not one of its dtype and shape.'),
  })
  .meta({ id: 'DefaultValue' });

export const input = tensor
  .extend({ optional: z.boolean(), default: defaultValue.optional() })
  .meta({ id: 'Input' });

const signature = z
  .object({
    key: z.string(),
    method_name: z.string(),
    notation: z.string(),
    digest,
    inputs: z.array(input),
    outputs: z.array(tensor),
  })
  .meta({ id: 'Signature' });

export const graph = z
  .object({ tag_set: z.array(z.string()), signatures: z.array(signature) })
  .meta({ id: 'Graph' });

export const modelSignatures = z
  .object({ format: z.string(), graphs: z.array(graph) })
  .meta({ id: 'ModelSignatures' });

export const graphSignature = signature
  .extend({ tag_set: z.array(z.string()) })
  .meta({ id: 'GraphSignature' });
