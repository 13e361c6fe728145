import { type Command, InvalidArgumentError, Option } from 'commander';
import { alertEvents, alertLevels, channels, deliveryStates, subscribableKinds } from '../choices';
import { type DeliveriesOptions } from '../commands/deliveries';
import { type ListenOptions } from '../commands/listen';
import { type SubscribeOptions } from '../commands/subscribe';
import { type SubscriptionsOptions } from '../commands/subscriptions';
import { lazy } from '../lazy';
import { UsageError } from '../usage-error';
import { type Call } from './call';
import { formatOption, limitOption, serverOption } from './options';

const examples = `
What it is about is one of these:
  model:payments/fraud       what happens to a model
  namespace:pay*             to all models of namespaces that begin so; namespace:* to all models
  label:team=risk            to all that have a label
  alias:production           what an alias points to, of any model; or alias:payments/fraud@production
  consumer:checkout          only what touches what a consumer declares to use
  search:embeddings          what a search that is saved finds anew`;

const about = (text: string): string => {
  if (subscribableKinds.some((kind) => text.startsWith(`${kind}:`) && text.length > kind.length + 1))
    return text;
  throw new InvalidArgumentError(
    `Write it as model:payments/fraud; there are ${subscribableKinds.join(', ')}.`,
  );
};

export function addSubscribe(program: Command, call: Call): void {
  program
    .command('subscribe')
    .usage('[options] <about> [endpoint]')
    .description('be told what happens to a model, a namespace, a label, an alias, a consumer or a search')
    .argument('<about>', 'such as consumer:checkout', about)
    .argument(
      '[endpoint]',
      'such as https://example.com/alerts or mailto:risk@example.com; left out, `sigcat listen` reads what there is',
    )
    .addOption(serverOption())
    .addOption(
      new Option('--event <type>', 'what to hear of; may be given several times').argParser(severalEvents),
    )
    .addOption(
      new Option('--minimum-level <level>', 'nothing milder is sent').choices(alertLevels).default('info'),
    )
    .addOption(
      new Option(
        '--channel <channel>',
        'how to send it; otherwise email to a mailto: endpoint, webhook to others, and a stream to none',
      ).choices(channels),
    )
    .option('--description <text>', 'for those who come later')
    .addOption(formatOption())
    .addHelpText('after', examples)
    .action(async (what: string, endpoint: string | undefined, options: SubscribeOptions) => {
      const { subscribe } = await lazy.subscribe();
      call.exitCode = await subscribe(what, endpoint, options, call.terminal);
    });
}

export function addSubscriptions(program: Command, call: Call): void {
  program
    .command('subscriptions')
    .description('list who is told of what, newest first; or change one of them')
    .addOption(serverOption())
    .addOption(new Option('--about <about>', 'only those about this, such as model:fraud').argParser(about))
    .option('--test <id>', 'send a test to the endpoint of this one, and tell what it answers')
    .option('--enable <id>', 'enable this one again, and send what waits')
    .option('--delete <id>', 'delete this one, and all that was or is to be sent to it')
    .addOption(formatOption())
    .action(async (options: SubscriptionsOptions) => {
      const changes = [options.about, options.test, options.enable, options.delete];
      if (changes.filter((one) => one !== undefined).length > 1)
        throw new UsageError('write one of --about, --test, --enable and --delete');
      const { subscriptions } = await lazy.subscriptions();
      call.exitCode = await subscriptions(options, call.terminal);
    });
}

export function addListen(program: Command, call: Call): void {
  program
    .command('listen')
    .description('print what a subscription is told, as it is raised, until it is stopped')
    .argument('<subscription>', 'the id of one')
    .addOption(serverOption())
    .addOption(
      new Option('--after <id>', 'begin after this alert; 0 begins with the first').argParser((text) => {
        if (/^(0|[1-9]\d{0,17})$/.test(text)) return text;
        throw new InvalidArgumentError('Write the id of an alert, or 0.');
      }),
    )
    .addOption(
      new Option('--limit <number>', 'stop after so many').argParser((text) => {
        if (/^[1-9]\d{0,8}$/.test(text)) return Number(text);
        throw new InvalidArgumentError('Write a number, from 1 on.');
      }),
    )
    .addOption(formatOption())
    .action(async (subscription: string, options: ListenOptions) => {
      const { listen } = await lazy.listen();
      call.exitCode = await listen(subscription, options, call.terminal);
    });
}

export function addDeliveries(program: Command, call: Call): void {
  program
    .command('deliveries')
    .description('list what was or is to be sent to whom, newest first; or send one again')
    .addOption(serverOption())
    .option('--subscription <id>', 'only those to this one')
    .addOption(new Option('--state <state>', 'only those in this state').choices(deliveryStates))
    .addOption(limitOption('deliveries', 20))
    .option('--redeliver <id>', 'send this one again, whatever came of it')
    .addOption(formatOption())
    .action(async (options: DeliveriesOptions) => {
      const { redeliver, subscription, state } = options;
      if (redeliver !== undefined && (subscription !== undefined || state !== undefined))
        throw new UsageError('--redeliver stands alone, without --subscription and --state');
      const { deliveries } = await lazy.deliveries();
      call.exitCode = await deliveries(options, call.terminal);
    });
}

function severalEvents(
  text: string,
  before: readonly (typeof alertEvents)[number][] = [],
): readonly (typeof alertEvents)[number][] {
  const event = alertEvents.find((one) => one === text);
  if (!event) throw new InvalidArgumentError(`There are ${alertEvents.join(', ')}.`);
  return [...before, event];
}
