import type { Dictionary } from '../dictionary';

export const app: Dictionary['app'] = {
  name: 'Lentigo',
  home: 'Lentigo, página de inicio',
  aboutLink: 'Sobre el modelo',
  labLink: 'Laboratorio',
  ownModel: (name) =>
    `Las respuestas vienen de un modelo propio, ${name}, entrenado en el laboratorio en este dispositivo. Nadie más que usted lo ha comprobado: puede que sus respuestas no signifiquen nada.`,
  ownModelBack: 'Volver al modelo incluido',
  englishOnly: 'Por ahora el laboratorio solo está en inglés.',
  pages: 'Páginas',
  aboutShort: 'El modelo',
  spotsLink: 'Mis manchas',
  settingsLink: 'Ajustes',
  draftLanguage:
    'Una máquina redactó el texto en este idioma. Ningún médico que lo hable lo ha revisado todavía.',
  researchLine: 'Para investigación y enseñanza. No es un producto médico.',
  updateReady: 'Hay una versión nueva de esta aplicación.',
  updateApply: 'Cargarla ahora',
  updateHint: 'La foto que está mirando se conserva.',
  offlineReady: 'La aplicación está guardada en este aparato y ya funciona sin conexión.',
  unknownBackend: (name) =>
    `La dirección pide un motor de cálculo llamado “${name}”. No existe, así que la aplicación eligió uno.`,
  pageFailed: 'Esta página no se pudo cargar',
  pageFailedHint: 'Revise la conexión y vuelva a cargar la página. Sus fotos no se ven afectadas.',
  reload: 'Volver a cargar la página',
  notFound: 'No existe esa página',
  notFoundHint: 'La dirección puede estar mal escrita o ser antigua.',
  toHome: 'Ir a la página de inicio',
  brokenTitle: 'Algo dejó de funcionar',
  brokenHint: 'Vuelva a cargar la página. Ninguna foto ha salido de este aparato.',
};
