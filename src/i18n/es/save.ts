import type { Dictionary } from '../dictionary';

export const save: Dictionary['save'] = {
  save: 'Guardar en Mis manchas',
  saving: 'Guardando',
  saved: 'Guardada en este aparato.',
  open: 'Añadir dónde está o una nota',
  private: 'La foto y la respuesta se quedan en este aparato. No se envía nada.',
  failed: {
    'quota-full':
      'No queda espacio en este aparato, así que no se guardó nada. Borre algunas de Mis manchas u otras cosas del aparato e intente de nuevo.',
    'newer-version':
      'No se guardó nada: una versión más nueva de la aplicación cambió el almacén. Vuelva a cargar la página.',
    blocked:
      'No se guardó nada: la aplicación está abierta en otra pestaña en una versión anterior. Cierre esa pestaña e intente de nuevo.',
    unavailable:
      'No se guardó nada: este navegador no le da almacén a la aplicación. En una ventana privada es normal.',
    failed: 'No se guardó nada: el almacén de este navegador falló. Intente de nuevo.',
  },
  again: 'Intentar de nuevo',
};
