import { run } from '@sigcat/service';
import { CheckerModule } from './checker.module';

void run('compat-checker', [CheckerModule]);
