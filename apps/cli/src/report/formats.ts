import { type ReportFormatName } from '../choices';
import { type ReportFormat } from './format';
import { github } from './formats/github';
import { gitlab } from './formats/gitlab';
import { json } from './formats/json';
import { junit } from './formats/junit';
import { markdown } from './formats/markdown';
import { sarif } from './formats/sarif';
import { text } from './formats/text';

/** Every format of reports, by its name. */
export const formats: Readonly<Record<ReportFormatName, ReportFormat>> = {
  text,
  json,
  junit,
  github,
  gitlab,
  markdown,
  sarif,
};
