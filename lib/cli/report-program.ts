/** `registry report`: its options. */
import { InvalidArgumentError } from 'commander';
import { K } from '../../domain/usage/k-anonymity';
import { type AddCommand, addStack } from './options';
import { type ReportOptions, report } from './report';

export const addReport: AddCommand = (program, world, exit) => {
  const command = program
    .command('report')
    .description('make the account of a month from the access log: what was served, what it cost, who drew it, what is fair')
    .option('--logs <folder>', 'log files as CloudFront delivers them (default: those in the logs bucket of the stack)')
    .option('--month <month>', 'month of the report, e.g. 2026-10 (default: the last whole one)')
    .option('--day <day>', 'one day, e.g. 2026-10-05, in place of a month')
    .option('--out <folder>', 'write pages, JSON, CSV and tables there')
    .option('--publish', 'put the report where the registry serves it; a published month stays as it is')
    .option('--correction <reason>', 'replace a published month, if the difference tells of nobody; readers see the reason')
    .option('--k <addresses>', 'show groups of at least so many addresses; fewer only for a look at your own', addresses, K)
    .option('--assembly <folder>', 'price the templates that `npx cdk synth` wrote there (default: the deployed one)')
    .option('--costs <folder>', "files of the payer's cost export (CUR 2.0, Parquet), for actual beside estimated cost");
  addStack(command).action(async (options: ReportOptions) => {
    exit(await report(options, world));
  });
};

function addresses(text: string): number {
  if (/^[1-9]\d{0,3}$/.test(text)) return Number(text);
  throw new InvalidArgumentError('It must be a whole number of addresses from 1 to 9999.');
}
