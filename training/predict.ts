// npm run predict -- [--model NAME|DIR] [--json] FILE…: one line a picture.
import { Command } from 'commander';
import { loadModel } from '../src/core/model/load';
import { judge, type Prediction } from '../src/core/prediction';
import type { BackendChoice } from '../src/engine/backend';
import { openNodeBackend } from './node/backend';
import { modelFolder, readBundleFolder } from './node/bundle-fs';
import { announceBackend, backendOption, runCommand } from './node/cli';
import { localScorer } from './node/picture-scorer';
import { scoreFiles } from './node/score-files';

interface Options {
  model: string;
  backend: BackendChoice;
  json: boolean;
}

const command = new Command('predict')
  .description('Says how strongly pictures resemble the malignant ones the model learned from.')
  .argument('<files...>', 'JPEG, PNG or WebP pictures')
  .option('--model <name>', 'a shipped model, a bundle folder, or "default"', 'default')
  .addOption(backendOption())
  .option('--json', 'print JSON, one object a line', false)
  .action((files: string[], options: Options) => runCommand(() => predict(files, options)));
command.parse();

async function predict(files: string[], options: Options): Promise<void> {
  const bundle = await readBundleFolder(await modelFolder(options.model));
  const report = await openNodeBackend(options.backend);
  announceBackend(report);
  const { card, hash } = bundle;
  console.error(`model: ${card.name} ${card.version} (${hash.slice(0, 12)})`);
  console.error('A research and education tool: this is not a medical opinion.');
  const model = await loadModel(bundle);
  let unreadable = 0;
  for await (const result of scoreFiles(localScorer(model, card), files)) {
    if (result.kind === 'unreadable') {
      unreadable++;
      const { reason } = result;
      if (options.json)
        console.log(JSON.stringify({ file: result.path, kind: 'unreadable', reason }));
      else console.log(`${result.path}\tunreadable\t${reason}`);
      continue;
    }
    const prediction = judge(result.output, card, result.quality);
    if (options.json) console.log(JSON.stringify({ file: result.path, ...prediction }));
    else console.log(`${result.path}\t${inWords(prediction)}`);
  }
  model.dispose();
  if (unreadable > 0) process.exitCode = 1;
}

function inWords(prediction: Prediction): string {
  const notes = prediction.quality.findings.map(({ problem }) => problem).join(', ');
  const suffix = notes ? `\tpicture: ${notes}` : '';
  if (prediction.kind === 'abstained') return `can't tell\t${prediction.reason}${suffix}`;
  const outcome = {
    attend: 'show it to a doctor',
    unsure: 'not sure',
    quiet: 'nothing stood out; this does not rule out cancer',
  }[prediction.outcome];
  return `${prediction.probability.toFixed(4)}\t${outcome}${suffix}`;
}
