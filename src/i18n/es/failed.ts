import type { Dictionary } from '../dictionary';

export const failed: Dictionary['failed'] = {
  title: {
    unreadable: 'Este archivo no se pudo abrir como imagen',
    replaced: 'La aplicación dejó de trabajar con esta foto',
    model: 'No se pudo cargar el modelo',
    backend: 'Este navegador no puede hacer funcionar el modelo',
    unknown: 'No se pudo mirar la foto',
  },
  unreadable: {
    empty: 'El archivo está vacío.',
    'file-too-large': 'El archivo pesa más de 40 MB.',
    'no-pixels': 'La imagen no tiene píxeles.',
    'too-many-pixels': 'La imagen tiene más píxeles de los que esta aplicación puede abrir.',
    incomplete: 'El archivo de la imagen está incompleto: le falta el final.',
    damaged: 'La imagen está dañada.',
    heic: 'Es una imagen HEIC, que los navegadores no pueden leer. Guárdela primero como JPEG; en un iPhone, ponga Cámara > Formatos en “Más compatible”.',
    avif: 'Es una imagen AVIF. Guárdela primero como JPEG o PNG.',
    video: 'Es un vídeo, no una imagen. Tome una foto.',
    gif: 'Es una imagen GIF. Use una foto en JPEG o PNG.',
    svg: 'Es un dibujo (SVG), no una foto.',
    pdf: 'Es un PDF. Use la foto misma.',
    'not-a-picture': 'Este archivo no es una imagen JPEG, PNG o WebP.',
    'out-of-memory': 'Al navegador no le queda memoria para esta imagen.',
  },
  hint: {
    unreadable: 'Use una imagen JPEG, PNG o WebP.',
    replaced:
      'La parte de la aplicación que hace los cálculos no se pudo cargar, tardó demasiado o el aparato la detuvo. Si es la primera visita, revise la conexión. Su foto no se ha perdido.',
    model: 'Sus archivos faltan o cambiaron por el camino. Revise la conexión e intente de nuevo.',
    backend: 'Pruebe con otro navegador o con una versión más nueva de este.',
    unknown: 'Intente de nuevo o elija otra foto.',
  },
  technical: 'Lo que informó la aplicación',
  again: 'Intentar de nuevo',
  another: 'Elegir otra foto',
};
