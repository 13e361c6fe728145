import { limitExceeded } from '@sigcat/problems';

/** How many uploads may be under way at once; one more is turned away rather than kept waiting. */
export class UploadSlots {
  private taken = 0;

  constructor(private readonly maxUploads: number) {}

  /** @throws Problem `too-many-uploads`. */
  async during<T>(upload: () => Promise<T>): Promise<T> {
    if (this.taken >= this.maxUploads) {
      throw limitExceeded('too-many-uploads', 'Other uploads are under way', {
        name: 'maxUploads',
        value: this.maxUploads,
      });
    }
    this.taken++;
    try {
      return await upload();
    } finally {
      this.taken--;
    }
  }
}
