// Starts the page: styles, what the person set, then the app.
import '@fontsource-variable/atkinson-hyperlegible-next/wght.css';
import './ui/tokens/colour.css';
import './ui/tokens/space.css';
import './ui/tokens/type.css';
import './ui/base.css';
import './ui/button.css';
import { mount } from 'svelte';
import App from './App.svelte';
import { pickLocale, setLocale } from './i18n/locale.svelte';
import { listenForInstall } from './platform/install';
import { readPreferences } from './storage/preferences';
import { applyTheme } from './ui/theme';

const target = document.getElementById('app');
if (!target) throw new Error('index.html has no #app');
// The browser offers it once, and early.
listenForInstall();

// A storage that does not answer must not keep the page from opening.
const PREFERENCES_WAIT_MS = 1000;
const late = new Promise<null>((resolve) => setTimeout(resolve, PREFERENCES_WAIT_MS, null));
const preferences = await Promise.race([readPreferences(), late]);
applyTheme(preferences?.theme ?? 'system');
const inAddress = new URLSearchParams(location.search).get('lang');
const code = pickLocale(inAddress, preferences?.language ?? null, navigator.languages);
// Without its words the page still opens, in English.
await setLocale(code).catch(() => undefined);
mount(App, { target });
