import type { Dictionary } from '../dictionary';

export const decoding: Dictionary['decoding'] = {
  title: 'جارٍ فتح الصورة',
  hint: 'يحدث هذا على جهازك.',
  cancel: 'إلغاء',
};
