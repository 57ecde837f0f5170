// The only table of routes. Each page is loaded when it is first opened.
import type { AsyncSvelteComponent, RouteDefinition } from 'svelte-spa-router';
import { wrap } from 'svelte-spa-router/wrap';
import PageFailed from './ui/PageFailed.svelte';
import PageMissing from './ui/PageMissing.svelte';

/** Hash routes: `#/check?sample=even|irregular|faint` opens a drawn sample. */
export const routes: RouteDefinition = {
  '/': page(() => import('./features/home/Page.svelte')),
  '/check': page(() => import('./features/check/Page.svelte')),
  '/demo': page(() => import('./features/check/Page.svelte'), { demo: true }),
  '/spots': page(() => import('./features/history/Page.svelte')),
  '/spots/:id': page(() => import('./features/history/SavedCheckPage.svelte')),
  '/settings': page(() => import('./features/settings/Page.svelte')),
  '/about': page(() => import('./features/about/Page.svelte')),
  '/lab': page(() => import('./features/lab/desk/Page.svelte')),
  '/lab/sets/:id': page(() => import('./features/lab/set/Page.svelte')),
  '/lab/sets/:id/model': page(() => import('./features/lab/model/Page.svelte')),
  '/lab/config': page(() => import('./features/lab/model/OpenConfig.svelte')),
  '/lab/sets/:id/camera': page(() => import('./features/lab/camera/Page.svelte')),
  '/lab/camera': page(() => import('./features/lab/camera/Page.svelte')),
  '/lab/folds/:group': page(() => import('./features/lab/folds/Page.svelte')),
  '/lab/compare': page(() => import('./features/lab/compare/Page.svelte')),
  '/lab/tour': page(() => import('./features/lab/tour/Page.svelte')),
  '/lab/runs/:id': page(() => import('./features/lab/run/Page.svelte')),
  '*': PageMissing,
};

// A page can fail to load on a first visit, when the network goes before it is stored.
function page(load: AsyncSvelteComponent, props: Record<string, unknown> = {}) {
  return wrap({
    asyncComponent: () => load().catch(() => ({ default: PageFailed })),
    props,
  });
}
