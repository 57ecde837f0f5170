import type { Dictionary } from '../dictionary';

export const judging: Dictionary['judging'] = {
  title: 'جارٍ النظر إلى البقعة',
  hint: 'يحدث كل ذلك على جهازك. قد يستغرق عدة ثوانٍ في المرة الأولى.',
  stepModel: 'تجهيز النموذج',
  stepPicture: 'مقارنة الصورة',
  waiting: 'التالي',
  running: 'الآن',
  done: 'تم',
  seconds: (count) => `${count} ث`,
  cancel: 'إلغاء',
};
