import { run } from '@sigcat/service';
import { QueryModule } from './query.module';

void run('query-api', [QueryModule]);
