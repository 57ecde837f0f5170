// Starts the page: styles, the language, then the app.
import '@fontsource-variable/atkinson-hyperlegible-next/wght.css';
import './ui/tokens/colour.css';
import './ui/tokens/space.css';
import './ui/tokens/type.css';
import './ui/base.css';
import './ui/button.css';
import { mount } from 'svelte';
import App from './App.svelte';
import { pickLocale, setLocale } from './i18n/locale.svelte';

const target = document.getElementById('app');
if (!target) throw new Error('index.html has no #app');
const inAddress = new URLSearchParams(location.search).get('lang');
// Without its words the page still opens, in English.
await setLocale(pickLocale(inAddress, null, navigator.languages)).catch(() => undefined);
mount(App, { target });
