import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type {
  AdoptReport,
  AuditReport,
  CascadeReport,
  CheckReport,
  DoctorReport,
  ExplainReport,
  Handoff,
  HooksReport,
  InitReport,
  JudgedHandoff,
  LogReport,
  MergeDriverReport,
  NextReport,
  PushReport,
  RebindReport,
  ReleaseReport,
  ReportEdit,
  ReviewEdit,
  ReviewReport,
  RoadmapDocument,
  SelftestReport,
  ShowReport,
  TransitionReport,
  TrustReport,
  VerifyReport,
} from '@roadmap-as-code/core';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { checkout } from './checkout.ts';
import type { Run } from './run-roadmap.ts';

/** What each schema describes. */
interface Outputs {
  adopt: AdoptReport;
  audit: AuditReport;
  cascade: CascadeReport;
  check: CheckReport;
  doctor: DoctorReport;
  explain: ExplainReport;
  handoff: Handoff;
  hooks: HooksReport;
  init: InitReport;
  'judged-handoff': JudgedHandoff;
  log: LogReport;
  'merge-driver': MergeDriverReport;
  next: NextReport;
  push: PushReport;
  rebind: RebindReport;
  release: ReleaseReport;
  'report-edit': ReportEdit;
  review: ReviewReport;
  'review-edit': ReviewEdit;
  roadmap: RoadmapDocument;
  selftest: SelftestReport;
  show: ShowReport;
  transition: TransitionReport;
  trust: TrustReport;
  verify: VerifyReport;
}

const ajv = new Ajv2020({ allErrors: true, strictTypes: false });
const folder = join(checkout, 'schemas');
for (const name of readdirSync(folder)) {
  ajv.addSchema(JSON.parse(readFileSync(join(folder, name), 'utf8')) as object, name);
}

/** The JSON on stdout. Throws where there is anything else on it, or where it does not fit its schema. */
export function readOutput<Name extends keyof Outputs>(name: Name, { stdout, stderr }: Run): Outputs[Name] {
  if (stdout === '') throw new Error(`nothing on stdout; stderr: ${stderr}`);
  const data: unknown = JSON.parse(stdout);
  if (ajv.validate(`${name}.schema.json`, data)) return data as Outputs[Name];
  throw new Error(`does not fit ${name}.schema.json: ${ajv.errorsText(ajv.errors, { separator: '\n' })}`);
}
