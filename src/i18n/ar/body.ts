import type { Dictionary } from '../dictionary';

export const body: Dictionary['body'] = {
  scalp: 'فروة الرأس',
  face: 'الوجه',
  neck: 'الرقبة',
  chest: 'الصدر',
  belly: 'البطن',
  back: 'الظهر',
  buttocks: 'الأرداف',
  'left-arm': 'الذراع اليسرى',
  'right-arm': 'الذراع اليمنى',
  'left-hand': 'اليد اليسرى',
  'right-hand': 'اليد اليمنى',
  'left-leg': 'الساق اليسرى',
  'right-leg': 'الساق اليمنى',
  'left-foot': 'القدم اليسرى',
  'right-foot': 'القدم اليمنى',
};
