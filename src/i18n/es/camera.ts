import type { Dictionary } from '../dictionary';

export const camera: Dictionary['camera'] = {
  title: 'Apunte la cámara a la mancha',
  opening: 'Abriendo la cámara',
  hint: {
    'more-light': 'Vaya donde haya más luz',
    'less-light': 'Vaya donde haya menos luz',
    glare: 'Salga del reflejo',
    'no-spot': 'Ponga la mancha dentro del aro',
    centre: 'Lleve la mancha al centro',
    farther: 'Aléjese un poco',
    closer: 'Acérquese',
    'hold-still': 'No se mueva',
    focus: 'No se mueva hasta que se vea nítida',
    ready: 'Quédese así',
  },
  shutter: 'Tomar la foto',
  taken: 'Foto tomada',
  notTaken: 'La cámara no dio ninguna imagen. Intente de nuevo.',
  close: 'Cerrar la cámara',
  lamp: 'Linterna',
  gallery: 'Elegir una foto',
  zoom: 'Aumento',
  lens: 'Cámara',
  lensNumber: (number) => `Cámara ${number}`,
  automatic: 'Tomarla sola',
  earlier: 'Foto anterior',
  refused: {
    denied: {
      title: 'La aplicación no puede usar la cámara',
      text: 'Usted o el navegador dijo que no. Para cambiarlo, abra los ajustes de esta página (junto a la dirección, o en los ajustes del teléfono) y permita la cámara.',
    },
    missing: { title: 'Aquí no hay cámara', text: 'Este aparato no tiene ninguna.' },
    busy: {
      title: 'La cámara está en uso',
      text: 'La tiene otra aplicación u otra pestaña. Ciérrela e intente de nuevo.',
    },
    insecure: {
      title: 'Esta dirección no recibe cámara',
      text: 'Los navegadores solo dan la cámara a páginas con https.',
    },
    unsupported: {
      title: 'Este navegador no da la cámara',
      text: 'No permite que las páginas usen la cámara.',
    },
    timeout: {
      title: 'La cámara no se abrió',
      text: 'No respondió a tiempo. Intente de nuevo.',
    },
    ended: {
      title: 'La cámara se detuvo',
      text: 'El sistema u otra aplicación se la llevó.',
    },
    failed: { title: 'La cámara no se abrió', text: 'Algo falló con ella.' },
  },
  otherwise: 'También puede elegir una foto o usar la cámara propia del teléfono.',
  again: 'Intentar de nuevo',
  ownCamera: 'Usar la cámara propia del teléfono',
  back: 'Volver',
};
