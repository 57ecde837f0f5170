import type { Dictionary } from '../dictionary';

export const settings: Dictionary['settings'] = {
  title: 'Ajustes',

  languageTitle: 'Idioma',
  languageOfBrowser: 'El del navegador',
  languageDraft: 'redactado por una máquina',
  languageFailed:
    'No se pudo cargar el texto de ese idioma. Revise la conexión y elíjalo de nuevo.',

  themeTitle: 'Colores',
  theme: { system: 'Los del aparato', light: 'Claros', dark: 'Oscuros' },

  notKept: {
    'quota-full': 'Vale hasta que cierre la página: no queda espacio en este aparato.',
    'newer-version':
      'Vale hasta que cierre la página: una versión más nueva de la aplicación cambió el almacén. Vuelva a cargar la página.',
    blocked:
      'Vale hasta que cierre la página: la aplicación está abierta en otra pestaña en una versión anterior. Cierre esa pestaña.',
    unavailable:
      'Vale hasta que cierre la página: este navegador no le da almacén a la aplicación.',
    failed: 'Vale hasta que cierre la página: el almacén de este navegador falló.',
  },

  storageTitle: 'Espacio',
  used: (used, quota) => `${used} ocupados de unos ${quota}, contando la propia aplicación.`,
  usedOnly: (used) => `${used} ocupados, contando la propia aplicación.`,
  usedUnknown: 'Este navegador no dice cuánto espacio ocupa la aplicación.',
  savedChecks: (count) => `Manchas guardadas: ${count}`,
  savedUnknown: 'No se pudo averiguar cuántas manchas hay guardadas.',
  persistent: 'El navegador lo conserva todo hasta que usted lo borre.',
  notPersistent:
    'El navegador puede quitarlo cuando el aparato se quede sin espacio. Safari también lo hace tras siete días sin visitas, salvo que la aplicación esté en la pantalla de inicio.',
  persistenceUnknown: 'Este navegador no dice si puede quitarlo.',
  askToPersist: 'Pedir al navegador que lo conserve',
  refused:
    'El navegador no aceptó. Quizá acepte más adelante, cuando haya usado más la aplicación o la haya instalado.',
  cannotAsk: 'A este navegador no se le puede pedir.',

  eraseTitle: 'Borrar todo',
  eraseLead: 'Quita de este aparato todo lo que la aplicación puso en él.',
  erase: 'Borrar todo',
  confirmTitle: '¿Borrar todo de este aparato?',
  confirmList: [
    'todas sus fotos, respuestas y notas guardadas',
    'una foto que no haya terminado',
    'sus ajustes',
    'la aplicación guardada, con la que se abre sin conexión',
  ],
  confirmFinal: 'Esto no se puede deshacer. Nadie tiene una copia.',
  confirm: 'Sí, borrar todo',
  cancel: 'Cancelar',
  erasing: 'Borrando',
  erasedTitle: 'Se borró todo',
  partlyTitle: 'No se pudo borrar todo',
  erased: 'Borrado:',
  notErased: 'No borrado:',
  parts: {
    database: 'fotos, respuestas, notas y ajustes guardados',
    caches: 'la aplicación guardada',
    serviceWorker: 'lo que abre la aplicación sin conexión',
    localStorage: 'apuntes pequeños de la aplicación, como que no quiso instalarla',
  },
  blockedHint:
    'Otra pestaña lo retiene. Cierre las demás pestañas de esta aplicación e intente de nuevo.',
  refusedHint:
    'El navegador se negó. Intente de nuevo o borre los datos de este sitio en los ajustes del navegador.',
  next: 'En su próxima visita, la aplicación se carga otra vez de la red y se guarda.',
  again: 'Intentar de nuevo',
  toHome: 'Ir a la página de inicio',

  aboutTitle: 'Acerca de',
  aboutModel: 'Sobre el modelo',
  version: (version) => `Lentigo ${version}`,
};
