import { awsReport } from '../lib/runtime/aws-report';

/** New bans from the table's stream in, mails with whois and log lines out. */
export const handler = awsReport();
