import type { Dictionary } from '../dictionary';

export const install: Dictionary['install'] = {
  title: 'Tener Lentigo en este aparato',
  lead: 'Así tiene su propio icono y se abre sin conexión.',
  install: 'Instalar',
  notNow: 'Ahora no',
  stepsTitle: 'En Safari:',
  stepShare: 'Toque el botón Compartir.',
  stepAdd: 'Elija “Añadir a pantalla de inicio”.',
  stepConfirm: 'Toque “Añadir”.',
  separate:
    'La aplicación de la pantalla de inicio lleva su propia lista. Las manchas que guardó en Safari se quedan en Safari.',
  later: 'Todavía puede instalarla desde el menú de su navegador.',
  laterIos: 'Todavía puede añadirla desde el menú Compartir.',
  unavailable:
    'El navegador no abrió su pregunta. Quizá su propio menú ofrezca instalar la aplicación.',
  installed: 'Lentigo ya está en este aparato.',
};
