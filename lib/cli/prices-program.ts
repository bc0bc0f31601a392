/** `registry prices`: its command and options. */
import type { Command } from 'commander';
import { type RefreshOptions, refreshPrices } from './prices';
import type { World } from './world';

/** @param exit is told the exit code */
export function addPrices(program: Command, world: World, exit: (code: number) => void): void {
  program
    .command('prices')
    .description('keep the price table, from which estimates and alarms are worked out')
    .command('refresh')
    .description(
      "show what AWS's public price list says otherwise than the table; without --write nothing is changed. Needs the network, no credentials, and a minute. Exit code 0, or 1 when a price could not be read",
    )
    .option('--write', 'replace the table: every price that is listed, or none')
    .option('--leave <ids...>', 'prices to leave as they are, though they could not be read')
    .option('--accept <ids...>', 'prices that may change by more than half')
    .option('--table <file>', 'the table', 'domain/cost/prices.json')
    .option('--json', 'print the result as JSON')
    .action(async (options: RefreshOptions) => {
      exit(await refreshPrices(options, world));
    });
}
