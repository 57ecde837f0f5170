// Which backend the address asks for.
import { backendNames, type BackendChoice } from './engine/backend';

/** What `?backend=` asks for; `unknown` holds a name that there is not. */
export function readBackendChoice(search: string): { backend: BackendChoice; unknown?: string } {
  const asked = new URLSearchParams(search).get('backend');
  if (asked === null || asked === 'auto') return { backend: 'auto' };
  const backend = backendNames.find((name) => name === asked);
  return backend ? { backend } : { backend: 'auto', unknown: asked };
}
