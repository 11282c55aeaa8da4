export { type PlannedReport, planReportEdit, type ReportChange } from './plan-report-edit.ts';
