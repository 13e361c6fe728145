import { expect, it } from '@jest/globals';
import { UploadSlots } from './upload-slots';

it('turns away what comes on top of the limit, and has room again afterwards', async () => {
  const slots = new UploadSlots(2);
  let finish = (): void => undefined;
  const held = [1, 2].map(() =>
    slots.during(
      () =>
        new Promise<void>((resolve) => {
          finish = resolve;
        }),
    ),
  );
  const failed = new Promise<void>((resolve) => {
    void held[1]?.then(resolve);
  });
  await expect(slots.during(() => Promise.resolve())).rejects.toMatchObject({
    code: 'too-many-uploads',
    extensions: { limit: { name: 'maxUploads', value: 2 } },
  });
  finish();
  await failed;
  await expect(slots.during(() => Promise.reject(new Error('broken')))).rejects.toThrow('broken');
  await expect(slots.during(() => Promise.resolve('done'))).resolves.toBe('done');
});
