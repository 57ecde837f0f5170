import type { Dictionary } from '../dictionary';

export const choose: Dictionary['choose'] = {
  title: 'Elija una foto de una sola mancha',
  lead: 'Lo mejor es de cerca, nítida y con luz de día.',
  file: 'Elegir una foto',
  camera: 'Usar la cámara',
  cameraApp: 'Usar la cámara propia del teléfono',
  leftTitle: 'Dejó una foto sin terminar',
  leftText: 'Se guarda una hora en este aparato para que pueda seguir con ella.',
  leftGoOn: 'Seguir con ella',
  leftThrowAway: 'Descartarla',
  lostToCamera:
    'El teléfono cerró esta aplicación mientras su cámara estaba abierta, por eso la foto no llegó. Si la cámara la guardó, elíjala abajo. La cámara de la aplicación no tiene este problema.',
  handedMissing: 'La foto de la otra aplicación no llegó. Elíjala aquí.',
  handedOthers: (count) =>
    `Solo se abrió la primera foto. Quedaron fuera de las que envió: ${count}.`,
  again: (date) => `Esta es otra foto de la mancha del ${date}.`,
  againHint: 'Tómela desde el mismo lado y con la misma luz.',
  againPicture: 'La foto anterior de esta mancha',
  dropHint: 'También puede arrastrar una imagen a esta página o pegarla.',
  dropNow: 'Suelte para abrir la imagen',
  samplesTitle: 'Probar con una muestra dibujada',
  samplesHint: 'Estas tres las dibujó el ordenador. No son manchas reales.',
  sample: {
    even: 'Dibujada: pareja',
    irregular: 'Dibujada: irregular',
    faint: 'Dibujada: tenue',
  },
  flagsTitle: 'Vaya al médico muestre lo que muestre esta aplicación',
  flagsLead: 'si la mancha es una de estas:',
  flags: [
    'nueva, o que cambia de tamaño, forma o color',
    'que sangra, forma costras o pica',
    'que no se ha curado después de cuatro semanas',
    'distinta de sus otras manchas',
  ],
  notForTitle: 'Para quién no es',
  notForLead: 'El modelo no ha aprendido de esto, así que no lo use para:',
  notFor: [
    'menores de 18 años',
    'uñas, labios o genitales',
    'heridas abiertas',
    'manchas debajo del pelo',
  ],
  modelLoading: 'Preparando el modelo. Ya puede elegir una foto.',
  modelReady: 'El modelo está listo.',
  modelFailed: 'No se pudo preparar el modelo.',
  retry: 'Intentar de nuevo',
  replaced:
    'La parte de la aplicación que hace los cálculos se detuvo y se inició de nuevo. No se ha perdido nada suyo.',
};
