import type { Dictionary } from '../dictionary';

export const install: Dictionary['install'] = {
  title: 'الاحتفاظ بـ Lentigo على هذا الجهاز',
  lead: 'تصير له أيقونة خاصة ويُفتح بلا شبكة.',
  install: 'تثبيت',
  notNow: 'ليس الآن',
  stepsTitle: 'في Safari:',
  stepShare: 'لمس زر المشاركة.',
  stepAdd: 'اختيار «إضافة إلى الشاشة الرئيسية».',
  stepConfirm: 'لمس «إضافة».',
  separate: 'للتطبيق على الشاشة الرئيسية قائمته الخاصة. وما حفظته في Safari يبقى في Safari.',
  later: 'ما زال التثبيت ممكنًا من قائمة متصفحك.',
  laterIos: 'ما زالت الإضافة ممكنة من قائمة المشاركة.',
  unavailable: 'لم يفتح المتصفح سؤاله. قد تعرض قائمته تثبيت التطبيق.',
  installed: 'Lentigo على هذا الجهاز الآن.',
};
