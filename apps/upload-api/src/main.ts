import { run } from '@sigcat/service';
import { UploadModule } from './upload.module';

void run('upload-api', [UploadModule]);
