// Starts the page: styles, then the app.
import '@fontsource-variable/atkinson-hyperlegible-next/wght.css';
import './ui/tokens/colour.css';
import './ui/tokens/space.css';
import './ui/tokens/type.css';
import './ui/base.css';
import './ui/button.css';
import { mount } from 'svelte';
import App from './App.svelte';

const target = document.getElementById('app');
if (!target) throw new Error('index.html has no #app');
mount(App, { target });
