import type { Dictionary } from '../dictionary';
import { isolate } from '../isolate';

export const app: Dictionary['app'] = {
  name: 'Lentigo',
  home: 'Lentigo، صفحة البداية',
  aboutLink: 'عن النموذج',
  labLink: 'المختبر',
  ownModel: (name) =>
    `تأتي الإجابات من نموذجك الخاص ${isolate(name)}، الذي دُرِّب في المختبر على هذا الجهاز. لم يفحصه أحد غيرك، وقد لا تعني إجاباته شيئًا.`,
  ownModelBack: 'العودة إلى النموذج المرفق',
  englishOnly: 'المختبر متاح بالإنجليزية فقط حتى الآن.',
  pages: 'الصفحات',
  aboutShort: 'عن النموذج',
  spotsLink: 'بقعي',
  settingsLink: 'الإعدادات',
  draftLanguage: 'صاغت آلةٌ كلمات هذه اللغة. ولم يراجعها بعد طبيب يتحدثها.',
  researchLine: 'للبحث والتعليم. ليس جهازًا طبيًا.',
  updateReady: 'يوجد إصدار جديد من هذا التطبيق.',
  updateApply: 'تحميله الآن',
  updateHint: 'تبقى الصورة التي تنظر إليها محفوظة.',
  offlineReady: 'التطبيق محفوظ على هذا الجهاز ويعمل الآن بلا شبكة.',
  unknownBackend: (name) =>
    `يطلب العنوان محرّكًا اسمه «${isolate(name)}». وهو غير موجود، فاختار التطبيق محرّكًا بنفسه.`,
  pageFailed: 'تعذّر تحميل هذه الصفحة',
  pageFailedHint: 'يُرجى التحقق من الشبكة وإعادة تحميل الصفحة. صورك لم تتأثر.',
  reload: 'إعادة تحميل الصفحة',
  notFound: 'لا توجد صفحة بهذا العنوان',
  notFoundHint: 'ربما كُتب العنوان خطأً أو صار قديمًا.',
  toHome: 'إلى صفحة البداية',
  brokenTitle: 'توقّف شيء عن العمل',
  brokenHint: 'يُرجى إعادة تحميل الصفحة. لم تغادر أي صورة هذا الجهاز.',
};
